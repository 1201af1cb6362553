#include "server/documents/document_actor.hpp"

#include <ostream>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "server/documents/in_background.hpp"
#include "server/documents/refusals.hpp"
#include "server/ops/log.hpp"
#include "server/ops/metrics.hpp"
#include "storage/logs.hpp"

namespace plenary::server {

using SteadyClock = std::chrono::steady_clock;

namespace {

void log_condemned(const DocumentKey& key, const std::exception_ptr& why) {
  std::string reason = "not a standard exception";
  try {
    std::rethrow_exception(why);
  } catch (const std::exception& exception) {
    reason = exception.what();
  } catch (...) {
  }
  log::error("document_failed", {{"document", key.channel()}, {"reason", reason}});
}

}  // namespace

DocumentActor::DocumentActor(DocumentKey key, DocumentEnvironment& environment)
    : key_(std::move(key)), env_(environment) {
  env_.metrics.document_opened();
}

DocumentActor::~DocumentActor() {
  env_.metrics.document_closed();
}

void DocumentActor::start() {
  guarded([this] { load(); });
}

void DocumentActor::load() {
  phase_ = Phase::kLoading;
  state_.reset();  // it may be ahead of the log, and no answer may wait for that
  const auto started = SteadyClock::now();
  // Subscribers have everything below durable_. The log may hold more: operations of another
  // process, and operations that were kept although their write was reported as failed.
  const auto shown = subscribers_.size() > 0 ? std::optional(durable_) : std::nullopt;
  in_background(
      env_.pools.loading,
      [this, shown]() -> Result<LoadedDocument> {
        PLENARY_TRY(
            LoadedDocument loaded,
            load_document(env_.store, key_, ot::SizeLimits{env_.limits.document_units_max}));
        if (shown && *shown < loaded.head.version) {
          PLENARY_TRY(OpFrames missed, load_op_frames(env_.store, key_, *shown, loaded.head.version,
                                                      kOutboxBytesMax));
          loaded.missed = std::move(missed.frames);
          loaded.missed_until = missed.next;
        }
        return loaded;
      },
      [this, started, puts = property_puts_](Result<LoadedDocument> loaded) {
        if (loaded && puts != property_puts_) {
          loaded->properties = properties_;  // what was read may be older
        }
        env_.metrics.document_loaded(
            std::chrono::duration<double>(SteadyClock::now() - started).count());
        on_loaded(std::move(loaded));
      });
}

void DocumentActor::on_loaded(Result<LoadedDocument> loaded) {
  if (!loaded) {
    phase_ = Phase::kFailed;
    failure_ = loaded.error();
    retry_load();
  } else {
    phase_ = Phase::kLive;
    state_ = std::move(loaded->state);
    const std::string shown = std::exchange(properties_, std::move(loaded->properties));
    if (shown != properties_) {
      tell_watchers();
    }
    durable_ = state_->head();
    handed_over_ = durable_;
    log_bytes_ = loaded->head.bytes_since_snapshot;
    show_missed(*loaded);
    plan_snapshot();
    write_snapshot();
  }
  run_waiting();
}

/// Sends subscribers the operations of the log that they have not seen.
void DocumentActor::show_missed(LoadedDocument& loaded) {
  if (loaded.missed.empty()) {
    return;
  }
  const Bytes missed(std::move(loaded.missed));
  for (const PeerRef& peer : subscribers_.all()) {
    if (loaded.missed_until == loaded.head.version) {
      env_.courier.send(peer, missed);
    } else {
      env_.courier.close(peer, CloseReason::kTryAgainLater);  // it comes back and catches up
    }
  }
}

void DocumentActor::retry_load() {
  if (failure_.code == Errc::kCorrupt || failure_.code == Errc::kFormatTooNew) {
    return;  // this does not pass by itself: the next actor reads it again
  }
  // The actor may leave memory meanwhile; the next one loads for itself.
  env_.shard.after(kStoreRetryInterval, [weak = weak_from_this()] {
    if (const auto self = weak.lock(); self != nullptr && self->phase_ == Phase::kFailed) {
      self->guarded([&self] { self->load(); });
    }
  });
}

void DocumentActor::run_waiting() {
  while (!waiting_.empty() && phase_ != Phase::kLoading) {
    Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    // An earlier request of the same socket may be worked on elsewhere.
    if (const auto held = suspended_.find(next.peer.get()); held != suspended_.end()) {
      held->second.waiting.push_back(std::move(next));
    } else {
      waiting_bytes_ -= next.bytes;
      run_for(next.peer, std::move(next.task));
    }
  }
}

void DocumentActor::enqueue(const PeerRef& peer, Task task, std::size_t bytes) {
  PLENARY_ASSERT(env_.shard.is_here(), "a document is touched on its shard only");
  last_used_ = SteadyClock::now();
  const bool loading = phase_ == Phase::kLoading || !waiting_.empty();
  const auto held = suspended_.find(peer.get());
  if (!loading && held == suspended_.end()) {
    run_for(peer, std::move(task));
    return;
  }
  std::deque<Waiting>& queue = loading ? waiting_ : held->second.waiting;
  const bool too_much =
      queue.size() >= kParkedRequestsMax || waiting_bytes_ + bytes > kParkedBytesMax;
  if (peer != nullptr && too_much) {
    env_.courier.close(peer, CloseReason::kTryAgainLater);
  } else {
    waiting_bytes_ += bytes;
    queue.push_back({peer, std::move(task), bytes});
  }
}

void DocumentActor::run_for(const PeerRef& peer, Task task) {
  try {
    task();
  } catch (...) {
    close_unanswered(peer);
    throw;
  }
}

void DocumentActor::condemn(const std::exception_ptr& why) {
  phase_ = Phase::kCondemned;
  log_condemned(key_, why);
  env_.metrics.document_failed();
  std::unordered_map<const Peer*, PeerRef> peers = watchers_;
  const auto add = [&peers](const PeerRef& peer) {
    if (peer != nullptr) {
      peers.emplace(peer.get(), peer);
    }
  };
  for (const PeerRef& peer : subscribers_.all()) {
    add(peer);
  }
  for (const Waiting& waiting : waiting_) {
    add(waiting.peer);
  }
  for (const auto& [raw, suspended] : suspended_) {
    add(suspended.peer);
  }
  for (const SubmitRequest& request : parked_) {
    add(request.peer);
  }
  for (const AgainRequest& request : releases_.take_all()) {
    if (const auto* submit = std::get_if<SubmitRequest>(&request)) {
      add(submit->peer);
    } else if (const auto* read = std::get_if<ReadRequest>(&request)) {
      add(read->peer);
    }
  }
  for (const auto& [raw, peer] : peers) {
    env_.courier.close(peer, CloseReason::kTryAgainLater);
  }
}

void DocumentActor::close_if_condemned(const PeerRef& peer) {
  if (is_condemned()) {
    close_unanswered(peer);
  }
}

/// Its client comes back and asks again.
void DocumentActor::close_unanswered(const PeerRef& peer) {
  if (peer != nullptr) {
    env_.courier.close(peer, CloseReason::kTryAgainLater);
  }
}

void DocumentActor::answered(const PeerRef& peer, const std::shared_ptr<InFlight>& in_flight) {
  if (in_flight != nullptr && &peer->shard() != &env_.shard) {
    env_.courier.run(peer, Task([in_flight] {}));
  }
}

void DocumentActor::suspend(const PeerRef& peer) {
  suspended_.try_emplace(peer.get(), Suspended{peer, {}});
}

void DocumentActor::resume(const PeerRef& peer, Task first) {
  std::deque<Waiting> held;
  if (auto node = suspended_.extract(peer.get())) {
    held = std::move(node.mapped().waiting);
  }
  run_for(peer, std::move(first));
  for (Waiting& next : held) {
    waiting_bytes_ -= next.bytes;
    enqueue(peer, std::move(next.task), next.bytes);  // the first may have suspended it again
  }
}

void DocumentActor::submit(SubmitRequest request) {
  const PeerRef peer = request.peer;
  const std::size_t bytes = request.bytes();
  enqueue(
      peer, [this, request = std::move(request)]() mutable { do_submit(std::move(request)); },
      bytes);
}

void DocumentActor::read(ReadRequest request) {
  const PeerRef peer = request.peer;
  enqueue(peer, [this, request = std::move(request)]() mutable { do_read(std::move(request)); });
}

void DocumentActor::read_historic(HistoricRequest request) {
  const PeerRef peer = request.peer;
  enqueue(peer,
          [this, request = std::move(request)]() mutable { do_read_historic(std::move(request)); });
}

void DocumentActor::read_content(std::optional<Version> version,
                                 std::function<void(Result<ContentAt>)> done) {
  enqueue(nullptr, [this, version, done = std::move(done)]() mutable {
    do_read_content(version, std::move(done));
  });
}

void DocumentActor::unsubscribe(const PeerRef& peer, std::function<void()> done) {
  enqueue(peer, [this, peer, done = std::move(done)] { do_unsubscribe(peer, done); });
}

void DocumentActor::do_unsubscribe(const PeerRef& peer, std::function<void()> done) {
  listeners_to_be_.erase(peer.get());
  Task leave([this, peer, done] {
    subscribers_.remove(peer.get());
    done();
  });
  const Version needs = state_ == nullptr ? Version{} : state_->head();
  releases_.push(needs, std::move(leave), Task([this, peer, done] { do_unsubscribe(peer, done); }));
  release();
}

void DocumentActor::watch(const PeerRef& peer, const SubscriptionRef& subscription) {
  enqueue(peer, [this, peer, subscription] {
    if (peer->is_gone() || !subscription->begin()) {
      return;
    }
    watchers_[peer.get()] = peer;
    env_.courier.send(peer, framed(properties_message("watch")));
  });
}

void DocumentActor::unwatch(const PeerRef& peer, const Bytes& answer) {
  enqueue(peer, [this, peer, answer] {
    watchers_.erase(peer.get());
    env_.courier.send(peer, answer);
  });
}

std::string DocumentActor::properties_message(std::string_view action) const {
  // Whether the store takes writes travels with what is kept: {"title":…,"read_only":true}.
  std::string shown = properties_.size() > 2 ? properties_ : "{}";
  if (read_only_shown_) {
    shown.insert(1, shown.size() > 2 ? "\"read_only\":true," : "\"read_only\":true");
  }
  return wire::properties(action, key_, shown);
}

void DocumentActor::tell_watchers() {
  const Bytes message = framed(properties_message("properties"));
  for (const auto& [raw, peer] : watchers_) {
    env_.courier.send(peer, message);
  }
}

void DocumentActor::change_properties(std::function<std::string(std::string)> change,
                                      std::function<void(Result<ContentAt>)> done) {
  enqueue(nullptr, [this, change = std::move(change), done = std::move(done)]() mutable {
    property_changes_.push_back([this, change = std::move(change), done = std::move(done)] {
      put_properties(change, done);
    });
    change_next_properties();
  });
}

void DocumentActor::change_next_properties() {
  while (!putting_properties_ && !property_changes_.empty()) {
    Task next = std::move(property_changes_.front());
    property_changes_.pop_front();
    next();
  }
}

void DocumentActor::put_properties(const std::function<std::string(std::string)>& change,
                                   const std::function<void(Result<ContentAt>)>& done) {
  if (phase_ == Phase::kFailed) {
    on_properties_put(failure_, {}, done);
    return;
  }
  putting_properties_ = true;
  Task put([this, change, done] {
    std::string changed = change(properties_);
    in_background(
        env_.pools.loading, [this, changed] { return env_.store.put_properties(key_, changed); },
        [this, changed, done](const Result<void>& answer) {
          on_properties_put(answer, changed, done);
        });
  });
  // Behind the operations decided before: a create among them may bring properties of its own.
  releases_.push(state_->head(), std::move(put),
                 Task([this, change, done] { put_properties(change, done); }));
  release();
}

void DocumentActor::on_properties_put(const Result<void>& answer, const std::string& changed,
                                      std::function<void(Result<ContentAt>)> done) {
  putting_properties_ = false;
  if (answer) {
    ++property_puts_;
    properties_ = changed;
    tell_watchers();
    tell_of_properties();
    read_content(std::nullopt, std::move(done));
  } else {
    done(answer.error());
  }
  enqueue(nullptr, [this] { change_next_properties(); });
}

void DocumentActor::forget(const Peer* peer) {
  subscribers_.remove(peer);
  listeners_to_be_.erase(peer);
  watchers_.erase(peer);
  if (const auto node = suspended_.extract(peer)) {
    for (const Waiting& held : node.mapped().waiting) {
      waiting_bytes_ -= held.bytes;
    }
  }
  last_used_ = SteadyClock::now();
}

bool DocumentActor::is_idle(SteadyClock::time_point now) const {
  if (is_condemned()) {
    return true;
  }
  const bool unused = subscribers_.size() == 0 && watchers_.empty() && waiting_.empty() &&
                      suspended_.empty() && releases_.empty() && parked_.empty() &&
                      background_reads_ == 0 && tail_users_ == 0 && !snapshot_running_ &&
                      !append_scheduled_;
  return unused && (phase_ == Phase::kFailed || now - last_used_ >= env_.limits.document_idle_time);
}

void DocumentActor::dump_state(std::ostream& out) const {
  out << "document " << key_.collection << '/' << key_.id
      << " head=" << (state_ == nullptr ? 0 : state_->head().value) << " durable=" << durable_.value
      << " subscribers=" << subscribers_.size() << " releases=" << releases_.size()
      << " waiting=" << waiting_.size() << " suspended=" << suspended_.size()
      << " waiting_bytes=" << waiting_bytes_ << " parked=" << parked_.size()
      << " parked_bytes=" << parked_bytes_ << " background_reads=" << background_reads_
      << " tail_users=" << tail_users_ << " stalled=" << stalled_ << '\n';
}

}  // namespace plenary::server
