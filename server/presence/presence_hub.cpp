#include "server/presence/presence_hub.hpp"

#include <set>
#include <utility>

#include "protocol/json/reader.hpp"
#include "protocol/wire/encode.hpp"

namespace plenary::server {
namespace {

/// The key under which a newer value replaces one that still waits for a slow socket: the value of
/// one client in one channel.
std::string newest_key(const wire::PresenceUpdate& update, const std::string& client_id) {
  return update.channel + '\n' + client_id + '\n' + update.id;
}

/// The `name` in a presence value, or nothing.
std::string name_in(const std::string& value_json) {
  json::Reader reader(value_json);
  if (reader.peek() != json::Kind::kObject) {
    return {};
  }
  std::string name;
  std::string key;
  reader.begin_object();
  while (reader.next_member(key)) {
    if (key == "name" && reader.peek() == json::Kind::kString) {
      name = reader.string();
    } else {
      reader.skip();
    }
  }
  return reader.failed() ? std::string() : name;
}

}  // namespace

bool PresenceHub::is_stale(Channel& channel, const Peer* peer, std::uint64_t sequence) {
  std::uint64_t& last = channel.sequences[peer];
  if (sequence < last) {
    return true;
  }
  last = sequence;
  return false;
}

void PresenceHub::subscribe(const PeerRef& peer, const std::string& client_id, bool resumed,
                            const wire::PresenceSubscribe& request) {
  if (peer->is_gone()) {
    return;
  }
  Channel& channel = channels_[request.channel];
  courier_.send(peer, framed(wire::presence_reply("ps", request.channel, request.sequence)));
  if (is_stale(channel, peer.get(), request.sequence)) {
    return;
  }
  channel.listeners[peer.get()] = {peer, client_id};
  const Bytes question = framed(wire::presence_request(request.channel));
  const bool all = may_ask_all(channel);
  if (!all) {
    tell_kept(channel, peer, client_id);
  }
  for (const auto& [raw, listener] : channel.listeners) {
    if (raw == peer.get() ? resumed : all) {
      courier_.send(listener.peer, question);
    }
  }
}

bool PresenceHub::may_ask_all(Channel& channel) {
  const std::size_t values = channel.values.size() + 1;
  const auto echoes = static_cast<double>(values * channel.listeners.size());
  return channel.echoes.take(echoes, TokenBucket::Clock::now());
}

void PresenceHub::tell_kept(const Channel& channel, const PeerRef& peer,
                            const std::string& client_id) {
  for (const auto& [where, value] : channel.values) {
    if (value.client_id != client_id) {
      courier_.send_newest(peer, newest_key(value.update, value.client_id),
                           framed(wire::presence(value.update, value.client_id)));
    }
  }
}

void PresenceHub::unsubscribe(const PeerRef& peer, const wire::PresenceUnsubscribe& request) {
  if (peer->is_gone()) {
    return;
  }
  Channel& channel = channels_[request.channel];
  if (!is_stale(channel, peer.get(), request.sequence)) {
    channel.listeners.erase(peer.get());
    retract(channel, peer.get());
  }
  courier_.send(peer, framed(wire::presence_reply("pu", request.channel, request.sequence)));
  drop_if_empty(request.channel);
}

void PresenceHub::ask(const PeerRef& peer, const std::string& client_id,
                      const std::string& channel) {
  courier_.send(peer, framed(wire::presence_request_reply()));
  const auto found = channels_.find(channel);
  if (found == channels_.end()) {
    return;
  }
  if (!may_ask_all(found->second)) {
    tell_kept(found->second, peer, client_id);
    return;
  }
  const Bytes question = framed(wire::presence_request(channel));
  for (const auto& [raw, listener] : found->second.listeners) {
    if (raw != peer.get()) {
      courier_.send(listener.peer, question);
    }
  }
}

void PresenceHub::update(const PeerRef& peer, const std::string& client_id,
                         const wire::PresenceUpdate& update) {
  if (peer->is_gone()) {
    return;
  }
  Channel& channel = channels_[update.channel];
  const std::pair<const Peer*, std::string> name(peer.get(), update.id);
  courier_.send(peer, framed(wire::presence(update, client_id)));
  if (update.value == "null") {
    channel.values.erase(name);
  } else if (channel.values.size() < kPresencePerChannelOfAllMax || channel.values.contains(name)) {
    channel.values[name] = {client_id, update};
  } else {
    return;
  }
  tell(channel, client_id, update);
  drop_if_empty(update.channel);
}

void PresenceHub::tell(const Channel& channel, const std::string& client_id,
                       const wire::PresenceUpdate& update) {
  const Bytes message = framed(wire::presence(update, client_id));
  for (const auto& [raw, listener] : channel.listeners) {
    if (listener.client_id != client_id) {
      courier_.send_newest(listener.peer, newest_key(update, client_id), message);
    }
  }
}

void PresenceHub::retract(Channel& channel, const Peer* peer) {
  for (auto it = channel.values.lower_bound({peer, {}});
       it != channel.values.end() && it->first.first == peer;) {
    Value gone = std::move(it->second);
    it = channel.values.erase(it);
    gone.update.value = "null";
    tell(channel, gone.client_id, gone.update);
  }
}

void PresenceHub::forget(const Peer* peer, const std::string& name) {
  const auto found = channels_.find(name);
  if (found == channels_.end()) {
    return;
  }
  Channel& channel = found->second;
  channel.listeners.erase(peer);
  channel.sequences.erase(peer);
  retract(channel, peer);
  drop_if_empty(name);
}

void PresenceHub::drop_if_empty(const std::string& name) {
  if (const auto found = channels_.find(name); found != channels_.end() && found->second.empty()) {
    channels_.erase(found);
  }
}

std::vector<std::string> PresenceHub::names(const std::string& channel) const {
  std::set<std::string> names;
  if (const auto found = channels_.find(channel); found != channels_.end()) {
    for (const auto& [where, value] : found->second.values) {
      if (std::string name = name_in(value.update.value); !name.empty()) {
        names.insert(std::move(name));
      }
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace plenary::server
