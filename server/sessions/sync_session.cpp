#include "server/sessions/sync_session.hpp"

#include <utility>

#include "server/access/limit_key.hpp"
#include "server/ops/metrics.hpp"
#include "server/sessions/bulk.hpp"

namespace plenary::server {
namespace {

/// Sends an answer from any shard, where no document is open that would.
void post_answer(const PeerRef& peer, const Bytes& answer) {
  peer->shard().post([peer, answer] {
    if (!peer->is_gone()) {
      peer->send(answer);
    }
  });
}

}  // namespace

SyncSession::SyncSession(SessionServices& services, PeerRef peer, Identity identity,
                         std::string limit_key, EmbedKinds understood)
    : services_(services),
      peer_(std::move(peer)),
      identity_(std::move(identity)),
      limit_key_(limit_key.empty() ? server::limit_key(identity_, {}) : std::move(limit_key)),
      client_id_(services.make_client_id()),
      rates_(!services.access.is_open()) {
  peer_->speak(understood.bits());
}

void SyncSession::open() {
  reply(wire::init(client_id_));
}

void SyncSession::receive(std::string_view message) {
  services_.metrics.frame_received(message.size());
  rates_.spend(1 + kWorkPerByte * static_cast<double>(message.size()));
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
  subscriptions_.end_all();
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

bool SyncSession::has_room(std::span<const Topic> topics, std::string_view message) {
  if (subscriptions_.has_room(topics)) {
    return true;
  }
  refuse(message, {wire::kTooMany, "This connection has too many documents open"});
  return false;
}

SubscriptionRef SyncSession::enter(const Topic& topic) {
  // The undos keep the peer until it is forgotten: another socket must not get its address before.
  const auto undo = [&]() -> Subscriptions::Undo {
    switch (topic.kind) {
      case Topic::Kind::kOperations:
      case Topic::Kind::kProperties:
        return [documents = &services_.documents, key = topic.name, peer = peer_] {
          documents->forget(key, peer);
        };
      case Topic::Kind::kThreads:
        return [threads = &services_.threads, key = topic.name, peer = peer_] {
          threads->with_open(key, [peer](ThreadsActor* actor) {
            if (actor != nullptr) {
              actor->forget(peer.get());
            }
          });
        };
      case Topic::Kind::kPresence:
        break;
    }
    return [presence = &services_.presence, channel = topic.name.collection, peer = peer_] {
      presence->with(channel,
                     [channel, peer](PresenceHub& hub) { hub.forget(peer.get(), channel); });
    };
  };
  return subscriptions_.enter(topic, undo());
}

void SyncSession::handle(wire::Handshake& m, std::string_view message) {
  if (!rates_.may_shake_hands()) {
    refuse(message, {wire::kTooMany, "This connection has said hello too often: wait a moment"});
    return;
  }
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
  if (!allowed(Ability::kReadDocument, key, message)) {
    return;
  }
  const Topic topic = Topic::operations(key);
  if (subscribe && !has_room({&topic, 1}, message)) {
    return;
  }
  ReadRequest request{peer_,  from, subscribe ? enter(topic) : nullptr,
                      action, {},   std::string(message)};
  request.in_flight = unanswered_.add_read(key, Ability::kReadDocument);
  request.asker = limit_key_;
  limit_to_readable(request, key);
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
  if (!fits(m.key, message)) {
    return;
  }
  const std::string answer = wire::document_reply("u", m.key);
  if (!subscriptions_.end(Topic::operations(m.key))) {
    reply(answer);
    return;
  }
  // The request counts as unanswered until the document has let go of the socket: operations still
  // come, and the right to them may go.
  services_.documents.with_open(
      m.key,
      [peer = peer_, answer = framed(answer),
       in_flight = unanswered_.add_read(m.key, Ability::kReadDocument)](DocumentActor* document) {
        if (document == nullptr) {
          post_answer(peer, answer);
          return;
        }
        document->unsubscribe(peer, [document, peer, answer, in_flight] {
          document->send(peer, answer);
          document->run_after_sent(peer, Task([in_flight] {}));
        });
      });
}

void SyncSession::handle(wire::Bulk& m, std::string_view message) {
  if (m.entries.size() > kBulkEntriesMax) {
    refuse(message, {wire::kTooMany, "A bulk message names too many documents"});
    return;
  }
  // The message is checked as a whole before anything changes.
  const bool subscribes = m.action == wire::Bulk::Action::kSubscribe;
  const bool unsubscribes = m.action == wire::Bulk::Action::kUnsubscribe;
  BulkRequest bulk{m, {}, {}, {}, peer_, {}, {}};
  std::vector<Topic> topics;
  for (const wire::BulkEntry& entry : m.entries) {
    const Topic topic = Topic::operations({m.collection, entry.id});
    if (!fits(topic.name, message)) {
      return;
    }
    bulk.concerned.push_back(unsubscribes || may(Ability::kReadDocument, topic.name));
    if (subscribes && bulk.concerned.back()) {
      topics.push_back(topic);
    }
  }
  if (!has_room(topics, message)) {
    return;
  }
  for (std::size_t i = 0; i < m.entries.size(); ++i) {
    const Topic topic = Topic::operations({m.collection, m.entries[i].id});
    if (unsubscribes) {
      bulk.concerned[i] = subscriptions_.end(topic);
      if (bulk.concerned[i]) {
        bulk.in_flight.push_back(unanswered_.add_read(topic.name, Ability::kReadDocument));
      }
    }
    bulk.subscriptions.push_back(subscribes && bulk.concerned[i] ? enter(topic) : nullptr);
  }
  bulk.prepare = [this](ReadRequest& request, const DocumentKey& key) {
    limit_to_readable(request, key);
    request.in_flight = unanswered_.add_read(key, Ability::kReadDocument);
  };
  bulk.asker = limit_key_;
  answer_bulk(services_.documents, services_.read_answers, std::move(bulk));
}

void SyncSession::handle(wire::Submit& m, std::string_view message) {
  if (!may_submit(m, message)) {
    return;
  }
  if (m.source && (!fits(*m.source, message))) {
    return;
  }
  const bool own = !m.source || *m.source == client_id_;
  if (!services_.client_ids.own(own ? client_id_ : *m.source, identity_)) {
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
  request.submission.understood = understood_by(peer_.get());
  request.peer = peer_;
  request.message = message;
  // A paper that is being made has no owner yet, so nobody may read it: a recheck that comes
  // meanwhile must not take that for a lost right.
  const bool is_create = m.kind == wire::SubmitKind::kCreate;
  request.in_flight = unanswered_.add_operation(
      m.key, is_create ? Ability::kCreateDocument : Ability::kReadDocument, request.bytes());
  request.asker = limit_key_;
  submit(m.key, std::move(request), is_create);
}

void SyncSession::read_historic(DocumentKey key, HistoricRequest request) {
  if (!allowed(Ability::kReadDocument, key, request.message)) {
    return;
  }
  if (readable_from(key) != Version{}) {
    refuse(request.message, {wire::kReadRejected, "Snapshot read rejected"});
    return;
  }
  request.in_flight = unanswered_.add_read(key, Ability::kReadHistory);
  request.asker = limit_key_;
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
  const Topic topic = Topic::properties(m.key);
  if (!allowed(Ability::kReadDocument, m.key, message) || !has_room({&topic, 1}, message)) {
    return;
  }
  services_.documents.with(m.key,
                           [peer = peer_, subscription = enter(topic)](DocumentActor& document) {
                             document.watch(peer, subscription);
                           });
}

void SyncSession::handle(wire::Unwatch& m, std::string_view message) {
  if (!fits(m.key, message)) {
    return;
  }
  const std::string answer = wire::properties("unwatch", m.key, {});
  if (!subscriptions_.end(Topic::properties(m.key))) {
    reply(answer);
    return;
  }
  services_.documents.with_open(
      m.key,
      [peer = peer_, answer = framed(answer),
       in_flight = unanswered_.add_read(m.key, Ability::kReadDocument)](DocumentActor* document) {
        if (document == nullptr) {
          post_answer(peer, answer);
          return;
        }
        document->unwatch(peer, answer);
        document->run_after_sent(peer, Task([in_flight] {}));
      });
}

void SyncSession::handle(wire::WatchThreads& m, std::string_view message) {
  const Topic topic = Topic::threads(m.key);
  if (!allowed(Ability::kReadThreads, m.key, message) || !has_room({&topic, 1}, message)) {
    return;
  }
  services_.threads.with(
      m.key, [peer = peer_, from = m.from, subscription = enter(topic)](ThreadsActor& threads) {
        if (subscription->begin()) {
          threads.watch(peer, from, EventAudience::kThreadReaders);
        }
      });
}

void SyncSession::handle(wire::UnwatchThreads& m, std::string_view message) {
  if (!fits(m.key, message)) {
    return;
  }
  const std::string answer = wire::document_reply("threads_end", m.key);
  if (!subscriptions_.end(Topic::threads(m.key))) {
    reply(answer);
    return;
  }
  services_.threads.with_open(m.key, [peer = peer_](ThreadsActor* threads) {
    if (threads != nullptr) {
      threads->unwatch(peer);
    }
  });
  services_.documents.send_from_home(m.key, peer_, framed(answer));
  services_.documents.with_open(
      m.key, [peer = peer_, in_flight = unanswered_.add_read(m.key, Ability::kReadThreads)](
                 DocumentActor* document) {
        if (document == nullptr) {
          peer->shard().post(Task([in_flight] {}));
        } else {
          document->run_after_sent(peer, Task([in_flight] {}));
        }
      });
}

}  // namespace plenary::server
