// The properties beside a document's text, and the sockets that watch them.

#include <utility>

#include "protocol/json/members.hpp"
#include "protocol/wire/encode.hpp"
#include "server/documents/document_actor.hpp"
#include "server/documents/in_background.hpp"
#include "storage/logs.hpp"

namespace plenary::server {
namespace {

/// Properties as an object; null if they are none.
json::Value parsed(const std::string& properties) {
  auto value = json::parse(properties);
  return value ? *std::move(value) : json::Value();
}

/// In a template they can be changed: there it is made.
bool frozen_parts_hold(const std::string& properties) {
  const json::Value object = parsed(properties);
  return json::flag_or_false(object, "frozen") && !json::flag_or_false(object, "template");
}

std::string title_in(const std::string& properties) {
  return json::text_or_empty(parsed(properties), "title");
}

}  // namespace

void DocumentActor::hold_frozen_parts(const std::string& properties) {
  if (state_ != nullptr) {
    state_->hold_frozen_parts(frozen_parts_hold(properties));
  }
}

void DocumentActor::watch(const PeerRef& peer, const SubscriptionRef& subscription) {
  enqueue(peer, [this, peer, subscription] {
    if (peer->is_gone() || !subscription->begin()) {
      return;
    }
    watchers_[peer.get()] = peer;
    env_.courier.send(peer, framed(properties_message("watch")));
  });
}

void DocumentActor::unwatch(const PeerRef& peer, const Bytes& answer) {
  enqueue(peer, [this, peer, answer] {
    watchers_.erase(peer.get());
    env_.courier.send(peer, answer);
  });
}

std::string DocumentActor::properties_message(std::string_view action) const {
  // Whether the store takes writes travels with what is kept: {"title":…,"read_only":true}.
  std::string shown = properties_.size() > 2 ? properties_ : "{}";
  if (read_only_shown_) {
    shown.insert(1, shown.size() > 2 ? "\"read_only\":true," : "\"read_only\":true");
  }
  return wire::properties(action, key_, shown);
}

void DocumentActor::tell_watchers() {
  const Bytes message = framed(properties_message("properties"));
  for (const auto& [raw, peer] : watchers_) {
    env_.courier.send(peer, message);
  }
}

void DocumentActor::change_properties(std::function<std::string(std::string)> change,
                                      std::function<void(Result<ContentAt>)> done) {
  enqueue(nullptr, [this, change = std::move(change), done = std::move(done)]() mutable {
    property_changes_.push_back([this, change = std::move(change), done = std::move(done)] {
      put_properties(change, done);
    });
    change_next_properties();
  });
}

void DocumentActor::change_next_properties() {
  while (!putting_properties_ && !property_changes_.empty()) {
    Task next = std::move(property_changes_.front());
    property_changes_.pop_front();
    next();
  }
}

void DocumentActor::put_properties(const std::function<std::string(std::string)>& change,
                                   const std::function<void(Result<ContentAt>)>& done) {
  if (phase_ == Phase::kFailed) {
    on_properties_put(failure_, {}, done);
    return;
  }
  putting_properties_ = true;
  Task put([this, change, done] {
    std::string changed = change(properties_);
    in_background(
        env_.pools.loading, [this, changed] { return env_.store.put_properties(key_, changed); },
        [this, changed, done](const Result<void>& answer) {
          on_properties_put(answer, changed, done);
        });
  });
  // Behind the operations decided before: a create among them may bring properties of its own.
  releases_.push(state_->head(), std::move(put),
                 Task([this, change, done] { put_properties(change, done); }));
  release();
}

void DocumentActor::on_properties_put(const Result<void>& answer, const std::string& changed,
                                      std::function<void(Result<ContentAt>)> done) {
  putting_properties_ = false;
  if (answer) {
    ++property_puts_;
    const bool renamed = title_in(properties_) != title_in(changed);
    properties_ = changed;
    hold_frozen_parts(properties_);
    tell_watchers();
    if (renamed) {
      tell_of_new_title();
    }
    read_content(std::nullopt, std::move(done));
  } else {
    done(answer.error());
  }
  enqueue(nullptr, [this] { change_next_properties(); });
}

}  // namespace plenary::server
