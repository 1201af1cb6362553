#pragma once

#include <chrono>
#include <deque>
#include <exception>
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
#include "server/documents/snapshot_frame.hpp"
#include "server/documents/subscribers.hpp"
#include "server/documents/turn.hpp"
#include "server/net/courier.hpp"

namespace plenary::server {

class Pool;

/// The owner of one document. It takes requests one after the other, on its shard's thread only,
/// and keeps the order of its answers. DocumentState decides, without suspending. Answers wait for
/// the disk in the ReleaseQueue. Work that takes more than microseconds happens on pools, or in
/// slices. Requests of one socket are answered in their order; a socket whose request takes long
/// holds up only itself.
///
/// If the store refuses or loses a write, nobody has seen the operations: the actor reloads from
/// the log and does the requests again, once a second until they succeed. Meanwhile the document
/// can be read. If the store cannot even read the document, requests are refused, and the actor
/// loads it again once a second for its subscribers: then they get the operations that they have
/// missed.
///
/// An exception in one of its steps condemns the actor: its state cannot be trusted any more. Its
/// sockets are closed, to come back and send again what was not acknowledged; the next request
/// opens the document afresh from the store (DocumentRegistry). Other documents notice nothing.
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
  /// The operations from `from` to the head, for parts of the server that follow the document.
  /// `done` runs on the document's shard. Errors: kVersionAhead, and those of the store.
  void read_ops_since(Version from, std::function<void(Result<OpsBetween>)> done);
  void move_presence(PresenceMove move);
  /// Ends the subscription; `done` runs on the document's shard after the last operation went out.
  void unsubscribe(const PeerRef& peer, std::function<void()> done);

  /// Sends the properties now and whenever they change, unless the subscription ended meanwhile.
  void watch(const PeerRef& peer, const SubscriptionRef& subscription);
  /// Sends `answer` after the last of them.
  void unwatch(const PeerRef& peer, const Bytes& answer);
  /// Replaces the properties by `change(properties)`. Changes take effect one after the other, in
  /// the store as in memory. `done` runs on the document's shard.
  void change_properties(std::function<std::string(std::string)> change,
                         std::function<void(Result<ContentAt>)> done);

  /// Sends frames after everything that this document's shard sent to the socket before.
  void send(const PeerRef& peer, const Bytes& bytes) { env_.courier.send(peer, bytes); }
  /// Does something on the socket's shard after that.
  void run_after_sent(const PeerRef& peer, Task task) { env_.courier.run(peer, std::move(task)); }
  /// The socket is dead.
  void forget(const Peer* peer);

  /// Does `act` as one step of this document: an exception in it condemns the actor. Nothing is
  /// done if it is condemned already. Everything that runs on the shard for a document runs in a
  /// step; steps may be nested, then the outermost one catches.
  template <class Act>
  void guarded(Act act);
  /// It failed for good and is never used again.
  [[nodiscard]] bool is_condemned() const { return phase_ == Phase::kCondemned; }

  /// Whether nobody has used it for `document_idle_time` and nothing waits in it.
  [[nodiscard]] bool is_idle(std::chrono::steady_clock::time_point now) const;
  /// Called when it leaves memory: seals its history, if there is enough of it.
  void retire();
  [[nodiscard]] const DocumentKey& key() const { return key_; }

 private:
  enum class Phase : std::uint8_t { kLoading, kLive, kFailed, kCondemned };

  // document_queue.cpp
  /// Does it now, or in its turn. A socket that asks while too much waits is closed. `bytes`: about
  /// what the task takes in memory.
  void enqueue(const PeerRef& peer, Task task, std::size_t bytes = 0);
  void run_waiting();
  /// Runs a request of `peer`; closes the socket if that throws, since it will not be answered.
  void run_for(const PeerRef& peer, Task task);
  void condemn(const std::exception_ptr& why);
  void close_unanswered(const PeerRef& peer);
  void close_if_condemned(const PeerRef& peer);
  /// Holds up one socket's requests until `resume`.
  void suspend(const PeerRef& peer);
  void resume(const PeerRef& peer, Task first);

  // document_actor.cpp
  void do_unsubscribe(const PeerRef& peer, std::function<void()> done);
  void load();
  void on_loaded(Result<LoadedDocument> loaded);
  void show_missed(LoadedDocument& loaded);
  void retry_load();
  /// Lets go of `in_flight` once what was sent to the socket before has reached its shard.
  void answered(const PeerRef& peer, const std::shared_ptr<InFlight>& in_flight);

  // document_properties.cpp
  /// Lets the state refuse changes of frozen parts, if these properties say so.
  void hold_frozen_parts(const std::string& properties);
  [[nodiscard]] std::string properties_message(std::string_view action) const;
  void tell_watchers();
  void change_next_properties();
  void put_properties(const std::function<std::string(std::string)>& change,
                      const std::function<void(Result<ContentAt>)>& done);
  void on_properties_put(const Result<void>& answer, const std::string& changed,
                         std::function<void(Result<ContentAt>)> done);

  // document_writes.cpp
  void do_submit(SubmitRequest request);
  void stage(SubmitRequest request);
  void decide(SubmitRequest request, DocumentState::Rebase rebase);
  void committed(SubmitRequest request, const CommittedPtr& op);
  /// Whether work on a submission that began in that generation may end as it began.
  [[nodiscard]] bool still_writes(std::uint64_t generation) const {
    return phase_ == Phase::kLive && generation == generation_ && !stalled_;
  }
  void prepare_large(SubmitRequest request);
  void decode_large(SubmitRequest request, ot::TypeId type);
  void rebase_in_slices(SubmitRequest request, DocumentState::Rebase rebase);
  [[nodiscard]] bool rebase_slice(SubmitRequest& request, DocumentState::Rebase& rebase,
                                  std::uint64_t generation);
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
  void tell_of(const Committed& op);
  void tell_of_new_title();

  // document_reads.cpp
  void do_read(ReadRequest request);
  void read_snapshot(ReadRequest request);
  [[nodiscard]] Result<Bytes> bytes_for(const ReadRequest& request, SnapshotFrame& frame) const;
  void give_snapshot(ReadRequest request, SnapshotFrameRef snapshot);
  void read_ops(ReadRequest request, Version from);
  void read_next_piece(ReadRequest request, Version from);
  void send_snapshot(ReadRequest& request);
  void when_taken(const PeerRef& peer, Task next);
  void answer_read(Version needs, Task answer, ReadRequest request);
  void finish_read(ReadRequest request, std::string frames, Version at);
  void refuse_read(const ReadRequest& request, const wire::Refusal& refusal);
  [[nodiscard]] std::string frames_between(Version from, Version to, EmbedKinds understood) const;

  // document_views.cpp
  void do_read_ops_since(Version from, std::vector<CommittedPtr> older,
                         std::function<void(Result<OpsBetween>)> done);
  void do_read_historic(HistoricRequest request);
  void do_read_content(std::optional<Version> version, std::function<void(Result<ContentAt>)> done);

  /// Runs `read` on a thread of `pool`, then `then` with its answer back here.
  template <class Read, class Then>
  void in_background(Pool& pool, Read read, Then then);
  /// The same in a reader's turn. `read` answers a Result; while that, or the pool, is kBusy, the
  /// reader waits (Turn) and `read` runs again. `then` gets the error if it waited in vain. Without
  /// a peer in the turn it is the server's own work: in_background.
  template <class Read, class Then>
  void in_turn(Pool& pool, Turn turn, Read read, Then then);
  template <class Work>
  void ask_in_turn(std::shared_ptr<Work> work);
  template <class Work, class Answer>
  void answered_in_turn(std::shared_ptr<Work> work, Answer answer);

  const DocumentKey key_;
  DocumentEnvironment& env_;
  Phase phase_{Phase::kLoading};
  bool in_step_{false};
  Error failure_;  // kFailed: why

  std::unique_ptr<DocumentState> state_;  // null until loaded
  std::string properties_;                // JSON; empty if never put
  std::deque<Task> property_changes_;     // wait while…
  bool putting_properties_{false};        // …one is on its way to the store
  std::uint64_t property_puts_{0};
  Version durable_;  // everything below is on disk
  ReleaseQueue releases_;
  Subscribers subscribers_;
  std::unordered_set<const Peer*> listeners_to_be_;  // the subscribers_ as they will be once all
                                                     // releases_ have gone
  std::unordered_map<const Peer*, PeerRef> watchers_;

  struct Waiting {
    PeerRef peer;  // who asked; null: HTTP, or the actor itself
    Task task;
    std::size_t bytes{0};
  };
  struct Suspended {
    PeerRef peer;
    std::deque<Waiting> waiting;
  };
  std::deque<Waiting> waiting_;                           // while loading
  std::unordered_map<const Peer*, Suspended> suspended_;  // while an older request of the socket
                                                          // is worked on elsewhere
  std::size_t waiting_bytes_{0};                          // of both
  std::size_t background_reads_{0};
  std::size_t tail_users_{0};  // of them, and of submissions that are rebased in slices: those
                               // that need the tail as long as it is

  Version handed_over_;  // operations below are in the commit queue or on disk
  std::optional<std::string> new_properties_;  // go with the next append
  bool append_scheduled_{false};
  std::uint64_t generation_{0};       // rises when the actor gives up its queued operations
  bool stalled_{false};               // the store takes no writes
  std::deque<SubmitRequest> parked_;  // while stalled
  std::size_t parked_bytes_{0};
  bool read_only_shown_{false};  // what watchers were told

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

  SnapshotFrames frames_;
  std::chrono::steady_clock::time_point last_used_{std::chrono::steady_clock::now()};
};

template <class Act>
void DocumentActor::guarded(Act act) {
  if (phase_ == Phase::kCondemned) {
    return;
  }
  if (in_step_) {
    act();  // the step around this one catches
    return;
  }
  const std::shared_ptr<DocumentActor> self = shared_from_this();
  in_step_ = true;
  try {
    act();
  } catch (...) {
    condemn(std::current_exception());
  }
  in_step_ = false;
}

}  // namespace plenary::server
