#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "server/runtime/clock.hpp"

namespace plenary::server {

/// A clock that goes on only when a test says so. Thread: any.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return {ms}; }
  void advance(std::chrono::milliseconds time) { ms += time.count(); }

  std::atomic<std::int64_t> ms{1'795'341'600'000};  // 2026-11-22T10:00:00Z
};

}  // namespace plenary::server
