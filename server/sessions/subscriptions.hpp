#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "server/access/roles.hpp"
#include "server/net/subscription.hpp"

namespace plenary::server {

/// Something that a session can subscribe to.
struct Topic {
  enum class Kind : std::uint8_t { kOperations, kProperties, kThreads, kPresence };
  Kind kind{Kind::kOperations};
  /// The document. Of a presence channel: the channel's name as the collection, and no id.
  DocumentKey name{};

  [[nodiscard]] static Topic operations(DocumentKey key) {
    return {Kind::kOperations, std::move(key)};
  }
  [[nodiscard]] static Topic properties(DocumentKey key) {
    return {Kind::kProperties, std::move(key)};
  }
  [[nodiscard]] static Topic threads(DocumentKey key) { return {Kind::kThreads, std::move(key)}; }
  [[nodiscard]] static Topic channel(std::string name) {
    return {Kind::kPresence, {std::move(name), {}}};
  }

  /// The document whose rights decide.
  [[nodiscard]] DocumentKey document() const;
  friend bool operator==(const Topic&, const Topic&) = default;
};

/// The document that a presence channel is about: "documents.dc" is that of ("documents", "dc").
[[nodiscard]] DocumentKey document_of_channel(const std::string& channel);

/// Everything that one session is subscribed to, each with its undo. The one place that knows:
/// closing, losing a right and unsubscribing all start here. Used on the socket's shard only.
///
/// A topic is entered after rights, names and limits were checked, never before; a request about
/// several topics is checked as a whole first (has_room). Limits are those of limits.hpp.
class Subscriptions {
 public:
  /// Takes the socket away from the topic's owner. The socket is dead, or will be.
  using Undo = std::function<void()>;
  /// Asked for each topic: may the session do that with the document?
  using May = std::function<bool(Ability, const DocumentKey&)>;

  Subscriptions() = default;
  Subscriptions(const Subscriptions&) = delete;
  Subscriptions& operator=(const Subscriptions&) = delete;
  /// Requires: everything was ended.
  ~Subscriptions() = default;

  /// Whether all of them can be entered; those that are there already take no room.
  [[nodiscard]] bool has_room(std::span<const Topic> topics) const;
  [[nodiscard]] bool contains(const Topic& topic) const { return entries_.contains(topic); }
  /// The subscription of that topic: the one that is there, or a new one. Requires: has_room.
  SubscriptionRef enter(const Topic& topic, Undo undo);
  /// Ends it without its undo: the caller takes leave of the owner in order, with an answer behind
  /// the last frame. False if there was none.
  [[nodiscard]] bool end(const Topic& topic);
  /// Ends all and undoes all.
  void end_all();

  /// A presence channel's subscription lasts as long as the session, because the hub numbers the
  /// session's requests. Leaving the channel ends this stay: a value that is still on its way is
  /// not shown. Requires: the channel was entered.
  SubscriptionRef stay_in(const std::string& channel);
  void leave(const std::string& channel);

  /// The ids of the values that the session shows in a channel. Requires: the channel was entered.
  void show(const std::string& channel, const std::string& id);
  void hide(const std::string& channel, const std::string& id);
  [[nodiscard]] bool shows(const std::string& channel, const std::string& id) const;
  [[nodiscard]] std::size_t values() const { return values_; }
  [[nodiscard]] std::size_t values_in(const std::string& channel) const;

  /// Whether all of it is still allowed.
  [[nodiscard]] bool all_allowed(const May& may) const;
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    SubscriptionRef subscription;
    Undo undo;
    SubscriptionRef stay{};                    // of a channel
    std::unordered_set<std::string> values{};  // of a channel
  };
  struct Hash {
    std::size_t operator()(const Topic& topic) const {
      return std::hash<DocumentKey>()(topic.name) * 4 + static_cast<std::size_t>(topic.kind);
    }
  };
  static constexpr std::size_t kKinds = 4;

  std::unordered_map<Topic, Entry, Hash> entries_;
  std::size_t counts_[kKinds]{};
  std::size_t values_{0};
};

}  // namespace plenary::server
