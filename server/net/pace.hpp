#pragma once

#include <chrono>
#include <cstddef>

namespace plenary::server {

/// Bytes that one connection writes in one turn of its shard, however much the kernel would take:
/// copying megabytes holds up everybody else there for milliseconds.
inline constexpr std::size_t kBytesPerTurn = 131'072;

/// The minimum rate of a transfer. A peer that moves fewer than `bytes` within `window` is too
/// slow, even if bytes keep coming. A peer that moves them starts a new window. A value.
class Pace {
 public:
  using Clock = std::chrono::steady_clock;

  Pace(std::size_t bytes, std::chrono::milliseconds window, Clock::time_point now)
      : bytes_(bytes), window_(window), deadline_(now + window) {}

  /// True if a new window begins.
  bool moved(std::size_t bytes, Clock::time_point now) {
    in_window_ += bytes;
    if (in_window_ < bytes_) {
      return false;
    }
    in_window_ = 0;
    deadline_ = now + window_;
    return true;
  }
  /// The time at which to give up unless more has moved by then.
  [[nodiscard]] Clock::time_point deadline() const { return deadline_; }

 private:
  std::size_t bytes_;
  std::chrono::milliseconds window_;
  Clock::time_point deadline_;
  std::size_t in_window_{0};
};

}  // namespace plenary::server
