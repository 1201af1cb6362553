#pragma once

#include <algorithm>
#include <chrono>

namespace plenary::server {

/// A token bucket: `capacity` tokens at once, and one more each `refill`. A value; the caller
/// passes the time.
class TokenBucket {
 public:
  using Clock = std::chrono::steady_clock;

  TokenBucket(double capacity, std::chrono::microseconds refill, Clock::time_point now)
      : capacity_(capacity), refill_(refill), tokens_(capacity), at_(now) {}

  /// Takes `cost` tokens. False if there are fewer: then none is taken.
  [[nodiscard]] bool take(double cost, Clock::time_point now) {
    fill(now);
    if (tokens_ < cost) {
      return false;
    }
    tokens_ -= cost;
    return true;
  }
  /// The time until `cost` tokens are there; 0 if they are. Requires: cost <= capacity.
  [[nodiscard]] std::chrono::microseconds wait(double cost, Clock::time_point now) {
    fill(now);
    const double missing = std::max(0.0, cost - tokens_);
    return std::chrono::duration_cast<std::chrono::microseconds>(missing * refill_);
  }

 private:
  void fill(Clock::time_point now) {
    if (now > at_) {
      const std::chrono::duration<double, std::micro> passed = now - at_;
      tokens_ = std::min(capacity_,
                         tokens_ + passed / std::chrono::duration<double, std::micro>(refill_));
      at_ = now;
    }
  }
  double capacity_;
  std::chrono::microseconds refill_;
  double tokens_;
  Clock::time_point at_;
};

}  // namespace plenary::server
