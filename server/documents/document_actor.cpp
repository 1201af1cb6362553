#include "server/documents/document_actor.hpp"

#include <utility>

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
  guarded([this] { load(); });
}

void DocumentActor::load() {
  phase_ = Phase::kLoading;
  state_.reset();  // it may be ahead of the log, and no answer may wait for that
  const auto started = SteadyClock::now();
  // Subscribers have everything below durable_. The log may hold more: operations of another
  // process, and operations that were kept although their write was reported as failed.
  in_background(
      env_.pools.loading,
      [this, shown = durable_,
       kinds = subscribers_.kinds_of_clients()]() -> Result<LoadedDocument> {
        PLENARY_TRY(
            LoadedDocument loaded,
            load_document(env_.store, key_, ot::SizeLimits{env_.limits.document_units_max}));
        for (const EmbedKinds understood : kinds) {
          if (shown < loaded.head.version) {
            PLENARY_TRY(OpFrames ops, load_op_frames(env_.store, key_, shown, loaded.head.version,
                                                     kOutboxBytesMax, understood));
            loaded.missed.push_back({understood, std::move(ops)});
          }
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
    hold_frozen_parts(properties_);
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
  for (MissedOps& missed : loaded.missed) {
    const Bytes frames(std::move(missed.ops.frames));
    for (const PeerRef& peer : subscribers_.all()) {
      if (understood_by(peer.get()) != missed.understood) {
        continue;
      }
      if (missed.ops.next == loaded.head.version) {
        env_.courier.send(peer, frames);
      } else {
        env_.courier.close(peer, CloseReason::kTryAgainLater);  // it comes back and catches up
      }
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

void DocumentActor::answered(const PeerRef& peer, const std::shared_ptr<InFlight>& in_flight) {
  if (in_flight != nullptr && &peer->shard() != &env_.shard) {
    env_.courier.run(peer, Task([in_flight] {}));
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

}  // namespace plenary::server
