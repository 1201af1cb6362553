#include "server/documents/document_actor.hpp"

#include <ostream>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "server/documents/in_background.hpp"
#include "server/documents/refusals.hpp"
#include "server/ops/metrics.hpp"
#include "storage/logs.hpp"

namespace plenary::server {

using SteadyClock = std::chrono::steady_clock;

DocumentActor::DocumentActor(DocumentKey key, DocumentEnvironment& environment)
    : key_(std::move(key)), env_(environment) {
  env_.metrics.document_opened();
}

DocumentActor::~DocumentActor() {
  env_.metrics.document_closed();
}

void DocumentActor::start() {
  load();
}

void DocumentActor::load() {
  phase_ = Phase::kLoading;
  state_.reset();  // it may be ahead of the log, and no answer may wait for that
  const auto started = SteadyClock::now();
  // Whoever listens already has everything below durable_. The log may hold more: what another
  // process appended, and what was kept though its write was called a failure.
  const auto shown = subscribers_.size() > 0 ? std::optional(durable_) : std::nullopt;
  in_background(
      env_.pools.loading,
      [this, shown]() -> Result<LoadedDocument> {
        PLENARY_TRY(
            LoadedDocument loaded,
            load_document(env_.store, key_, ot::SizeLimits{env_.limits.document_units_max}));
        if (shown && *shown < loaded.head.version) {
          PLENARY_TRY(loaded.missed, load_op_frames(env_.store, key_, *shown, loaded.head.version));
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
    if (!loaded->missed.empty()) {
      const Bytes missed(std::move(loaded->missed));
      for (const PeerRef& peer : subscribers_.all()) {
        env_.courier.send(peer, missed);
      }
    }
    plan_snapshot();
    write_snapshot();
  }
  run_waiting();
}

void DocumentActor::retry_load() {
  if (failure_.code == Errc::kCorrupt || failure_.code == Errc::kFormatTooNew) {
    return;  // that does not pass: it is read again once nobody has it open any more
  }
  // An actor that nobody uses goes meanwhile, and the next one loads for itself.
  env_.shard.after(kStoreRetryInterval, [weak = weak_from_this()] {
    if (const auto self = weak.lock(); self != nullptr && self->phase_ == Phase::kFailed) {
      self->load();
    }
  });
}

void DocumentActor::run_waiting() {
  while (!waiting_.empty() && phase_ != Phase::kLoading) {
    Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    // An earlier request of the same socket may have begun to read the past.
    if (const auto held = suspended_.find(next.peer); held != suspended_.end()) {
      held->second.push_back(std::move(next.task));
    } else {
      next.task();
    }
  }
}

void DocumentActor::enqueue(const PeerRef& peer, Task task) {
  PLENARY_ASSERT(env_.shard.is_here(), "a document is touched on its shard only");
  last_used_ = SteadyClock::now();
  const bool loading = phase_ == Phase::kLoading || !waiting_.empty();
  const auto held = suspended_.find(peer.get());
  if (!loading && held == suspended_.end()) {
    task();
    return;
  }
  const std::size_t before = loading ? waiting_.size() : held->second.size();
  if (peer != nullptr && before >= kParkedRequestsMax) {
    env_.courier.close(peer, CloseReason::kTryAgainLater);
  } else if (loading) {
    waiting_.push_back({peer.get(), std::move(task)});
  } else {
    held->second.push_back(std::move(task));
  }
}

void DocumentActor::answered(const PeerRef& peer, const std::shared_ptr<InFlight>& in_flight) {
  if (in_flight != nullptr && &peer->shard() != &env_.shard) {
    env_.courier.run(peer, Task([in_flight] {}));
  }
}

void DocumentActor::suspend(const PeerRef& peer) {
  suspended_.try_emplace(peer.get());
}

void DocumentActor::resume(const PeerRef& peer, Task first) {
  std::deque<Task> held;
  if (auto node = suspended_.extract(peer.get())) {
    held = std::move(node.mapped());
  }
  first();
  for (Task& task : held) {
    enqueue(peer, std::move(task));  // the first may have suspended the socket again
  }
}

void DocumentActor::submit(SubmitRequest request) {
  const PeerRef peer = request.peer;
  enqueue(peer, [this, request = std::move(request)]() mutable { do_submit(std::move(request)); });
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
  suspended_.erase(peer);
  last_used_ = SteadyClock::now();
}

bool DocumentActor::is_idle(SteadyClock::time_point now) const {
  const bool unused = subscribers_.size() == 0 && watchers_.empty() && waiting_.empty() &&
                      suspended_.empty() && releases_.empty() && parked_.empty() &&
                      background_reads_ == 0 && rebases_ == 0 && !snapshot_running_ &&
                      !append_scheduled_;
  return unused && (phase_ == Phase::kFailed || now - last_used_ >= env_.limits.document_idle_time);
}

void DocumentActor::dump_state(std::ostream& out) const {
  out << "document " << key_.collection << '/' << key_.id
      << " head=" << (state_ == nullptr ? 0 : state_->head().value) << " durable=" << durable_.value
      << " subscribers=" << subscribers_.size() << " releases=" << releases_.size()
      << " waiting=" << waiting_.size() << " parked=" << parked_.size() << " stalled=" << stalled_
      << '\n';
}

}  // namespace plenary::server
