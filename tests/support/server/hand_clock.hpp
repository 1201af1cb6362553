#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "server/runtime/clock.hpp"

namespace plenary::server::testing {

/// A clock that stands still until a test moves it. Thread: any.
class HandClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return {ms_}; }
  void pass(std::chrono::milliseconds time) { ms_ += time.count(); }

 private:
  std::atomic<std::int64_t> ms_{1'795'341'600'000};  // 2026-11-22T10:00:00Z
};

}  // namespace plenary::server::testing
