#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "server/limits.hpp"
#include "server/webhooks/webhook_records.hpp"

namespace plenary::server {

/// Decides which message is sent next. A hook has one thread at a time, and all slow hooks together
/// have half of the threads, so that one address that does not answer holds up only itself. Knows
/// no clock and no thread. Not thread-safe. Cost of each call: O(hooks that messages wait for).
class DeliveryQueue {
 public:
  /// `threads`: how many send.
  explicit DeliveryQueue(unsigned threads = kWebhookThreads) : threads_(threads) {}

  /// Whether fewer than kWebhookWaitingMax messages wait for the hook.
  [[nodiscard]] bool has_room(const std::string& hook) const;
  void add(Delivery delivery);

  /// Takes the message that has been due for longest, of the hooks that may have a thread. Its hook
  /// is busy until finish(). Nothing: none is due.
  [[nodiscard]] std::optional<Delivery> take(Timestamp now);
  /// When the next message is due of the hooks that may have a thread.
  [[nodiscard]] std::optional<Timestamp> next_due() const;

  /// Ends what take() began. `took`: how long the attempt took; beyond kWebhookSlowTime the hook is
  /// a slow one until an attempt is quicker. `again`: the message, if there will be another
  /// attempt.
  void finish(const std::string& hook, std::chrono::steady_clock::duration took,
              std::optional<Delivery> again);

  /// The hook was removed: forgets that it is slow. Messages that wait for it are taken as before.
  void forget_pace(const std::string& hook);

 private:
  struct Hook {
    std::map<std::pair<Timestamp, std::string>, Delivery> waiting;  // by due and id
    bool busy{false};
    bool slow{false};
  };
  using Entry = std::map<std::string, Hook>::iterator;
  [[nodiscard]] bool may_have_thread(const Hook& hook) const;
  void set_slow(Hook& hook, bool slow);
  /// Erases the entry if there is nothing to know of its hook.
  void tidy(Entry entry);

  const unsigned threads_;
  unsigned slow_busy_{0};  // slow hooks that are busy
  std::map<std::string, Hook> hooks_;
};

}  // namespace plenary::server
