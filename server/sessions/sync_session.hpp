#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "protocol/wire/decode.hpp"
#include "protocol/wire/encode.hpp"
#include "server/access/access.hpp"
#include "server/access/client_ids.hpp"
#include "server/documents/documents.hpp"
#include "server/net/frame_handler.hpp"
#include "server/presence/presence.hpp"
#include "server/threads/threads.hpp"

namespace plenary::server {

class Bylines;
class Founding;
class ReadingSince;

/// What the sessions work with. All outlive them.
struct SessionServices {
  Documents& documents;
  Presence& presence;
  Threads& threads;
  const Access& access;
  ClientIds& client_ids;
  const Limits& limits;
  Metrics& metrics;
  std::function<std::string()> make_client_id;  // 32 random hex digits; thread: any
  // Null in open mode:
  Founding* founding{nullptr};
  ReadingSince* reading_since{nullptr};
  Bylines* bylines{nullptr};  // null: nobody's name is kept
};

/// One client's side of the ShareDB protocol on one socket: reads its messages, asks the one who
/// owns what they are about, and remembers what must be let go when the socket dies. Decides
/// nothing about documents. Used on the socket's shard only.
class SyncSession final : public FrameHandler, public std::enable_shared_from_this<SyncSession> {
 public:
  SyncSession(SessionServices& services, PeerRef peer, Identity identity);

  /// Greets. Once, first.
  void open() override;
  /// Takes one text message. Closes the socket if it is garbage.
  void receive(std::string_view message) override;
  /// Whether so many of its operations are not answered yet that no more should be read from its
  /// socket.
  [[nodiscard]] bool is_ahead() const override {
    return in_flight_->load(std::memory_order_relaxed) >= kInFlightMax;
  }
  /// Rights may have changed: if anything that this session listens to or shows is no longer
  /// allowed, all of it ends at once and the socket is closed; its client comes back for what it
  /// still may.
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
  void publish(wire::PresenceUpdate update);
  void reply(std::string_view payload) { peer_->send(framed(payload)); }
  void refuse(std::string_view message, const wire::Refusal& refusal);
  [[nodiscard]] bool keeps_all() const;
  /// Sees to it that a session which may not read the history is given none by a read.
  void withhold_history(ReadRequest& request, const DocumentKey& key) const;
  /// Refuses and answers false if the session may not, or has too much of something.
  [[nodiscard]] bool may_submit(const wire::Submit& m, std::string_view message);
  /// Makes the id that the server gave the identity's own, before anybody else hears of it: who
  /// could use it would have this client's operations taken for duplicates.
  [[nodiscard]] bool claim_own_id();
  /// Before its first operation: who reads the history will want to know who that was.
  void note_byline();
  /// Where nobody says who they are, a presence value may have a member `name`.
  void learn_name(const std::string& presence_value);
  [[nodiscard]] bool may_use_channel(Ability ability, const std::string& channel,
                                     std::string_view message);
  void submit(const DocumentKey& key, SubmitRequest request, bool is_create);
  [[nodiscard]] bool allowed(Ability ability, const DocumentKey& key, std::string_view message);
  [[nodiscard]] bool fits(std::string_view name, std::string_view message);
  [[nodiscard]] bool remember(std::unordered_set<DocumentKey>& keys, const DocumentKey& key,
                              std::string_view message);
  [[nodiscard]] bool remember_channel(const std::string& channel, std::string_view message);
  [[nodiscard]] bool remember_value(const wire::PresenceUpdate& update, std::string_view message);

  SessionServices& services_;
  PeerRef peer_;
  Identity identity_;
  std::string client_id_;
  bool resumed_{false};     // the client was here before, on another socket
  bool claimed_{false};     // the id is this identity's, and nobody else can take it
  bool wrote_{false};       // its name was noted
  std::string shown_name_;  // in open mode: what it calls itself towards the others
  std::unordered_set<DocumentKey> subscribed_;
  std::unordered_set<DocumentKey> watched_;
  std::unordered_set<DocumentKey> threads_watched_;
  /// Listened to or written to, ever, each with the ids of this session's values in it.
  std::unordered_map<std::string, std::unordered_set<std::string>> channels_;
  std::size_t presence_values_{0};
  std::shared_ptr<std::atomic<std::size_t>> in_flight_{
      std::make_shared<std::atomic<std::size_t>>(0)};
};

}  // namespace plenary::server
