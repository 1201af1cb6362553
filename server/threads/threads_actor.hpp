#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "protocol/threads/discussion.hpp"
#include "protocol/wire/messages.hpp"
#include "server/documents/documents.hpp"
#include "server/documents/environment.hpp"
#include "server/threads/checkpoint.hpp"
#include "server/threads/places.hpp"

namespace plenary::server {

/// What somebody wants to happen in a discussion.
struct Proposal {
  threads::Event event{};
  threads::Actor actor{};
  /// Names the request: the same one by the same author happens once, however often it is sent.
  std::string idempotency_key{};
  /// The thread that it must be about.
  std::optional<threads::Number> thread{};
  /// The thread must not have changed since its event of this number.
  std::optional<threads::Number> expected{};
};

/// What became of it. `again`: it had happened before.
struct Accepted {
  threads::Number number{0};
  bool again{false};
};

/// The threads of one document and where they are: takes proposals one batch after the other, on
/// the shard of the document. An event is answered and shown when it is durable; its number is its
/// place in the one order that everybody sees. The log of events has
/// the key threads_log(document). Anchors follow the document when they are asked for.
///
/// If the store refuses a write, its proposals are refused with its error and nothing has happened:
/// clients send them again under their idempotency keys.
class ThreadsActor : public std::enable_shared_from_this<ThreadsActor> {
 public:
  using Done = std::function<void(Result<Accepted>)>;

  /// Lifetime: both outlive it and what it has posted.
  ThreadsActor(DocumentKey document, DocumentEnvironment& environment, Documents& documents);
  ThreadsActor(const ThreadsActor&) = delete;
  ThreadsActor& operator=(const ThreadsActor&) = delete;
  ~ThreadsActor() = default;

  /// Starts loading. Requests may come at once.
  void start();

  /// `done` runs on the shard. Errors: those of Discussion::check; kVersionConflict: `expected` is
  /// no more; kNotApplicable: the range is not in the text of that version; kVersionAhead; those of
  /// the store.
  void propose(Proposal proposal, Done done);

  /// What a reader sees. References are good during the call.
  struct View {
    const threads::Discussion& discussion;
    const Places* places;  // null: there are no threads
  };
  /// Calls `use` on the shard when everything in the view is durable and the anchors are at the
  /// head that the document had at the call, or later. Errors: those of the store.
  void read(std::function<void(Result<View>)> use);

  /// The same at a version that was: threads that began later have no place in it. Cost: the
  /// operations since the first of those that are there.
  void read_at(Version version, std::function<void(Result<View>)> use);

  /// Sends events from `from` on, now and as they happen, as messages of PROTOCOL.md, section 1.2.
  void watch(const PeerRef& peer, threads::Number from);
  void unwatch(const PeerRef& peer);
  /// The socket is dead.
  void forget(const Peer* peer) { watchers_.erase(peer); }

  [[nodiscard]] bool is_idle(std::chrono::steady_clock::time_point now) const;

 private:
  enum class Phase : std::uint8_t { kLoading, kLive };
  using Followed = std::function<void(const Result<void>&)>;
  struct Waiting {
    Proposal proposal;
    Done done;
  };
  /// What was decided and is being written.
  struct Batch {
    std::vector<storage::OpRecord> records;
    std::vector<std::function<void(const Result<void>&)>> answers;
    threads::Number from{0};
  };
  struct Log {
    threads::Discussion discussion;
    std::vector<wire::ThreadEvent> told;                     // by number
    std::unordered_map<std::string, threads::Number> known;  // author and idempotency key
    Timestamp time{};
    std::optional<Checkpoint> checkpoint;
    void apply(const threads::Entry& entry, const std::string& idempotency_key);
  };

  /// Does it when the log is there; at once if it is.
  void when_loaded(Followed task);
  void load();
  void on_loaded(Result<Log> loaded);
  static Result<Log> read_log(storage::Logs& store, const DocumentKey& key);

  void find_words(Waiting waiting);
  /// `use` runs on the shard. Errors: kVersionAhead; those of the store.
  void content_at(Version version, std::function<void(Result<ot::Content>)> use);
  void remember(Version version, const ot::Content& content);
  void queue(Waiting waiting);
  void write_batch();
  void stage(Waiting waiting, Batch& batch);
  [[nodiscard]] Result<void> check(const Proposal& proposal) const;
  void on_written(Batch batch, const Result<void>& result);
  void fail_queue(const Error& error);
  void when_written(Followed task);
  void tell_watchers(threads::Number from);
  void tell_others(threads::Number from, std::size_t count);
  [[nodiscard]] std::string events_message(threads::Number from) const;

  /// Writes down where the threads are, if they have come far since that was done. Requires: all
  /// that was decided is durable.
  void keep_places();
  /// Brings the anchors to the document's head, then calls `then`.
  void catch_up(Followed then);
  void start_places();
  void resume_places();
  void place_at(Version version, std::function<void(Result<View>)> use);
  static void use_places_at(const std::shared_ptr<ThreadsActor>& self,
                            const Result<OpsBetween>& between, Places places, Version version,
                            std::multimap<Version, threads::Number> begun,
                            const std::function<void(Result<View>)>& use);
  void follow();
  [[nodiscard]] Result<void> take(const OpsBetween& between);
  void followed(const Result<void>& result);

  const DocumentKey document_;
  const DocumentKey log_key_;
  DocumentEnvironment& env_;
  Documents& documents_;

  Phase phase_{Phase::kLoading};
  bool loading_{false};
  std::vector<Followed> until_loaded_;

  Log log_;  // with what is being written
  bool writing_{false};
  std::vector<Waiting> queue_;
  std::vector<Followed> until_written_;

  std::optional<Checkpoint> checkpoint_;  // where places may begin; nothing: at the first thread
  Version kept_;                          // the version of the last checkpoint
  std::map<Version, ot::Content> seen_;   // the text at some versions
  std::optional<Places> places_;          // nothing until somebody asks
  std::multimap<Version, threads::Number> unplaced_;  // threads that are not in there, by version
  bool following_{false};
  std::vector<Followed> until_followed_;

  std::unordered_map<const Peer*, PeerRef> watchers_;
  std::chrono::steady_clock::time_point last_used_{std::chrono::steady_clock::now()};
};

}  // namespace plenary::server
