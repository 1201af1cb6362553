#include "server/sessions/subscriptions.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/base/assert.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

std::size_t index_of(Topic::Kind kind) {
  return static_cast<std::size_t>(kind);
}

std::size_t most_of(Topic::Kind kind) {
  return kind == Topic::Kind::kPresence ? kChannelsPerSessionMax : kSubscriptionsPerSessionMax;
}

/// The ability that a subscription needs.
Ability needed_for(Topic::Kind kind) {
  switch (kind) {
    case Topic::Kind::kThreads:
      return Ability::kReadThreads;
    case Topic::Kind::kPresence:
      return Ability::kSeePresence;
    case Topic::Kind::kOperations:
    case Topic::Kind::kProperties:
      break;
  }
  return Ability::kReadDocument;
}

}  // namespace

DocumentKey document_of_channel(const std::string& channel) {
  const std::size_t dot = channel.find('.');
  if (dot == std::string::npos) {
    return {channel, {}};
  }
  return {channel.substr(0, dot), channel.substr(dot + 1)};
}

DocumentKey Topic::document() const {
  return kind == Kind::kPresence ? document_of_channel(name.collection) : name;
}

bool Subscriptions::has_room(std::span<const Topic> topics) const {
  std::array<std::size_t, kKinds> wanted{};
  for (const Topic& topic : topics) {
    wanted[index_of(topic.kind)] += contains(topic) ? 0 : 1;
  }
  for (const Topic& topic : topics) {
    const std::size_t i = index_of(topic.kind);
    if (wanted[i] > 0 && counts_[i] + wanted[i] > most_of(topic.kind)) {
      return false;
    }
  }
  return true;
}

SubscriptionRef Subscriptions::enter(const Topic& topic, Undo undo) {
  const auto [entry, is_new] = entries_.try_emplace(topic);
  if (is_new) {
    entry->second.subscription = std::make_shared<Subscription>();
    entry->second.undo = std::move(undo);
    ++counts_[index_of(topic.kind)];
  }
  return entry->second.subscription;
}

bool Subscriptions::end(const Topic& topic) {
  const auto found = entries_.find(topic);
  if (found == entries_.end()) {
    return false;
  }
  found->second.subscription->end();
  values_ -= found->second.values.size();
  --counts_[index_of(topic.kind)];
  entries_.erase(found);
  return true;
}

void Subscriptions::end_all() {
  // All end before the first undo runs: an undo may be slow to reach its shard, an end is not.
  auto entries = std::exchange(entries_, {});
  std::fill(std::begin(counts_), std::end(counts_), 0);
  values_ = 0;
  for (const auto& [topic, entry] : entries) {
    entry.subscription->end();
    if (entry.stay != nullptr) {
      entry.stay->end();
    }
  }
  for (const auto& [topic, entry] : entries) {
    entry.undo();
  }
}

SubscriptionRef Subscriptions::stay_in(const std::string& channel) {
  Entry& entry = entries_.at(Topic::channel(channel));
  if (entry.stay == nullptr) {
    entry.stay = std::make_shared<Subscription>();
  }
  return entry.stay;
}

void Subscriptions::leave(const std::string& channel) {
  Entry& entry = entries_.at(Topic::channel(channel));
  if (entry.stay != nullptr) {
    std::exchange(entry.stay, nullptr)->end();
  }
  values_ -= entry.values.size();
  entry.values.clear();
}

void Subscriptions::show(const std::string& channel, const std::string& id) {
  values_ += entries_.at(Topic::channel(channel)).values.insert(id).second ? 1 : 0;
}

void Subscriptions::hide(const std::string& channel, const std::string& id) {
  values_ -= entries_.at(Topic::channel(channel)).values.erase(id);
}

bool Subscriptions::shows(const std::string& channel, const std::string& id) const {
  const auto found = entries_.find(Topic::channel(channel));
  return found != entries_.end() && found->second.values.contains(id);
}

std::size_t Subscriptions::values_in(const std::string& channel) const {
  const auto found = entries_.find(Topic::channel(channel));
  return found == entries_.end() ? 0 : found->second.values.size();
}

bool Subscriptions::all_allowed(const May& may) const {
  return std::all_of(entries_.begin(), entries_.end(), [&may](const auto& one) {
    const DocumentKey document = one.first.document();
    return may(needed_for(one.first.kind), document) &&
           (one.second.values.empty() || may(Ability::kShowPresence, document));
  });
}

}  // namespace plenary::server
