#pragma once

#include <chrono>
#include <cstddef>

#include "server/limits.hpp"
#include "server/runtime/token_bucket.hpp"

namespace plenary::server {

/// The rate at which one socket may send. Beyond it nothing more is read from the socket for a
/// while, so a flood waits in the buffers of its sender. Handshakes beyond their rate are refused:
/// no client needs them. Used on the socket's shard only.
class SessionRates {
 public:
  using Clock = TokenBucket::Clock;

  /// `limited`: false in open mode, where one socket may serve an application's users all together.
  explicit SessionRates(bool limited, Clock::time_point now = Clock::now())
      : limited_(limited),
        work_(kSocketWorkMax, kSocketWorkRefill, now),
        handshakes_(kHandshakesPerSocket, kHandshakeRefill, now),
        ready_at_(now) {}

  /// Counts a message that was read. `work`: in units of limits.hpp, kWork….
  void spend(double work) {
    if (!limited_) {
      return;
    }
    const Clock::time_point now = Clock::now();
    owed_ += work;
    const double cost = owed_ < kSocketWorkMax ? owed_ : kSocketWorkMax;
    if (work_.take(cost, now)) {
      owed_ -= cost;
    } else {
      ready_at_ = now + work_.wait(cost, now);
    }
  }
  /// Whether the socket has sent more than its rate allows, and must wait.
  [[nodiscard]] bool is_ahead() const { return limited_ && owed_ > 0 && Clock::now() < ready_at_; }
  [[nodiscard]] bool may_shake_hands() { return !limited_ || handshakes_.take(1, Clock::now()); }

 private:
  bool limited_;
  TokenBucket work_;
  TokenBucket handshakes_;
  double owed_{0};  // work that was done and is not paid for yet
  Clock::time_point ready_at_;
};

}  // namespace plenary::server
