#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "server/runtime/clock.hpp"

namespace plenary::server::testing {

/// A clock that stands still until a test moves it. Any thread may read and move it.
class HandClock final : public Clock {
 public:
  explicit HandClock(std::int64_t start_ms = 1'763'805'600'000) : ms(start_ms) {}
  [[nodiscard]] Timestamp now() const override { return {ms.load()}; }
  void pass(std::chrono::milliseconds time) { ms += time.count(); }
  std::atomic<std::int64_t> ms;
};

}  // namespace plenary::server::testing
