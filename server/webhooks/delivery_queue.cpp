#include "server/webhooks/delivery_queue.hpp"

#include <algorithm>

#include "protocol/base/assert.hpp"

namespace plenary::server {

bool DeliveryQueue::has_room(const std::string& hook) const {
  const auto found = hooks_.find(hook);
  return found == hooks_.end() || found->second.waiting.size() < kWebhookWaitingMax;
}

void DeliveryQueue::add(Delivery delivery) {
  Hook& hook = hooks_[delivery.hook];
  std::pair place(delivery.due, delivery.id);
  hook.waiting.emplace(std::move(place), std::move(delivery));
}

bool DeliveryQueue::may_have_thread(const Hook& hook) const {
  return !hook.waiting.empty() && !hook.busy && (!hook.slow || slow_busy_ < threads_ / 2);
}

std::optional<Delivery> DeliveryQueue::take(Timestamp now) {
  Hook* oldest = nullptr;
  for (auto& [id, hook] : hooks_) {
    if (may_have_thread(hook) && hook.waiting.begin()->first.first <= now &&
        (oldest == nullptr || hook.waiting.begin()->first < oldest->waiting.begin()->first)) {
      oldest = &hook;
    }
  }
  if (oldest == nullptr) {
    return std::nullopt;
  }
  oldest->busy = true;
  slow_busy_ += oldest->slow ? 1 : 0;
  return std::move(oldest->waiting.extract(oldest->waiting.begin()).mapped());
}

std::optional<Timestamp> DeliveryQueue::next_due() const {
  std::optional<Timestamp> next;
  for (const auto& [id, hook] : hooks_) {
    if (may_have_thread(hook)) {
      const Timestamp due = hook.waiting.begin()->first.first;
      next = next ? std::min(*next, due) : due;
    }
  }
  return next;
}

void DeliveryQueue::finish(const std::string& hook, std::chrono::steady_clock::duration took,
                           std::optional<Delivery> again) {
  const auto found = hooks_.find(hook);
  PLENARY_ASSERT(found != hooks_.end() && found->second.busy, "an attempt ends once");
  set_slow(found->second, false);  // while it is busy, so that the count of threads is right
  found->second.busy = false;
  set_slow(found->second, took > kWebhookSlowTime);
  if (again) {
    add(*std::move(again));
  }
  tidy(found);
}

void DeliveryQueue::forget_pace(const std::string& hook) {
  if (const auto found = hooks_.find(hook); found != hooks_.end()) {
    set_slow(found->second, false);
    tidy(found);
  }
}

void DeliveryQueue::set_slow(Hook& hook, bool slow) {
  if (hook.busy && hook.slow != slow) {
    slow_busy_ += slow ? 1u : -1u;
  }
  hook.slow = slow;
}

void DeliveryQueue::tidy(Entry entry) {
  if (const Hook& hook = entry->second; hook.waiting.empty() && !hook.busy && !hook.slow) {
    hooks_.erase(entry);
  }
}

}  // namespace plenary::server
