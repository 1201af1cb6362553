#pragma once

// The bodies of EventLog, for the one file of each kind that makes an instance of it.

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "server/documents/happenings.hpp"
#include "server/events/event_log.hpp"
#include "server/events/follow_log.hpp"
#include "server/limits.hpp"
#include "server/net/courier.hpp"
#include "server/net/frame.hpp"
#include "server/runtime/attempt.hpp"
#include "server/runtime/clock.hpp"
#include "server/runtime/pools.hpp"
#include "server/runtime/shard.hpp"
#include "storage/commit_queue.hpp"

namespace plenary::server {

// Loading

template <class Kind>
Result<void> EventLog<Kind>::Log::take(const storage::OpView& event) {
  PLENARY_TRY(News one, Kind::apply(state, event));
  time = std::max(time, event.time);
  if (!event.source.empty()) {
    known.emplace(name_of(event.author, event.source), Known{next, Kind::kind_of(one)});
  }
  if (next % kChunk == 0) {
    news.emplace_back().reserve(kChunk);
  }
  news.back().push_back(std::move(one));
  ++next;
  return {};
}

template <class Kind>
Result<std::unique_ptr<typename EventLog<Kind>::Log>> EventLog<Kind>::read(storage::Logs& store,
                                                                           const DocumentKey& key) {
  PLENARY_TRY(const storage::Head head, store.head(key));
  auto log = std::make_unique<Log>();
  PLENARY_TRY_VOID(follow_log(store, key, {}, head.version,
                              [&log](const storage::OpView& event) { return log->take(event); }));
  return log;
}

template <class Kind>
void EventLog<Kind>::load() {
  phase_ = Phase::kLoading;
  env_.pools.loading.post([self = this->shared_from_this()]() mutable {
    auto loaded = result_of([&self] { return read(self->env_.store, self->log_key_); });
    Shard& shard = self->env_.shard;
    shard.post([self = std::move(self), loaded = std::move(loaded)]() mutable {
      self->on_loaded(std::move(loaded));
    });
  });
}

template <class Kind>
void EventLog<Kind>::on_loaded(Result<std::unique_ptr<Log>> loaded) {
  if (loaded) {
    log_ = *std::move(loaded);
    durable_ = log_->next;
    phase_ = Phase::kLive;
    tell_watchers();
    write_next();
    return;
  }
  phase_ = Phase::kUnloaded;
  for (const Waiting& waiting : std::exchange(queue_, {})) {
    waiting.done(loaded.error());
  }
  if (!watchers_.empty()) {
    env_.shard.after(kStoreRetryInterval, [weak = this->weak_from_this()] {
      if (const auto self = weak.lock(); self != nullptr && self->phase_ == Phase::kUnloaded) {
        self->load();
      }
    });
  }
}

/// Gives up the log in memory. Destroying it takes time with its size, so that is not done on the
/// shard.
template <class Kind>
void EventLog<Kind>::dispose() {
  phase_ = Phase::kUnloaded;
  if (log_ != nullptr) {
    env_.pools.sealing.post([log = std::shared_ptr<Log>(std::move(log_))] {});
  }
}

template <class Kind>
bool EventLog<Kind>::is_idle(std::chrono::steady_clock::time_point now) const {
  return watchers_.empty() && phase_ != Phase::kLoading && !writing_ && queue_.empty() &&
         now - last_used_ >= env_.limits.document_idle_time;
}

// Writing

template <class Kind>
void EventLog<Kind>::propose(Proposal proposal, Done done) {
  PLENARY_ASSERT(env_.shard.is_here(), "a log is touched on its document's shard only");
  last_used_ = std::chrono::steady_clock::now();
  if (queue_.size() >= kEventsWaitingMax) {
    done(Error{Errc::kBusy, "Too much is being said here at the moment"});
    return;
  }
  queue_.push_back({std::move(proposal), std::move(done)});
  if (phase_ == Phase::kUnloaded) {
    load();
  } else {
    write_next();
  }
}

template <class Kind>
void EventLog<Kind>::write_next() {
  const auto self = this->shared_from_this();  // a callback may let go of the last owner
  while (phase_ == Phase::kLive && !writing_ && !queue_.empty()) {
    const std::shared_ptr<Batch> batch = decide_next();
    if (batch->records.empty()) {
      answer(*batch);  // from the durable state: there is no other
    } else {
      submit(batch);
    }
  }
}

template <class Kind>
std::shared_ptr<typename EventLog<Kind>::Batch> EventLog<Kind>::decide_next() {
  auto batch = std::make_shared<Batch>();
  batch->from = log_->next;
  while (!queue_.empty() && batch->decided.size() < kEventBatchMax &&
         batch->bytes < kEventBatchBytesMax) {
    Waiting waiting = std::move(queue_.front());
    queue_.pop_front();
    Result<Accepted> outcome = decide(waiting.proposal, *batch);
    batch->decided.push_back({std::move(waiting), std::move(outcome)});
  }
  return batch;
}

template <class Kind>
Result<Accepted> EventLog<Kind>::decide(const Proposal& proposal, Batch& batch) {
  const std::string_view author = Kind::author_of(proposal);
  const std::string_view key = Kind::idempotency_key_of(proposal);
  if (!key.empty()) {
    if (const auto known = log_->known.find(name_of(author, key)); known != log_->known.end()) {
      if (known->second.kind != Kind::kind_of(proposal)) {
        return Error{Errc::kDocumentExists, "This Idempotency-Key was used for another request"};
      }
      return Accepted{known->second.number, true};
    }
  }
  PLENARY_TRY(std::string body, Kind::decide(log_->state, proposal));
  const EventNumber number = log_->next;
  storage::OpRecord record{.version = {number},
                           .kind = storage::OpKind::kEvent,
                           .time = std::max(env_.clock.now(), log_->time),
                           .author = std::string(author),
                           .source = std::string(key),
                           .sequence = {1},
                           .body = std::move(body)};
  const Result<void> taken = log_->take(storage::view_of(record));
  PLENARY_ASSERT(taken.has_value(), "what was decided can be read");
  batch.bytes += record.body.size();
  batch.records.push_back(std::move(record));
  return Accepted{number, false};
}

template <class Kind>
void EventLog<Kind>::submit(const std::shared_ptr<Batch>& batch) {
  writing_ = true;
  storage::Append append{log_key_, {batch->from}, std::move(batch->records), std::nullopt};
  auto done = [self = this->shared_from_this(), batch](const Result<void>& result) {
    self->env_.shard.post([self, batch, result] { self->on_written(*batch, result); });
  };
  if (const auto queued = env_.commits.submit(std::move(append), done); !queued) {
    done(queued);
  }
}

template <class Kind>
void EventLog<Kind>::on_written(Batch& batch, const Result<void>& result) {
  writing_ = false;
  if (!result) {
    lose(batch, result.error());
    return;
  }
  durable_ = log_->next;
  answer(batch);
  tell_watchers();
  tell_others(batch.from);
  write_next();
}

/// The state is ahead of the log: it goes before anybody is answered, and the stored log is loaded.
template <class Kind>
void EventLog<Kind>::lose(Batch& batch, const Error& error) {
  dispose();
  load();
  std::deque<Waiting> again;
  std::vector<Waiting> refused;
  for (auto& decided : batch.decided) {
    Waiting& waiting = decided.waiting;
    const bool retry = error.code == Errc::kVersionConflict && ++waiting.lost < kLostAppendsMax;
    if (retry) {
      again.push_back(std::move(waiting));
    } else {
      refused.push_back(std::move(waiting));
    }
  }
  queue_.insert(queue_.begin(), std::make_move_iterator(again.begin()),
                std::make_move_iterator(again.end()));
  const Error shown = error.code == Errc::kVersionConflict
                          ? Error{Errc::kBusy, "Others were faster each time: nothing was done"}
                          : error;
  for (const Waiting& waiting : refused) {
    waiting.done(shown);
  }
}

template <class Kind>
void EventLog<Kind>::answer(const Batch& batch) {
  for (const auto& decided : batch.decided) {
    decided.waiting.done(decided.outcome);
  }
}

// Watching

template <class Kind>
void EventLog<Kind>::watch(const PeerRef& peer, EventNumber from, Audiences audiences) {
  PLENARY_ASSERT(env_.shard.is_here(), "a log is touched on its document's shard only");
  last_used_ = std::chrono::steady_clock::now();
  if (peer->is_gone()) {
    return;
  }
  Watcher& watcher = watchers_[peer.get()];
  watcher = {peer, from, audiences, ++watch_calls_};
  if (phase_ == Phase::kLive) {
    serve(watcher);
  } else if (phase_ == Phase::kUnloaded) {
    load();
  }
}

/// Sends the next events that the watcher has not got yet: one a turn, so that a long log holds
/// up nobody.
template <class Kind>
void EventLog<Kind>::serve(Watcher& watcher) {
  watcher.next = std::min(watcher.next, durable_);
  const std::span<const News> piece = piece_from(watcher.next);
  if (!piece.empty() || !watcher.begun) {
    env_.courier.send(watcher.peer, message_of(watcher.next, piece, watcher.audiences));
  }
  watcher.begun = true;
  watcher.next += piece.size();
  serve_later(watcher);
}

template <class Kind>
void EventLog<Kind>::serve_later(Watcher& watcher) {
  watcher.behind = watcher.next < durable_;
  if (!watcher.behind) {
    return;
  }
  env_.shard.post([weak = this->weak_from_this(), peer = watcher.peer, call = watcher.call] {
    const auto self = weak.lock();
    if (self == nullptr) {
      return;
    }
    const auto found = self->watchers_.find(peer.get());
    if (found == self->watchers_.end() || found->second.call != call) {
      return;
    }
    found->second.behind = false;
    if (self->phase_ == Phase::kLive) {
      self->serve(found->second);
    }
  });
}

template <class Kind>
void EventLog<Kind>::tell_watchers() {
  // Nearly all have the same to hear: the message is made once for them.
  struct Made {
    EventNumber from{0};
    Audiences audiences;
    Bytes bytes;
  };
  std::optional<Made> made;
  for (auto& [peer, watcher] : watchers_) {
    if (watcher.behind || (watcher.begun && watcher.next >= durable_)) {
      continue;
    }
    watcher.next = std::min(watcher.next, durable_);
    const std::span<const News> piece = piece_from(watcher.next);
    if (!made || made->from != watcher.next || made->audiences != watcher.audiences) {
      made =
          Made{watcher.next, watcher.audiences, message_of(watcher.next, piece, watcher.audiences)};
    }
    env_.courier.send(watcher.peer, made->bytes);
    watcher.begun = true;
    watcher.next += piece.size();
    serve_later(watcher);
  }
}

template <class Kind>
void EventLog<Kind>::tell_others(EventNumber from) const {
  if (env_.happenings == nullptr) {
    return;
  }
  while (from < durable_) {
    const std::span<const News> piece = piece_from(from);
    for (const News& one : piece) {
      env_.happenings->happened(Kind::happening(document_, one));
    }
    from += piece.size();
  }
}

/// The durable events from there on that lie together. Requires: from <= durable_.
template <class Kind>
std::span<const typename EventLog<Kind>::News> EventLog<Kind>::piece_from(EventNumber from) const {
  if (from >= durable_) {
    return {};
  }
  const std::vector<News>& chunk = log_->news[from / kChunk];
  const std::size_t at = from % kChunk;
  return std::span<const News>(chunk).subspan(
      at, std::min<std::uint64_t>(chunk.size() - at, durable_ - from));
}

template <class Kind>
Bytes EventLog<Kind>::message_of(EventNumber from, std::span<const News> piece,
                                 Audiences audiences) const {
  std::vector<News> told;
  for (const News& one : piece) {
    if (audiences.holds(Kind::audience_of(one))) {
      told.push_back(one);
    }
  }
  return framed(Kind::message(document_, from, from + piece.size(), told));
}

}  // namespace plenary::server
