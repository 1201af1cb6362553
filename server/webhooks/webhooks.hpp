#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "protocol/base/result.hpp"
#include "server/documents/happenings.hpp"
#include "server/runtime/clock.hpp"
#include "server/webhooks/delivery_queue.hpp"
#include "server/webhooks/sender.hpp"
#include "server/webhooks/webhook_records.hpp"
#include "storage/records.hpp"

namespace plenary::server {

class Pool;

/// Tells webhooks what happened (Standard Webhooks 1.0.0): signed messages without anyone's words,
/// each at least once once it is queued, tried again after pauses up to a day, in about the order
/// in which things happened. What waits is in the store and survives the end of the process; what
/// happened in the milliseconds before a crash may not be queued.
class Webhooks final : public Happenings {
 public:
  /// Reads hooks and what waits. Lifetime: all outlive it; `background` is stopped before it goes.
  [[nodiscard]] static Result<std::unique_ptr<Webhooks>> load(storage::Records& store,
                                                              const Clock& clock, Pool& background,
                                                              std::unique_ptr<HookSender> sender);
  ~Webhooks() override;

  /// Begins to send, on threads of its own.
  void start();
  /// Ends the threads after their current deliveries. May be called twice.
  void stop();

  void happened(const Happening& happening) override;

  // Thread: background threads; changes block for a synced write. Errors: those of
  // Store::change_records; kNotFound; kMalformed: address or type, in words; kTooLarge: too many.
  [[nodiscard]] Result<Webhook> add(Webhook wanted);
  [[nodiscard]] Result<void> remove(const std::string& paper, const std::string& id);
  /// The hooks of one paper; with an empty id, the hooks of all papers.
  [[nodiscard]] std::vector<Webhook> of(const std::string& paper) const;

 private:
  Webhooks(storage::Records& store, const Clock& clock, Pool& background,
           std::unique_ptr<HookSender> sender);
  [[nodiscard]] Result<void> read();
  [[nodiscard]] bool hears(const Webhook& hook, const Happening& happening) const;
  void queue(const Happening& happening);
  void work();
  [[nodiscard]] std::optional<Delivery> take();
  void send(Delivery delivery);
  /// The status that the hook answers with.
  [[nodiscard]] Result<int> post(const Webhook& hook, const Delivery& delivery);
  void settle(Delivery delivery, const Result<int>& answer,
              std::chrono::steady_clock::duration took);
  /// Remembers how the last delivery to a hook went.
  void note_result(const std::string& hook, const std::string& error, bool gone);
  [[nodiscard]] Result<void> write(const std::string& kind, const std::string& key,
                                   std::optional<std::string> json);

  storage::Records& store_;
  const Clock& clock_;
  Pool& background_;
  const std::unique_ptr<HookSender> sender_;
  std::atomic<bool> any_{false};  // whether there are hooks at all: asked on shards
  std::atomic<std::uint64_t> next_{0};
  std::mutex writers_;  // of hooks, held from looking to having changed
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_:
  std::map<std::string, Webhook> hooks_;
  DeliveryQueue waiting_;
  bool stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace plenary::server
