// Presence of one session: checks values and passes them on.

#include <string>
#include <utility>

#include "protocol/json/value.hpp"
#include "protocol/ot/type.hpp"
#include "server/sessions/sync_session.hpp"

namespace plenary::server {
namespace {

/// The value with the name of its sender, so that nobody appears under another's name: members
/// `name` and, of a guest, `guest`. A value that is not an object shows no name and stays as it is.
std::string signed_by(const Identity& who, const std::string& value_json) {
  auto value = json::parse(value_json);
  if (!value || !value->is_object()) {
    return value_json;
  }
  (*value)["name"] = who.display_name;
  if (who.kind == Identity::Kind::kGuest) {
    (*value)["guest"] = true;
  } else {
    value->erase("guest");
  }
  return json::to_string(*value);
}

}  // namespace

bool SyncSession::enter_channel(const std::string& channel, std::string_view message) {
  const Topic topic = Topic::channel(channel);
  if (!subscriptions_.has_room({&topic, 1})) {
    refuse(message, {wire::kTooMany, "This connection has used too many presence channels"});
    return false;
  }
  enter(topic);
  return true;
}

bool SyncSession::has_room_for_value(const wire::PresenceUpdate& update, std::string_view message) {
  if (update.value.size() > kPresenceBytesMax) {
    refuse(message, {wire::kTooMany, "A presence value is too large"});
    return false;
  }
  const bool is_new = update.value != "null" && !subscriptions_.shows(update.channel, update.id);
  if (is_new && (subscriptions_.values() >= kPresencePerSessionMax ||
                 subscriptions_.values_in(update.channel) >= kPresencePerChannelMax)) {
    refuse(message, {wire::kTooMany, "This connection has too many presence values"});
    return false;
  }
  return fits(update.id, message);
}

void SyncSession::handle(wire::PresenceSubscribe& m, std::string_view message) {
  rates_.spend(kWorkOfPresenceRequest);
  if (!may_use_channel(Ability::kSeePresence, m.channel, message) ||
      !enter_channel(m.channel, message)) {
    return;
  }
  services_.presence.with(
      m.channel, [peer = peer_, client_id = client_id_, resumed = resumed_, request = m](
                     PresenceHub& hub) { hub.subscribe(peer, client_id, resumed, request); });
}

void SyncSession::handle(wire::PresenceUnsubscribe& m, std::string_view message) {
  if (!fits(m.channel, message)) {
    return;
  }
  if (!subscriptions_.contains(Topic::channel(m.channel))) {
    reply(wire::presence_reply("pu", m.channel, m.sequence));
    return;
  }
  subscriptions_.leave(m.channel);
  services_.presence.with(
      m.channel, [peer = peer_, request = m](PresenceHub& hub) { hub.unsubscribe(peer, request); });
}

void SyncSession::handle(wire::PresenceRequest& m, std::string_view message) {
  rates_.spend(kWorkOfPresenceRequest);
  if (!fits(m.channel, message) || !may_use_channel(Ability::kSeePresence, m.channel, message)) {
    return;
  }
  services_.presence.with(m.channel, [peer = peer_, client_id = client_id_, channel = m.channel](
                                         PresenceHub& hub) { hub.ask(peer, client_id, channel); });
}

void SyncSession::handle(wire::PresenceUpdate& m, std::string_view message) {
  rates_.spend(kWorkOfPresence);
  // Taking back a value needs no right to show one.
  const Ability ability = m.value == "null" ? Ability::kSeePresence : Ability::kShowPresence;
  if (!may_use_channel(ability, m.channel, message) ||
      (m.key && !allowed(ability, *m.key, message)) || !has_room_for_value(m, message)) {
    return;
  }
  if (m.key && ot::find_type(m.type) == ot::TypeId::kJson0) {
    refuse(message, {wire::kNoPresence, "Type does not support presence: " + m.type});
    return;
  }
  if (!enter_channel(m.channel, message)) {
    return;
  }
  if (m.value == "null") {
    subscriptions_.hide(m.channel, m.id);
  } else {
    subscriptions_.show(m.channel, m.id);
  }
  if (services_.access.is_open()) {
    learn_name(m.value);
  } else {
    m.value = signed_by(identity_, m.value);
  }
  const SubscriptionRef stay = subscriptions_.stay_in(m.channel);  // before `m` is moved away
  publish(std::move(m), stay);
}

void SyncSession::publish(wire::PresenceUpdate update, const SubscriptionRef& stay) {
  auto show = [presence = &services_.presence, peer = peer_, client_id = client_id_,
               stay](wire::PresenceUpdate moved) {
    const std::string channel = moved.channel;
    presence->with(channel, [peer, client_id, stay, moved = std::move(moved)](PresenceHub& hub) {
      if (!stay->has_ended()) {  // it left the channel while the value waited for its document
        hub.update(peer, client_id, moved);
      }
    });
  };
  if (!update.key) {
    show(std::move(update));
    return;
  }
  const DocumentKey key = *update.key;
  services_.documents.with(
      key, [move = PresenceMove{std::move(update), client_id_, std::move(show)}](
               DocumentActor& document) mutable { document.move_presence(std::move(move)); });
}

}  // namespace plenary::server
