#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace plenary::server {

/// One subscription of one socket: to a document's operations or properties, to its threads, or to
/// a presence channel. The session that asked for it ends it. The owner of the topic, on a shard of
/// its own, begins it once the answer is ready, which may be much later. A subscription that ended
/// meanwhile never begins, so an answer that was overtaken subscribes nobody. Thread: any.
class Subscription {
 public:
  enum class State : std::uint8_t {
    kAsked,  // the owner has not answered yet
    kLive,   // the owner sends
    kEnded,  // for good
  };

  Subscription() = default;
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;
  ~Subscription() = default;

  /// True if the owner may send from now on; false if it ended. The session removes the socket from
  /// the owner after end(), so an owner that added it just before is told to remove it.
  [[nodiscard]] bool begin() {
    State asked = State::kAsked;
    state_.compare_exchange_strong(asked, State::kLive, std::memory_order_acq_rel);
    return state() == State::kLive;
  }
  void end() { state_.store(State::kEnded, std::memory_order_release); }
  [[nodiscard]] State state() const { return state_.load(std::memory_order_acquire); }
  [[nodiscard]] bool has_ended() const { return state() == State::kEnded; }

 private:
  std::atomic<State> state_{State::kAsked};
};
using SubscriptionRef = std::shared_ptr<Subscription>;

}  // namespace plenary::server
