// The way of an operation: it gets its version, becomes durable, and leaves.

#include <algorithm>
#include <utility>

#include "protocol/wire/encode.hpp"
#include "server/access/access.hpp"
#include "server/documents/document_actor.hpp"
#include "server/documents/happenings.hpp"
#include "server/documents/in_background.hpp"
#include "server/documents/refusals.hpp"
#include "server/documents/sealing.hpp"
#include "server/ops/metrics.hpp"
#include "server/runtime/clock.hpp"
#include "storage/commit_queue.hpp"

namespace plenary::server {

using SteadyClock = std::chrono::steady_clock;

namespace {

Error too_far_behind() {
  return {Errc::kNotApplicable,
          "The document has changed too much since this edit was made, so it cannot be placed any "
          "more. Nothing of the document was changed: load it again and make the edit there"};
}

}  // namespace

void DocumentActor::do_submit(SubmitRequest request) {
  if (phase_ == Phase::kFailed) {
    answer_refusal(std::move(request), failure_);
    return;
  }
  if (stalled_) {
    if (parked_.size() >= kParkedRequestsMax || parked_bytes_ + request.bytes() > kParkedBytesMax) {
      if (request.peer != nullptr) {
        env_.courier.close(request.peer, CloseReason::kTryAgainLater);
      } else {
        request.done(Error{Errc::kReadOnly, "the store takes no writes now"});
      }
      return;
    }
    if (request.peer == nullptr) {
      request.done(Error{Errc::kReadOnly, "the store takes no writes now; nothing was changed"});
      return;
    }
    parked_bytes_ += request.bytes();
    parked_.push_back(std::move(request));
    return;
  }
  if (request.properties && putting_properties_) {
    property_changes_.push_back(
        [this, request = std::move(request)]() mutable { do_submit(std::move(request)); });
    return;
  }
  if (state_->needs_from(request.submission) < state_->tail_start()) {
    load_tail_for(std::move(request));
    return;
  }
  stage(std::move(request));
}

void DocumentActor::load_tail_for(SubmitRequest request) {
  const Version from = state_->needs_from(request.submission);
  const Version to = state_->tail_start();
  if (state_->head().value - from.value > env_.limits.ops_behind_max) {
    answer_refusal(std::move(request), too_far_behind());
    return;
  }
  const auto type =
      state_->content().exists() ? std::optional(state_->content().type()) : std::nullopt;
  // The type at `to` differs from the one at the head only if the document was deleted in between;
  // then nothing is transformed over these.
  suspend(request.peer);
  ++tail_users_;
  Turn turn{request.asker, request.peer};
  in_turn(
      env_.pools.loading, std::move(turn),
      [this, from, to, type] { return load_ops(env_.store, key_, from, to, type); },
      [this, to, request = std::move(request)](Result<std::vector<CommittedPtr>> ops) mutable {
        --tail_users_;
        const PeerRef peer = request.peer;
        if (ops && phase_ == Phase::kLive && to == state_->tail_start()) {
          state_->prepend(*std::move(ops));
        } else if (!ops) {
          resume(peer, [this, &request, &ops] { answer_refusal(std::move(request), ops.error()); });
          return;
        }
        resume(peer, [this, &request] { submit(std::move(request)); });
      });
}

/// A large document takes too long to decode for its shard. If the store loses operations
/// meanwhile, or another create comes first, the request is decided on anew.
void DocumentActor::prepare_large(SubmitRequest request) {
  suspend(request.peer);
  Turn turn{request.asker, request.peer};
  const auto shared = std::make_shared<SubmitRequest>(std::move(request));
  in_turn(
      env_.pools.conversions, std::move(turn),
      [shared, limits = state_->limits()] { return prepare_create(shared->submission, limits); },
      [this, shared, generation = generation_](Result<PreparedCreate> prepared) {
        SubmitRequest& large = *shared;
        resume(large.peer, [&] {
          if (!still_writes(generation) || !state_->can_create(large.submission)) {
            submit(std::move(large));
          } else if (!prepared) {
            answer_refusal(std::move(large), prepared.error());
          } else {
            const CommittedPtr op =
                state_->create(large.submission, *std::move(prepared), env_.clock.now());
            committed(std::move(large), op);
          }
        });
      });
}

/// A large edit takes too long to decode for its document's shard.
void DocumentActor::decode_large(SubmitRequest request, ot::TypeId type) {
  suspend(request.peer);
  Turn turn{request.asker, request.peer};
  const auto shared = std::make_shared<SubmitRequest>(std::move(request));
  in_turn(
      env_.pools.conversions, std::move(turn),
      [shared, type]() -> Result<DecodedEdit> {
        return decode_edit(type, shared->submission.body);
      },
      [this, shared](Result<DecodedEdit> decoded) {
        resume(shared->peer, [&] {
          if (!decoded) {  // the pool is full
            answer_refusal(std::move(*shared), decoded.error());
            return;
          }
          shared->submission.decoded = *std::move(decoded);
          submit(std::move(*shared));
        });
      });
}

void DocumentActor::stage(SubmitRequest request) {
  if (request.submission.body.size() > kEncodeHereBytes && state_->can_create(request.submission)) {
    prepare_large(std::move(request));
    return;
  }
  if (const auto type = request.submission.body.size() > kEncodeHereBytes
                            ? state_->can_decode(request.submission)
                            : std::nullopt) {
    decode_large(std::move(request), *type);
    return;
  }
  auto rebase = state_->begin(request.submission);
  const Result<void> advanced =
      rebase ? state_->advance(request.submission, *rebase, kTransformWorkSlice) : rebase.error();
  if (!advanced) {
    answer_refusal(std::move(request), advanced.error());
  } else if (state_->is_through(*rebase)) {
    decide(std::move(request), *std::move(rebase));
  } else {
    rebase_in_slices(std::move(request), *std::move(rebase));
  }
}

/// Places a large edit from far behind. Its socket waits. Everybody else goes on, and their edits
/// are more to transform over. If the document is reloaded meanwhile, the work begins anew.
void DocumentActor::rebase_in_slices(SubmitRequest request, DocumentState::Rebase rebase) {
  if (rebase.work + state_->work_left(rebase) > kTransformWorkMax) {
    answer_refusal(std::move(request), too_far_behind());
    return;
  }
  suspend(request.peer);
  ++tail_users_;
  struct Work {
    PeerRef peer;
    SubmitRequest request;
    DocumentState::Rebase rebase;
  };
  auto work = std::make_shared<Work>(Work{request.peer, std::move(request), std::move(rebase)});
  env_.long_work.add(env_.shard, [self = shared_from_this(), work, generation = generation_] {
    bool more = false;
    self->guarded([&] { more = self->rebase_slice(work->request, work->rebase, generation); });
    self->close_if_condemned(work->peer);
    return more;
  });
}

/// Returns whether there is more to do. Then the request and its rebase are as they should go on.
bool DocumentActor::rebase_slice(SubmitRequest& request, DocumentState::Rebase& rebase,
                                 std::uint64_t generation) {
  const PeerRef peer = request.peer;
  if (peer != nullptr && peer->is_gone()) {
    --tail_users_;
    resume(peer, Task([] {}));
    return false;  // its client sends the operation again
  }
  const bool is_current = still_writes(generation);
  Result<void> advanced;
  if (is_current) {
    advanced = state_->advance(request.submission, rebase, kTransformWorkSlice);
    if (advanced && !state_->is_through(rebase) && rebase.work <= kTransformWorkMax) {
      return true;
    }
  }
  --tail_users_;
  resume(peer, [&] {
    if (!is_current) {
      submit(std::move(request));
    } else if (!advanced) {
      answer_refusal(std::move(request), advanced.error());
    } else if (state_->is_through(rebase)) {
      decide(std::move(request), std::move(rebase));
    } else {
      answer_refusal(std::move(request), too_far_behind());
    }
  });
  return false;
}

/// No suspension here: the version is decided.
void DocumentActor::decide(SubmitRequest request, DocumentState::Rebase rebase) {
  const auto decision = state_->finish(request.submission, std::move(rebase), env_.clock.now());
  if (!decision) {
    answer_refusal(std::move(request), decision.error());
    return;
  }
  if (const auto* duplicate = std::get_if<DocumentState::Duplicate>(&*decision)) {
    env_.metrics.op_duplicate();
    answer_duplicate(std::move(request), duplicate->committed_at);
    return;
  }
  committed(std::move(request), std::get<CommittedPtr>(*decision));
}

void DocumentActor::committed(SubmitRequest request, const CommittedPtr& op) {
  log_bytes_ += storage::log_bytes(op->record);
  if (request.properties) {
    new_properties_ = request.properties;
    hold_frozen_parts(*new_properties_);
  }
  Departure departure{op, request.peer, {}};
  if (request.peer != nullptr) {
    departure.acknowledgement = acknowledgement(request, op->record.version);
  }
  releases_.push(state_->head(), std::move(departure), std::move(request));
  schedule_append();
}

Bytes DocumentActor::acknowledgement(const SubmitRequest& request, Version committed_at) const {
  std::string frames;
  const Version base = request.submission.base.value_or(committed_at);
  if (!listeners_to_be_.contains(request.peer.get()) && base < committed_at &&
      base >= state_->tail_start()) {
    // It will not listen when this goes out, but its acknowledgement counts only once it has all
    // operations before (protocol reference, section 5.3).
    frames = frames_between(base, committed_at, understood_by(request.peer.get()));
  }
  append_frame(frames, wire::acknowledge(key_, committed_at, request.submission.source,
                                         request.submission.sequence));
  return Bytes(std::move(frames));
}

void DocumentActor::answer_refusal(SubmitRequest request, const Error& error) {
  const wire::Refusal refusal = refusal_of(error);
  env_.metrics.refused(refusal.code);
  const Version needs = state_ == nullptr ? Version{} : state_->head();
  Task answer(
      [this, peer = request.peer, done = request.done, error,
       message = request.peer == nullptr ? std::string() : wire::refuse(request.message, refusal)] {
        if (peer != nullptr) {
          env_.courier.send(peer, framed(message));
        } else {
          done(error);
        }
      });
  releases_.push(needs, std::move(answer), std::move(request));
  release();
}

void DocumentActor::answer_duplicate(SubmitRequest request, Version committed_at) {
  Bytes bytes = request.peer == nullptr ? Bytes() : acknowledgement(request, committed_at);
  Task answer(
      [this, peer = request.peer, done = request.done, committed_at, bytes = std::move(bytes)] {
        if (peer != nullptr) {
          env_.courier.send(peer, bytes);
        } else {
          done(committed_at);
        }
      });
  releases_.push(state_->head(), std::move(answer), std::move(request));
  release();
}

void DocumentActor::schedule_append() {
  if (!std::exchange(append_scheduled_, true)) {
    env_.shard.post([self = shared_from_this()] { self->guarded([&self] { self->append(); }); });
  }
}

void DocumentActor::append() {
  append_scheduled_ = false;
  if (phase_ != Phase::kLive || handed_over_ == state_->head()) {
    return;
  }
  storage::Append append{key_, handed_over_, {}, std::exchange(new_properties_, std::nullopt)};
  for (Version at = handed_over_; at < state_->head(); at = at.next()) {
    append.ops.push_back(state_->op_at(at)->record);
  }
  handed_over_ = state_->head();
  plan_snapshot();
  const auto queued = env_.commits.submit(
      std::move(append), [self = shared_from_this(), generation = generation_,
                          upto = handed_over_](const Result<void>& result) mutable {
        Shard& shard = self->env_.shard;
        shard.post([self = std::move(self), generation, upto, result] {
          self->guarded([&] { self->on_appended(generation, upto, result); });
        });
      });
  if (!queued) {
    on_appended(generation_, handed_over_, queued);
  }
}

void DocumentActor::on_appended(std::uint64_t generation, Version upto,
                                const Result<void>& result) {
  if (generation != generation_) {
    return;  // given up already
  }
  if (!result) {
    fail_writes(result.error());
    return;
  }
  durable_ = std::max(durable_, upto);
  show_read_only(false);
  release();
  if (tail_users_ == 0) {
    state_->trim_tail(durable_);
  }
  write_snapshot();
}

void DocumentActor::release() {
  releases_.release(durable_,
                    [this](std::vector<Departure> departures, std::vector<SubmitRequest> requests) {
                      try {
                        depart(std::move(departures), requests);
                      } catch (...) {
                        for (const SubmitRequest& request : requests) {
                          close_unanswered(request.peer);
                        }
                        throw;
                      }
                    });
}

void DocumentActor::depart(std::vector<Departure> departures,
                           const std::vector<SubmitRequest>& requests) {
  subscribers_.broadcast(key_, departures, env_.courier);
  const auto now = SteadyClock::now();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    env_.metrics.op_committed();
    env_.metrics.acknowledged(std::chrono::duration<double>(now - requests[i].received).count());
    if (requests[i].properties) {
      properties_ = *requests[i].properties;
      tell_watchers();
    }
    tell_of(*departures[i].op);
    if (requests[i].peer != nullptr) {
      answered(requests[i].peer, requests[i].in_flight);
    }
    if (requests[i].done) {
      requests[i].done(departures[i].op->record.version);
    }
  }
}

void DocumentActor::tell_of_new_title() {
  if (env_.happenings != nullptr && key_.collection == kPaperCollection) {
    env_.happenings->happened(
        {.type = "document.renamed", .paper = key_.id, .at = env_.clock.now()});
  }
}

void DocumentActor::tell_of(const Committed& op) {
  const storage::OpKind kind = op.record.kind;
  const bool is_news = kind == storage::OpKind::kCreate || kind == storage::OpKind::kDelete;
  if (is_news && env_.happenings != nullptr && key_.collection == kPaperCollection) {
    env_.happenings->happened(
        {.type = kind == storage::OpKind::kCreate ? "document.created" : "document.deleted",
         .paper = key_.id,
         .at = op.record.time,
         .author_id = op.record.author});
  }
}

void DocumentActor::fail_writes(const Error& error) {
  ++generation_;
  planned_snapshot_.reset();
  frames_.clear();
  new_properties_.reset();
  listeners_to_be_.clear();
  for (const PeerRef& peer : subscribers_.all()) {
    listeners_to_be_.insert(peer.get());
  }
  // Requests without an answer are done again, in their order, on the document as the log has it.
  std::deque<Waiting> again;
  for (AgainRequest& request : releases_.take_all()) {
    if (auto* submit = std::get_if<SubmitRequest>(&request)) {
      const PeerRef peer = submit->peer;
      again.push_back(
          {peer, [this, submit = std::move(*submit)]() mutable { do_submit(std::move(submit)); }});
    } else if (auto* read = std::get_if<ReadRequest>(&request)) {
      const PeerRef peer = read->peer;
      again.push_back(
          {peer, [this, read = std::move(*read)]() mutable { do_read(std::move(read)); }});
    } else if (auto* task = std::get_if<Task>(&request)) {
      again.push_back({nullptr, std::move(*task)});
    }
  }
  waiting_.insert(waiting_.begin(), std::make_move_iterator(again.begin()),
                  std::make_move_iterator(again.end()));
  if (error.code != Errc::kVersionConflict) {
    stalled_ = true;
    show_read_only(true);
    env_.shard.after(kStoreRetryInterval, [self = shared_from_this()] {
      self->guarded([&self] { self->retry_writes(); });
    });
  }
  load();
}

void DocumentActor::retry_writes() {
  enqueue(nullptr, [this] {
    std::deque<SubmitRequest> parked = std::exchange(parked_, {});
    parked_bytes_ = 0;
    stalled_ = false;
    if (parked.empty()) {
      show_read_only(false);  // there is no edit to try with: the next one will show
    }
    for (SubmitRequest& request : parked) {
      do_submit(std::move(request));
    }
  });
}

void DocumentActor::show_read_only(bool read_only) {
  if (std::exchange(read_only_shown_, read_only) != read_only) {
    tell_watchers();
  }
}

void DocumentActor::plan_snapshot() {
  const std::uint64_t due = std::max<std::uint64_t>(kSnapshotLogBytesMin, snapshot_bytes_ / 2);
  if (log_bytes_ < due || planned_snapshot_ || snapshot_running_) {
    return;
  }
  planned_snapshot_ = {state_->head(), state_->time(), state_->content(), state_->created_at()};
  log_bytes_ = 0;
}

void DocumentActor::write_snapshot() {
  if (!planned_snapshot_ || planned_snapshot_->version > durable_ || snapshot_running_) {
    return;
  }
  snapshot_running_ = true;
  in_background(
      env_.pools.sealing,
      [this, planned = *std::exchange(planned_snapshot_, std::nullopt)]() -> Result<std::uint64_t> {
        const auto started = SteadyClock::now();
        const storage::SnapshotRecord record{planned.version, planned.time,
                                             std::string(planned.content.type_uri()),
                                             planned.content.to_json(), planned.created_at};
        if (auto put = env_.store.put_snapshot(key_, record); !put) {
          return put.error();
        }
        env_.metrics.snapshot_written(
            std::chrono::duration<double>(SteadyClock::now() - started).count());
        seal_history(env_.store, key_, planned.version, env_.limits.seal_ops);
        return static_cast<std::uint64_t>(record.content.size());
      },
      [this](const Result<std::uint64_t>& bytes) {
        // If the snapshot could not be written, the next opening takes longer: nothing else.
        snapshot_running_ = false;
        snapshot_bytes_ = bytes ? *bytes : snapshot_bytes_;
      });
}

void DocumentActor::retire() {
  const std::uint64_t least = std::min(env_.limits.seal_ops, kSealOpsIdle);
  if (state_ == nullptr || durable_.value < least) {
    return;
  }
  env_.pools.sealing.post([&store = env_.store, key = key_, upto = durable_, least] {
    seal_history(store, key, upto, least);
  });
}

}  // namespace plenary::server
