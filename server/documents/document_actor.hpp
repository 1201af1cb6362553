#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "server/documents/document_state.hpp"
#include "server/documents/environment.hpp"
#include "server/documents/loader.hpp"
#include "server/documents/release_queue.hpp"
#include "server/documents/requests.hpp"
#include "server/documents/subscribers.hpp"
#include "server/net/courier.hpp"

namespace plenary::server {

class Pool;

/// The owner of one document: takes requests one after the other, on its shard's thread only, and
/// keeps the order of its answers. What is decided is decided in DocumentState, without suspending;
/// what waits for the disk waits in the ReleaseQueue; reading the past happens on background
/// threads. Requests of one socket are answered in their order; a socket that needs old operations
/// holds up only itself.
///
/// If the store refuses or loses a write, nobody has seen it: the actor reloads from the log and
/// does the requests again, once a second until they succeed. Meanwhile the document can be read.
/// If the store does not even give the document, requests are refused, and it is loaded again once
/// a second for those who listen: then they get what they have missed.
/// Clients see operations that are not acknowledged yet.
class DocumentActor : public std::enable_shared_from_this<DocumentActor> {
 public:
  DocumentActor(DocumentKey key, DocumentEnvironment& environment);
  DocumentActor(const DocumentActor&) = delete;
  DocumentActor& operator=(const DocumentActor&) = delete;
  ~DocumentActor();

  /// Starts loading. Requests may come at once.
  void start();

  void submit(SubmitRequest request);
  void read(ReadRequest request);
  void read_historic(HistoricRequest request);
  /// `done` runs on the document's shard. Errors: kVersionAhead, and those of the store.
  void read_content(std::optional<Version> version, std::function<void(Result<ContentAt>)> done);
  /// The operations from `from` to the head, for those who follow the document from beside it.
  /// `done` runs on the document's shard. Errors: kVersionAhead, and those of the store.
  void read_ops_since(Version from, std::function<void(Result<OpsBetween>)> done);
  void move_presence(PresenceMove move);
  /// Ends the subscription; `done` runs on the document's shard after the last operation went out.
  void unsubscribe(const PeerRef& peer, std::function<void()> done);

  /// Sends the properties now and whenever they change, unless the subscription ended meanwhile.
  void watch(const PeerRef& peer, const SubscriptionRef& subscription);
  /// Sends `answer` after the last of them.
  void unwatch(const PeerRef& peer, const Bytes& answer);
  /// Replaces the properties by what `change` makes of them: changes take effect one after the
  /// other, in the store as in memory. `done` runs on the document's shard.
  void change_properties(std::function<std::string(std::string)> change,
                         std::function<void(Result<ContentAt>)> done);

  /// Sends frames behind all that this document's shard sent to the socket before.
  void send(const PeerRef& peer, const Bytes& bytes) { env_.courier.send(peer, bytes); }
  /// Does something on the socket's shard after that.
  void run_after_sent(const PeerRef& peer, Task task) { env_.courier.run(peer, std::move(task)); }
  /// The socket is dead.
  void forget(const Peer* peer);

  /// Nobody uses it, nothing waits, and that for `idle_time`.
  [[nodiscard]] bool is_idle(std::chrono::steady_clock::time_point now) const;
  /// It leaves memory: its history is packed, if there is enough of it.
  void retire();
  [[nodiscard]] const DocumentKey& key() const { return key_; }
  /// For the log of a person who looks for what is stuck. Never text.
  void dump_state(std::ostream& out) const;

 private:
  enum class Phase : std::uint8_t { kLoading, kLive, kFailed };

  /// Does it now, or in its turn. A socket that asks while too much waits is closed.
  void enqueue(const PeerRef& peer, Task task);
  void run_waiting();
  void do_unsubscribe(const PeerRef& peer, std::function<void()> done);
  void load();
  void on_loaded(Result<LoadedDocument> loaded);
  void retry_load();
  /// Lets go of `in_flight` once what was sent to the socket before has reached its shard.
  void answered(const PeerRef& peer, const std::shared_ptr<InFlight>& in_flight);
  /// Holds up one socket's requests until `resume`.
  void suspend(const PeerRef& peer);
  void resume(const PeerRef& peer, Task first);
  void change_next_properties();
  void put_properties(const std::function<std::string(std::string)>& change,
                      const std::function<void(Result<ContentAt>)>& done);
  void on_properties_put(const Result<void>& answer, const std::string& changed,
                         std::function<void(Result<ContentAt>)> done);

  // document_writes.cpp
  void do_submit(SubmitRequest request);
  void stage(SubmitRequest request);
  void decide(SubmitRequest request, DocumentState::Rebase rebase);
  void rebase_in_slices(SubmitRequest request, DocumentState::Rebase rebase);
  void load_tail_for(SubmitRequest request);
  void answer_refusal(SubmitRequest request, const Error& error);
  void answer_duplicate(SubmitRequest request, Version committed_at);
  [[nodiscard]] Bytes acknowledgement(const SubmitRequest& request, Version committed_at) const;
  void schedule_append();
  void append();
  void on_appended(std::uint64_t generation, Version upto, const Result<void>& result);
  void depart(std::vector<Departure> departures, const std::vector<SubmitRequest>& requests);
  void release();
  void fail_writes(const Error& error);
  void retry_writes();
  void show_read_only(bool read_only);
  void plan_snapshot();
  void write_snapshot();

  // document_reads.cpp
  void do_read(ReadRequest request);
  void read_snapshot(ReadRequest request);
  void read_ops(ReadRequest request, std::string frames, Version from);
  void answer_read(Version needs, Task answer, ReadRequest request);
  void finish_read(const ReadRequest& request, std::string frames, std::string data_json,
                   Version at);
  void refuse_read(const ReadRequest& request, const wire::Refusal& refusal);
  void do_read_ops_since(Version from, std::vector<CommittedPtr> older,
                         std::function<void(Result<OpsBetween>)> done);
  void do_read_historic(HistoricRequest request);
  void do_read_content(std::optional<Version> version, std::function<void(Result<ContentAt>)> done);
  [[nodiscard]] std::shared_ptr<const std::string> snapshot_json(const ot::Content& content,
                                                                 Version version);
  [[nodiscard]] std::string frames_between(Version from, Version to) const;
  [[nodiscard]] std::string properties_message(std::string_view action) const;
  void tell_watchers();
  void tell_of(const Committed& op);
  void tell_of_properties();

  /// Runs `read` on a thread of `pool`, then `then` with its answer back here.
  template <class Read, class Then>
  void in_background(Pool& pool, Read read, Then then);

  const DocumentKey key_;
  DocumentEnvironment& env_;
  Phase phase_{Phase::kLoading};
  Error failure_;  // kFailed: why

  std::unique_ptr<DocumentState> state_;  // null until loaded
  std::string properties_;                // JSON; empty if never put
  std::deque<Task> property_changes_;     // what may change them waits here while…
  bool putting_properties_{false};        // …one change is on its way to the store
  std::uint64_t property_puts_{0};
  Version durable_;  // everything below is on disk
  ReleaseQueue releases_;
  Subscribers subscribers_;
  std::unordered_set<const Peer*> listeners_to_be_;  // subscribers_ once all releases_ have gone
  std::unordered_map<const Peer*, PeerRef> watchers_;

  struct Waiting {
    const Peer* peer;  // who asked; null: HTTP, or the actor itself
    Task task;
  };
  std::deque<Waiting> waiting_;  // while loading
  std::unordered_map<const Peer*, std::deque<Task>>
      suspended_;  // while a socket's older request reads the past
  std::size_t background_reads_{0};
  std::size_t rebases_{0};  // submissions that are brought to the head in slices

  Version handed_over_;  // operations below are in the commit queue or on disk
  std::optional<std::string> new_properties_;  // go with the next append
  bool append_scheduled_{false};
  std::uint64_t generation_{0};       // rises when what is in the commit queue is given up
  bool stalled_{false};               // the store takes no writes
  std::deque<SubmitRequest> parked_;  // while stalled
  bool read_only_shown_{false};       // what watchers were told

  std::uint64_t log_bytes_{0};  // since the last snapshot
  std::uint64_t snapshot_bytes_{0};
  struct PlannedSnapshot {
    Version version;
    Timestamp time;
    ot::Content content;
    std::optional<Version> created_at;
  };
  std::optional<PlannedSnapshot> planned_snapshot_;
  bool snapshot_running_{false};

  std::shared_ptr<const std::string> encoded_;  // the content as JSON at encoded_at_
  Version encoded_at_;
  std::chrono::steady_clock::time_point last_used_{std::chrono::steady_clock::now()};
};

}  // namespace plenary::server
