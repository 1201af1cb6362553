#include "server/sessions/sync_session.hpp"

#include <utility>

#include "server/ops/metrics.hpp"
#include "server/sessions/bulk.hpp"

namespace plenary::server {

SyncSession::SyncSession(SessionServices& services, PeerRef peer, Identity identity)
    : services_(services),
      peer_(std::move(peer)),
      identity_(std::move(identity)),
      client_id_(services.make_client_id()) {}

void SyncSession::open() {
  reply(wire::init(client_id_));
}

void SyncSession::receive(std::string_view message) {
  services_.metrics.frame_received(message.size());
  auto decoded = wire::decode(message);
  if (auto* request = std::get_if<wire::ClientMessage>(&decoded)) {
    std::visit([&](auto& m) { handle(m, message); }, *request);
  } else if (const auto* refusal = std::get_if<wire::Refusal>(&decoded)) {
    refuse(message, *refusal);
  } else {
    services_.metrics.refused("garbage");
    peer_->close(CloseReason::kGarbage);
  }
}

void SyncSession::close() {
  if (peer_->is_gone()) {
    return;
  }
  peer_->mark_gone();
  subscribed_.merge(watched_);
  for (const DocumentKey& key : subscribed_) {
    services_.documents.forget(key, peer_);
  }
  for (const DocumentKey& key : threads_watched_) {
    services_.threads.with_open(
        key, [peer = peer_](ThreadsActor& threads) { threads.forget(peer.get()); });
  }
  for (const auto& entry : channels_) {
    const std::string& channel = entry.first;
    services_.presence.with(
        channel, [channel, peer = peer_](PresenceHub& hub) { hub.forget(peer.get(), channel); });
  }
}

void SyncSession::refuse(std::string_view message, const wire::Refusal& refusal) {
  services_.metrics.refused(refusal.code);
  reply(wire::refuse(message, refusal));
}

bool SyncSession::fits(std::string_view name, std::string_view message) {
  if (name.size() <= kNameBytesMax) {
    return true;
  }
  refuse(message,
         {wire::kTooMany, "A name is longer than " + std::to_string(kNameBytesMax) + " bytes"});
  return false;
}

bool SyncSession::remember(std::unordered_set<DocumentKey>& keys, const DocumentKey& key,
                           std::string_view message) {
  if (keys.size() >= kSubscriptionsPerSessionMax && !keys.contains(key)) {
    refuse(message, {wire::kTooMany, "This connection has too many documents open"});
    return false;
  }
  keys.insert(key);
  return true;
}

bool SyncSession::remember_channel(const std::string& channel, std::string_view message) {
  if (!fits(channel, message)) {
    return false;
  }
  if (channels_.size() >= kChannelsPerSessionMax && !channels_.contains(channel)) {
    refuse(message, {wire::kTooMany, "This connection has used too many presence channels"});
    return false;
  }
  channels_.try_emplace(channel);
  return true;
}

bool SyncSession::remember_value(const wire::PresenceUpdate& update, std::string_view message) {
  if (update.value.size() > kPresenceBytesMax) {
    refuse(message, {wire::kTooMany, "A presence value is too large"});
    return false;
  }
  if (!fits(update.id, message) || !remember_channel(update.channel, message)) {
    return false;
  }
  std::unordered_set<std::string>& ids = channels_[update.channel];
  if (update.value == "null") {
    presence_values_ -= ids.erase(update.id);
    return true;
  }
  if (presence_values_ >= kPresencePerSessionMax && !ids.contains(update.id)) {
    refuse(message, {wire::kTooMany, "This connection has too many presence values"});
    return false;
  }
  presence_values_ += ids.insert(update.id).second ? 1 : 0;
  return true;
}

void SyncSession::handle(wire::Handshake& m, std::string_view message) {
  if (!m.id.empty()) {
    if (!fits(m.id, message)) {
      return;
    }
    if (!services_.client_ids.claim(m.id, identity_)) {
      refuse(message, {wire::kForeignClient,
                       "This client id belongs to somebody else: connect without one"});
      return;
    }
    client_id_ = m.id;
    claimed_ = true;
    resumed_ = true;
  }
  reply(wire::handshake(client_id_));
}

void SyncSession::read(DocumentKey key, std::optional<Version> from, bool subscribe,
                       std::string_view action, std::string_view message) {
  if (!allowed(Ability::kReadDocument, key, message) ||
      (subscribe && !remember(subscribed_, key, message))) {
    return;
  }
  ReadRequest request{peer_, from, subscribe, action, {}, std::string(message)};
  withhold_history(request, key);
  services_.documents.with(key, [request = std::move(request)](DocumentActor& document) mutable {
    document.read(std::move(request));
  });
}

void SyncSession::handle(wire::Fetch& m, std::string_view message) {
  read(std::move(m.key), m.from, false, "f", message);
}

void SyncSession::handle(wire::Subscribe& m, std::string_view message) {
  read(std::move(m.key), m.from, true, "s", message);
}

void SyncSession::handle(wire::Unsubscribe& m, std::string_view message) {
  if (!fits(m.key.collection, message) || !fits(m.key.id, message)) {
    return;
  }
  const std::string answer = wire::document_reply("u", m.key);
  if (subscribed_.erase(m.key) == 0) {
    reply(answer);
    return;
  }
  services_.documents.with_open(
      m.key, [peer = peer_, answer = framed(answer)](DocumentActor* document) {
        if (document == nullptr) {
          peer->shard().post([peer, answer] { peer->send(answer); });
        } else {
          document->unsubscribe(peer, [document, peer, answer] { document->send(peer, answer); });
        }
      });
}

void SyncSession::handle(wire::Bulk& m, std::string_view message) {
  if (m.entries.size() > kBulkEntriesMax) {
    refuse(message, {wire::kTooMany, "A bulk message names too many documents"});
    return;
  }
  BulkRequest bulk{m, {}, peer_, {}};
  for (const wire::BulkEntry& entry : m.entries) {
    const DocumentKey key{m.collection, entry.id};
    if (!fits(key.collection, message) || !fits(key.id, message) ||
        (m.action == wire::Bulk::Action::kSubscribe && !remember(subscribed_, key, message))) {
      return;
    }
    bulk.concerned.push_back(m.action == wire::Bulk::Action::kUnsubscribe
                                 ? subscribed_.erase(key) > 0
                                 : services_.access.may(identity_, Ability::kReadDocument, key));
  }
  bulk.prepare = [this](ReadRequest& request, const DocumentKey& key) {
    withhold_history(request, key);
  };
  answer_bulk(services_.documents, std::move(bulk));
}

void SyncSession::handle(wire::Submit& m, std::string_view message) {
  if (!may_submit(m, message)) {
    return;
  }
  if (m.source && (!fits(*m.source, message))) {
    return;
  }
  const bool own = !m.source || *m.source == client_id_;
  if (own ? !claim_own_id() : !services_.client_ids.claim(*m.source, identity_)) {
    refuse(message, {wire::kOpSubmitRejected, "Op submit rejected"});
    return;
  }
  SubmitRequest request;
  request.submission = {static_cast<Submission::Kind>(m.kind),
                        m.base,
                        identity_.name,
                        m.source ? std::move(*m.source) : client_id_,
                        m.sequence,
                        std::move(m.type),
                        std::move(m.body)};
  request.peer = peer_;
  request.message = message;
  request.in_flight = std::make_shared<InFlight>(in_flight_);
  submit(m.key, std::move(request), m.kind == wire::SubmitKind::kCreate);
}

void SyncSession::read_historic(DocumentKey key, HistoricRequest request) {
  if (!allowed(Ability::kReadDocument, key, request.message) ||
      !allowed(Ability::kReadHistory, key, request.message)) {
    return;
  }
  services_.documents.with(key, [request = std::move(request)](DocumentActor& document) mutable {
    document.read_historic(std::move(request));
  });
}

void SyncSession::handle(wire::SnapshotByVersion& m, std::string_view message) {
  read_historic(std::move(m.key),
                {peer_, std::string(message), "nf", std::move(m.request), m.version, std::nullopt});
}

void SyncSession::handle(wire::SnapshotByTime& m, std::string_view message) {
  read_historic(std::move(m.key),
                {peer_, std::string(message), "nt", std::move(m.request), std::nullopt, m.time});
}

void SyncSession::handle(wire::PresenceSubscribe& m, std::string_view message) {
  if (!may_use_channel(Ability::kSeePresence, m.channel, message) ||
      !remember_channel(m.channel, message)) {
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
  const auto channel = channels_.find(m.channel);
  if (channel == channels_.end()) {
    reply(wire::presence_reply("pu", m.channel, m.sequence));
    return;
  }
  presence_values_ -= channel->second.size();  // they go with it
  channel->second.clear();
  services_.presence.with(
      m.channel, [peer = peer_, request = m](PresenceHub& hub) { hub.unsubscribe(peer, request); });
}

void SyncSession::handle(wire::PresenceRequest& m, std::string_view message) {
  if (!fits(m.channel, message) || !may_use_channel(Ability::kSeePresence, m.channel, message)) {
    return;
  }
  services_.presence.with(
      m.channel, [peer = peer_, channel = m.channel](PresenceHub& hub) { hub.ask(peer, channel); });
}

void SyncSession::handle(wire::PresenceUpdate& m, std::string_view message) {
  // What was shown may always be taken back.
  const Ability ability = m.value == "null" ? Ability::kSeePresence : Ability::kShowPresence;
  if (!may_use_channel(ability, m.channel, message) || !remember_value(m, message)) {
    return;
  }
  learn_name(m.value);
  if (!m.key) {
    publish(std::move(m));
    return;
  }
  if (!allowed(ability, *m.key, message)) {
    return;
  }
  if (ot::find_type(m.type) == ot::TypeId::kJson0) {
    refuse(message, {wire::kNoPresence, "Type does not support presence: " + m.type});
    return;
  }
  const DocumentKey key = *m.key;
  PresenceMove move{std::move(m), client_id_, {}};
  move.done = [services = &services_, peer = peer_,
               client_id = client_id_](wire::PresenceUpdate moved) {
    const std::string channel = moved.channel;
    services->presence.with(channel, [peer, client_id, moved = std::move(moved)](PresenceHub& hub) {
      hub.update(peer, client_id, moved);
    });
  };
  services_.documents.with(key, [move = std::move(move)](DocumentActor& document) mutable {
    document.move_presence(std::move(move));
  });
}

void SyncSession::publish(wire::PresenceUpdate update) {
  const std::string channel = update.channel;
  services_.presence.with(channel,
                          [peer = peer_, client_id = client_id_, update = std::move(update)](
                              PresenceHub& hub) { hub.update(peer, client_id, update); });
}

void SyncSession::handle(wire::Query& /*m*/, std::string_view message) {
  refuse(message, {wire::kNotImplemented, "Queries are not supported"});
}

void SyncSession::handle(wire::QueryUnsubscribe& m, std::string_view /*message*/) {
  reply(wire::query_unsubscribed(m.id));
}

void SyncSession::handle(wire::Ping& /*m*/, std::string_view /*message*/) {
  reply(wire::pong());
}

void SyncSession::handle(wire::Watch& m, std::string_view message) {
  if (!allowed(Ability::kReadDocument, m.key, message) || !remember(watched_, m.key, message)) {
    return;
  }
  services_.documents.with(m.key,
                           [peer = peer_](DocumentActor& document) { document.watch(peer); });
}

void SyncSession::handle(wire::Unwatch& m, std::string_view message) {
  if (!fits(m.key.collection, message) || !fits(m.key.id, message)) {
    return;
  }
  const std::string answer = wire::properties("unwatch", m.key, {});
  if (watched_.erase(m.key) == 0) {
    reply(answer);
    return;
  }
  services_.documents.with_open(m.key,
                                [peer = peer_, answer = framed(answer)](DocumentActor* document) {
                                  if (document == nullptr) {
                                    peer->shard().post([peer, answer] { peer->send(answer); });
                                  } else {
                                    document->unwatch(peer, answer);
                                  }
                                });
}

void SyncSession::handle(wire::WatchThreads& m, std::string_view message) {
  if (!allowed(Ability::kReadThreads, m.key, message) ||
      !remember(threads_watched_, m.key, message)) {
    return;
  }
  services_.threads.with(m.key, [peer = peer_, from = m.from](ThreadsActor& threads) {
    threads.watch(peer, from, Audience::kThreadReaders);
  });
}

void SyncSession::handle(wire::UnwatchThreads& m, std::string_view message) {
  if (!fits(m.key.collection, message) || !fits(m.key.id, message)) {
    return;
  }
  if (threads_watched_.erase(m.key) > 0) {
    services_.threads.with_open(m.key,
                                [peer = peer_](ThreadsActor& threads) { threads.unwatch(peer); });
  }
  reply(wire::document_reply("threads_end", m.key));
}

}  // namespace plenary::server
