#include "server/threads/threads_actor.hpp"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/wire/encode.hpp"
#include "server/documents/happenings.hpp"
#include "server/net/courier.hpp"
#include "server/net/frame.hpp"
#include "server/runtime/clock.hpp"
#include "server/runtime/pools.hpp"
#include "server/runtime/shard.hpp"
#include "server/threads/thread_view.hpp"
#include "storage/commit_queue.hpp"
#include "storage/store.hpp"

namespace plenary::server {
namespace {

using threads::Number;
using SteadyClock = std::chrono::steady_clock;

std::string known_name(const std::string& author, const std::string& idempotency_key) {
  return author + '\n' + idempotency_key;
}

/// "replied" → "thread.replied", "edited" → "comment.edited"
std::string happening_of(std::string_view kind) {
  const bool of_comment = kind == "edited" || kind == "deleted" || kind == "reacted";
  return (of_comment ? "comment." : "thread.") + std::string(kind);
}

}  // namespace

DocumentKey threads_log(const DocumentKey& document) {
  return {std::string(storage::kReservedPrefix) + "threads", document.id};
}

ThreadsActor::ThreadsActor(DocumentKey document, DocumentEnvironment& environment,
                           Documents& documents)
    : document_(std::move(document)),
      log_key_(threads_log(document_)),
      env_(environment),
      documents_(documents) {}

void ThreadsActor::start() {
  load();
}

bool ThreadsActor::is_idle(SteadyClock::time_point now) const {
  return watchers_.empty() && until_loaded_.empty() && !writing_ && queue_.empty() &&
         until_written_.empty() && !following_ &&
         now - last_used_ >= env_.limits.document_idle_time;
}

// The log

void ThreadsActor::Log::apply(const threads::Entry& entry, const std::string& idempotency_key) {
  discussion.apply(entry);
  const auto thread = std::holds_alternative<threads::Started>(entry.event)
                          ? std::optional(entry.number)
                          : discussion.thread_of(entry.event);
  told.push_back({entry.number, thread.value_or(entry.number), kind_of(entry.event), entry.time,
                  entry.author.id, entry.author.name});
  time = std::max(time, entry.time);
  if (!idempotency_key.empty()) {
    known.emplace(known_name(entry.author.id, idempotency_key), entry.number);
  }
}

Result<ThreadsActor::Log> ThreadsActor::read_log(storage::Store& store, const DocumentKey& key) {
  PLENARY_TRY(const storage::Head head, store.head(key));
  Log log;
  Result<void> read;
  PLENARY_TRY_VOID(store.read_ops(key, {}, head.version, [&](storage::OpRecord&& record) {
    auto stored = threads::from_json(record.body);
    if (!stored || record.kind != storage::OpKind::kEvent) {
      read = Error{Errc::kCorrupt, "event " + std::to_string(record.version.value) + " of " +
                                       key.collection + "/" + key.id + " cannot be read"};
      return false;
    }
    log.apply({record.version.value,
               record.time,
               {std::move(record.author), std::move(stored->author_name)},
               std::move(stored->event)},
              record.source);
    return true;
  }));
  PLENARY_TRY_VOID(read);
  PLENARY_TRY(const auto kept, store.properties(key));
  if (kept) {
    if (auto checkpoint = decode_checkpoint(*kept);
        checkpoint && checkpoint->next <= log.discussion.next()) {
      log.checkpoint = *std::move(checkpoint);
    }
  }
  return log;
}

void ThreadsActor::load() {
  phase_ = Phase::kLoading;
  loading_ = true;
  env_.pools.loading.post([self = shared_from_this()]() mutable {
    auto loaded = read_log(self->env_.store, self->log_key_);
    Shard& shard = self->env_.shard;
    shard.post([self = std::move(self), loaded = std::move(loaded)]() mutable {
      self->on_loaded(std::move(loaded));
    });
  });
}

void ThreadsActor::on_loaded(Result<Log> loaded) {
  loading_ = false;
  Result<void> result;
  if (loaded) {
    log_ = *std::move(loaded);
    phase_ = Phase::kLive;
    places_.reset();
    checkpoint_ = std::exchange(log_.checkpoint, std::nullopt);
    kept_ = checkpoint_ ? checkpoint_->version : Version{};
    unplaced_.clear();  // filled when places begin
  } else {
    result = loaded.error();
    fail_queue(loaded.error());
  }
  for (const Followed& task : std::exchange(until_loaded_, {})) {
    task(result);
  }
  if (phase_ == Phase::kLive && !writing_ && !queue_.empty()) {
    write_batch();
  }
}

void ThreadsActor::when_loaded(Followed task) {
  PLENARY_ASSERT(env_.shard.is_here(), "threads are touched on their document's shard only");
  last_used_ = SteadyClock::now();
  if (phase_ == Phase::kLive) {
    task({});
    return;
  }
  until_loaded_.push_back(std::move(task));
  if (!loading_) {
    load();
  }
}

// Writing

void ThreadsActor::propose(Proposal proposal, Done done) {
  when_loaded([self = shared_from_this(), waiting = Waiting{std::move(proposal), std::move(done)}](
                  const Result<void>& loaded) {
    if (!loaded) {
      waiting.done(loaded.error());
    } else if (std::holds_alternative<threads::Started>(waiting.proposal.event)) {
      self->find_words(waiting);
    } else {
      self->queue(waiting);
    }
  });
}

/// Reads the words that a new thread hangs on where its author saw them.
void ThreadsActor::find_words(Waiting waiting) {
  const Version version = std::get<threads::Started>(waiting.proposal.event).anchor.version;
  content_at(version, [self = shared_from_this(),
                       waiting = std::move(waiting)](const Result<ot::Content>& content) mutable {
    if (!content) {
      waiting.done(content.error());
      return;
    }
    threads::Anchor& anchor = std::get<threads::Started>(waiting.proposal.event).anchor;
    const text::Rope* rope = content->rich_text();
    if (rope == nullptr || anchor.index > rope->length() ||
        anchor.length > rope->length() - anchor.index) {
      waiting.done(Error{Errc::kNotApplicable, "The text of that version has no such range"});
      return;
    }
    anchor.quote = words_of(*rope, {anchor.index, anchor.index + anchor.length});
    self->queue(std::move(waiting));
  });
}

void ThreadsActor::queue(Waiting waiting) {
  queue_.push_back(std::move(waiting));
  if (!writing_ && phase_ == Phase::kLive) {
    write_batch();
  }
}

Result<void> ThreadsActor::check(const Proposal& proposal) const {
  const auto thread = log_.discussion.thread_of(proposal.event);
  if (proposal.thread && thread && *proposal.thread != *thread) {
    return Error{Errc::kNotFound, "There is no such comment in this thread"};
  }
  PLENARY_TRY_VOID(log_.discussion.check(proposal.event, proposal.actor));
  if (proposal.expected && thread && log_.discussion.thread(*thread)->last != *proposal.expected) {
    return Error{Errc::kVersionConflict, "The thread has changed since you read it"};
  }
  return {};
}

void ThreadsActor::stage(Waiting waiting, Batch& batch) {
  Proposal& proposal = waiting.proposal;
  const auto known =
      log_.known.find(known_name(proposal.actor.author.id, proposal.idempotency_key));
  if (!proposal.idempotency_key.empty() && known != log_.known.end()) {
    if (log_.told[known->second].is != kind_of(proposal.event)) {
      batch.answers.push_back([done = std::move(waiting.done)](const Result<void>&) {
        done(Error{Errc::kDocumentExists, "This Idempotency-Key was used for another request"});
      });
      return;
    }
    batch.answers.push_back(
        [done = std::move(waiting.done), number = known->second](const Result<void>& written) {
          done(written ? Result<Accepted>(Accepted{number, true}) : written.error());
        });
    return;
  }
  if (auto checked = check(proposal); !checked) {
    batch.answers.push_back([done = std::move(waiting.done),
                             error = checked.error()](const Result<void>&) { done(error); });
    return;
  }
  const threads::Entry entry{log_.discussion.next(), std::max(env_.clock.now(), log_.time),
                             proposal.actor.author, std::move(proposal.event)};
  batch.records.push_back({.version = {entry.number},
                           .kind = storage::OpKind::kEvent,
                           .time = entry.time,
                           .author = entry.author.id,
                           .source = proposal.idempotency_key,
                           .sequence = {1},
                           .body = threads::to_json(entry.author, entry.event)});
  log_.apply(entry, proposal.idempotency_key);
  if (const auto* started = std::get_if<threads::Started>(&entry.event)) {
    unplaced_.emplace(started->anchor.version, entry.number);
  }
  batch.answers.push_back(
      [done = std::move(waiting.done), number = entry.number](const Result<void>& written) {
        done(written ? Result<Accepted>(Accepted{number, false}) : written.error());
      });
}

void ThreadsActor::write_batch() {
  Batch batch;
  batch.from = log_.discussion.next();
  for (Waiting& waiting : std::exchange(queue_, {})) {
    stage(std::move(waiting), batch);
  }
  writing_ = true;
  if (batch.records.empty()) {
    on_written(std::move(batch), {});
    return;
  }
  storage::Append append{log_key_, {batch.from}, batch.records};
  auto done = [self = shared_from_this(),
               held = std::make_shared<Batch>(std::move(batch))](const Result<void>& result) {
    self->env_.shard.post([self, held, result] { self->on_written(std::move(*held), result); });
  };
  if (const auto queued = env_.commits.submit(std::move(append), done); !queued) {
    done(queued);
  }
}

void ThreadsActor::on_written(Batch batch, const Result<void>& result) {
  // Those who ask from now on wait until the next batch is written, too; who waited sees this one.
  for (const auto& answer : batch.answers) {
    answer(result);
  }
  if (result && !batch.records.empty()) {
    tell_watchers(batch.from);
    tell_others(batch.from, batch.records.size());
  }
  for (const Followed& task : std::exchange(until_written_, {})) {
    task(result);
  }
  writing_ = false;
  if (!result) {
    load();  // memory is ahead of the log: what is on disk is the truth
  } else if (!queue_.empty()) {
    write_batch();
  }
}

void ThreadsActor::fail_queue(const Error& error) {
  for (const Waiting& waiting : std::exchange(queue_, {})) {
    waiting.done(error);
  }
}

void ThreadsActor::when_written(Followed task) {
  if (writing_) {
    until_written_.push_back(std::move(task));
  } else {
    task({});
  }
}

// Watching

void ThreadsActor::watch(const PeerRef& peer, Number from) {
  when_loaded([self = shared_from_this(), peer, from](const Result<void>& loaded) {
    if (!loaded || peer->is_gone()) {
      return;
    }
    self->when_written([self, peer, from](const Result<void>& written) {
      if (!written || peer->is_gone()) {
        return;
      }
      self->watchers_[peer.get()] = peer;
      self->env_.courier.send(peer, framed(self->events_message(from)));
    });
  });
}

void ThreadsActor::unwatch(const PeerRef& peer) {
  watchers_.erase(peer.get());
}

void ThreadsActor::tell_others(Number from, std::size_t count) {
  if (env_.happenings == nullptr) {
    return;
  }
  for (const wire::ThreadEvent& event :
       std::span<const wire::ThreadEvent>(log_.told).subspan(from, count)) {
    env_.happenings->happened({.type = happening_of(event.is),
                               .paper = document_.id,
                               .at = event.at,
                               .author_id = event.author_id,
                               .author_name = event.author_name,
                               .thread = event.thread,
                               .number = event.number});
  }
}

void ThreadsActor::tell_watchers(Number from) {
  if (watchers_.empty()) {
    return;
  }
  const Bytes message = framed(events_message(from));
  for (const auto& entry : watchers_) {
    env_.courier.send(entry.second, message);
  }
}

std::string ThreadsActor::events_message(Number from) const {
  const std::span<const wire::ThreadEvent> all(log_.told);
  const auto start = std::min<std::size_t>(from, all.size());
  return wire::threads(document_, start, all.subspan(start));
}

}  // namespace plenary::server
