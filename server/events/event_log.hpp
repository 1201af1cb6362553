#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"
#include "server/documents/environment.hpp"
#include "server/events/event.hpp"
#include "server/net/peer.hpp"
#include "storage/logs.hpp"

namespace plenary::server {

/// The owner of one log of events beside a document: takes proposals one batch after the other, on
/// the shard of the document. Deciding never suspends, and costs the size of the proposal.
///
/// Nothing is answered or told before it is durable, and nothing of the log can be read here:
/// readers follow the stored log (server/events/follower.hpp). So an event that the store refuses
/// was never visible. If a write fails, its proposals are refused with the store's error and the
/// state that was ahead of the log is thrown away before anybody is told; the log is loaded again.
/// If another program wrote to the log meanwhile, the append is lost: its proposals are decided
/// again after the log was loaded. Clients send a proposal again under its idempotency key.
///
/// `Kind` says what the events are. All of it is pure:
///   struct Kind {
///     using Proposal = …;  // an event that somebody proposes; copyable
///     using State = …;     // the fold of all events as far as decide() needs it
///     using News = …;      // the part of an event that watchers are told: never words
///     static DocumentKey log_of(const DocumentKey& document);
///     static std::string_view author_of(const Proposal&);           // an id, or empty
///     static std::string_view idempotency_key_of(const Proposal&);  // empty: none
///     static std::string_view kind_of(const Proposal&);             // a literal: "replied"
///     // The body of the event if it may come next, or why not.
///     static Result<std::string> decide(const State&, const Proposal&);
///     // Takes the next event of the log. Errors: kCorrupt. A body of decide() never fails.
///     static Result<News> apply(State&, const storage::OpView& event);
///     static std::string_view kind_of(const News&);
///     static EventAudience audience_of(const News&);
///     static std::string message(const DocumentKey&, EventNumber from, EventNumber to,
///                                std::span<const News>);
///     static Happening happening(const DocumentKey&, const News&);
///   };
///
/// Thread: the document's shard only. Lifetime: the environment outlives it.
template <class Kind>
class EventLog : public std::enable_shared_from_this<EventLog<Kind>> {
 public:
  using Proposal = typename Kind::Proposal;
  using News = typename Kind::News;
  using Done = std::function<void(Result<Accepted>)>;

  EventLog(DocumentKey document, DocumentEnvironment& environment)
      : document_(std::move(document)), log_key_(Kind::log_of(document_)), env_(environment) {}
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;
  ~EventLog() = default;

  /// `done` runs on the shard, once; it may propose again. Errors: those of Kind::decide;
  /// kDocumentExists: the idempotency key was used for another kind of event; kBusy: too much
  /// waits, or other programs win each time; those of the store.
  void propose(Proposal proposal, Done done);

  /// Sends a message with the events from `from` on that are for these audiences (an empty one if
  /// there are none), then further ones as they happen, without a gap. A socket that watches
  /// already begins anew.
  void watch(const PeerRef& peer, EventNumber from, Audiences audiences);
  /// Nothing is sent from now on, though the log may still be loading.
  void unwatch(const PeerRef& peer) { watchers_.erase(peer.get()); }
  /// The socket is dead.
  void forget(const Peer* peer) { watchers_.erase(peer); }

  [[nodiscard]] bool is_idle(std::chrono::steady_clock::time_point now) const;
  /// It leaves memory: large parts are destroyed on a background thread.
  void retire() { dispose(); }

 private:
  enum class Phase : std::uint8_t { kUnloaded, kLoading, kLive };
  struct Waiting {
    Proposal proposal;
    Done done;
    unsigned lost{0};  // appends that another program won
  };
  /// Proposals that are decided in one turn and written together.
  struct Batch {
    struct Decided {
      Waiting waiting;
      Result<Accepted> outcome;
    };
    EventNumber from{0};
    std::vector<storage::OpRecord> records;
    std::vector<Decided> decided;
    std::size_t bytes{0};
  };
  struct Known {
    EventNumber number{0};
    std::string_view kind;
  };
  /// The log in memory, with the events that are being written.
  struct Log {
    typename Kind::State state{};
    EventNumber next{0};
    Timestamp time{};
    std::map<std::string, Known, std::less<>> known;  // by author and idempotency key
    std::vector<std::vector<News>> news;              // kChunk in each, so that none ever moves

    Result<void> take(const storage::OpView& event);
  };
  struct Watcher {
    PeerRef peer;
    EventNumber next{0};
    Audiences audiences;
    std::uint64_t call{0};  // tells one call of watch() from the next
    bool begun{false};      // the first message was sent
    bool behind{false};     // a further piece is sent in a later turn
  };
  /// Events of one message, and of one turn of the shard.
  static constexpr std::size_t kChunk = 256;

  static std::string name_of(std::string_view author, std::string_view idempotency_key) {
    return std::string(author) + '\n' + std::string(idempotency_key);
  }
  static Result<std::unique_ptr<Log>> read(storage::Logs& store, const DocumentKey& key);

  void load();
  void on_loaded(Result<std::unique_ptr<Log>> loaded);
  void dispose();
  void write_next();
  [[nodiscard]] std::shared_ptr<Batch> decide_next();
  [[nodiscard]] Result<Accepted> decide(const Proposal& proposal, Batch& batch);
  void submit(const std::shared_ptr<Batch>& batch);
  void on_written(Batch& batch, const Result<void>& result);
  void lose(Batch& batch, const Error& error);
  static void answer(const Batch& batch);

  void serve(Watcher& watcher);
  void serve_later(Watcher& watcher);
  void tell_watchers();
  void tell_others(EventNumber from) const;
  [[nodiscard]] std::span<const News> piece_from(EventNumber from) const;
  [[nodiscard]] Bytes message_of(EventNumber from, std::span<const News> piece,
                                 Audiences audiences) const;

  const DocumentKey document_;
  const DocumentKey log_key_;
  DocumentEnvironment& env_;

  Phase phase_{Phase::kUnloaded};
  std::unique_ptr<Log> log_;  // null unless live
  EventNumber durable_{0};    // events below are on disk
  bool writing_{false};
  std::deque<Waiting> queue_;

  std::unordered_map<const Peer*, Watcher> watchers_;
  std::uint64_t watch_calls_{0};
  std::chrono::steady_clock::time_point last_used_{std::chrono::steady_clock::now()};
};

}  // namespace plenary::server
