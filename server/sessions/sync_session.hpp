#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "protocol/wire/decode.hpp"
#include "protocol/wire/encode.hpp"
#include "server/access/access.hpp"
#include "server/access/client_ids.hpp"
#include "server/documents/documents.hpp"
#include "server/net/frame_handler.hpp"
#include "server/presence/presence.hpp"
#include "server/sessions/session_rates.hpp"
#include "server/sessions/subscriptions.hpp"
#include "server/sessions/unanswered.hpp"
#include "server/threads/threads.hpp"

namespace plenary::server {

class Bylines;
class Founding;
class ReadingSince;
class Throttle;

/// The parts that the sessions work with. All outlive the sessions.
struct SessionServices {
  Documents& documents;
  Presence& presence;
  Threads& threads;
  const Access& access;
  ClientIds& client_ids;
  const Limits& limits;
  Metrics& metrics;
  ByteBudget& read_answers;                     // see DocumentEnvironment
  std::function<std::string()> make_client_id;  // 32 random hex digits; thread: any
  // Null in open mode:
  Founding* founding{nullptr};
  ReadingSince* reading_since{nullptr};
  Bylines* bylines{nullptr};     // null: nobody's name is kept
  Throttle* creations{nullptr};  // by limit_key; null: not limited
};

/// One client's side of the ShareDB protocol on one socket: checks each message, passes it to the
/// owner of the document or channel, and keeps the subscriptions. Decides nothing about documents.
/// Used on the socket's shard only.
class SyncSession final : public FrameHandler, public std::enable_shared_from_this<SyncSession> {
 public:
  /// `limit_key`: see server/access/limit_key.hpp. `understood`: the embeds whose changes the
  /// client takes and sends.
  SyncSession(SessionServices& services, PeerRef peer, Identity identity,
              std::string limit_key = {}, EmbedKinds understood = {});

  /// Greets. Once, first.
  void open() override;
  /// Takes one text message. Closes the socket if it is garbage.
  void receive(std::string_view message) override;
  /// Whether nothing more should be read from its socket for now: too many of its requests are not
  /// answered, too many answers are not taken yet, or it sends faster than it may.
  [[nodiscard]] bool is_ahead() const override {
    return unanswered_.is_much() || peer_->waiting_bytes() > kOutboxBytesReading ||
           rates_.is_ahead();
  }
  /// Rights may have changed. If the session is subscribed to something, shows something or waits
  /// for something that is no longer allowed, everything ends at once and the socket is closed. Its
  /// client comes back for the rest.
  void recheck() override;
  /// The socket is dead: subscriptions end, presence is retracted. Last; may be called twice.
  void close() override;

 private:
  void handle(wire::Handshake& m, std::string_view message);
  void handle(wire::Fetch& m, std::string_view message);
  void handle(wire::Subscribe& m, std::string_view message);
  void handle(wire::Unsubscribe& m, std::string_view message);
  void handle(wire::Bulk& m, std::string_view message);
  void handle(wire::Submit& m, std::string_view message);
  void handle(wire::SnapshotByVersion& m, std::string_view message);
  void handle(wire::SnapshotByTime& m, std::string_view message);
  void handle(wire::PresenceSubscribe& m, std::string_view message);
  void handle(wire::PresenceUnsubscribe& m, std::string_view message);
  void handle(wire::PresenceRequest& m, std::string_view message);
  void handle(wire::PresenceUpdate& m, std::string_view message);
  void handle(wire::Query& m, std::string_view message);
  void handle(wire::QueryUnsubscribe& m, std::string_view message);
  void handle(wire::Ping& m, std::string_view message);
  void handle(wire::Watch& m, std::string_view message);
  void handle(wire::Unwatch& m, std::string_view message);
  void handle(wire::WatchThreads& m, std::string_view message);
  void handle(wire::UnwatchThreads& m, std::string_view message);

  void read(DocumentKey key, std::optional<Version> from, bool subscribe, std::string_view action,
            std::string_view message);
  void read_historic(DocumentKey key, HistoricRequest request);
  void unsubscribe_all(const wire::Bulk& m);
  void publish(wire::PresenceUpdate update, const SubscriptionRef& stay);
  void reply(std::string_view payload) { peer_->send(framed(payload)); }
  void refuse(std::string_view message, const wire::Refusal& refusal);

  // session_rights.cpp
  /// The version from which on this session may be given a document's operations and contents: 0
  /// with the right to read the history; else the version that it was first given; else kNever.
  /// Everything that answers with words from before the head asks here.
  [[nodiscard]] Version readable_from(const DocumentKey& key) const;
  /// Puts readable_from into a read, which then notes the version of the snapshot that it gives.
  void limit_to_readable(ReadRequest& request, const DocumentKey& key) const;
  [[nodiscard]] bool may(Ability ability, const DocumentKey& key) const {
    return services_.access.may(identity_, ability, key);
  }
  [[nodiscard]] bool keeps_all();
  /// Refuses and answers false if the session may not, or has too much of something.
  [[nodiscard]] bool may_submit(const wire::Submit& m, std::string_view message);
  [[nodiscard]] bool may_create(const DocumentKey& key, std::string_view message);
  [[nodiscard]] bool may_use_channel(Ability ability, const std::string& channel,
                                     std::string_view message);
  [[nodiscard]] bool allowed(Ability ability, const DocumentKey& key, std::string_view message);
  /// Reserves the client id that the server gave for the identity, before anybody else hears of it.
  /// Somebody else who used the id could have this client's operations taken for duplicates.
  [[nodiscard]] bool claim_own_id();
  /// Notes the author's name for the history, before its first operation.
  void note_byline();
  /// Takes the client's name from the member `name` of a presence value: in open mode there is no
  /// other.
  void learn_name(const std::string& presence_value);
  void submit(const DocumentKey& key, SubmitRequest request, bool is_create);

  [[nodiscard]] bool fits(std::string_view name, std::string_view message);
  [[nodiscard]] bool fits(const DocumentKey& key, std::string_view message) {
    return fits(key.collection, message) && fits(key.id, message);
  }
  /// Refuses and answers false if the session has too many subscriptions for these.
  [[nodiscard]] bool has_room(std::span<const Topic> topics, std::string_view message);
  /// Enters a topic with its undo. Requires: rights and room were checked.
  SubscriptionRef enter(const Topic& topic);
  [[nodiscard]] bool enter_channel(const std::string& channel, std::string_view message);
  [[nodiscard]] bool has_room_for_value(const wire::PresenceUpdate& update,
                                        std::string_view message);

  SessionServices& services_;
  PeerRef peer_;
  Identity identity_;
  const std::string limit_key_;
  std::string client_id_;
  bool resumed_{false};     // the client was here before, on another socket
  bool claimed_{false};     // the id is this identity's, and nobody else can take it
  bool wrote_{false};       // its name was noted
  std::string shown_name_;  // in open mode: what it calls itself towards the others
  Subscriptions subscriptions_;
  Unanswered unanswered_;
  SessionRates rates_;
};

}  // namespace plenary::server
