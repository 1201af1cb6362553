#include "server/threads/threads_actor.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <tuple>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/wire/encode.hpp"
#include "server/documents/happenings.hpp"
#include "server/net/courier.hpp"
#include "server/net/frame.hpp"
#include "server/runtime/background.hpp"
#include "server/runtime/clock.hpp"
#include "server/runtime/shard.hpp"
#include "server/threads/thread_view.hpp"
#include "storage/commit_queue.hpp"
#include "storage/store.hpp"

namespace plenary::server {
namespace {

using threads::Number;
using SteadyClock = std::chrono::steady_clock;

/// Versions whose text is kept for the comments of those who look at them: copies share nearly all
/// of their memory.
constexpr std::size_t kSeenVersionsMax = 32;

/// Operations after which it is written down anew where the threads are: what the first reader
/// after a start may have to wait for.
constexpr std::uint64_t kCheckpointOps = 4'096;

std::string known_name(const std::string& author, const std::string& idempotency_key) {
  return author + '\n' + idempotency_key;
}

/// "replied" → "thread.replied", "edited" → "comment.edited"
std::string happening_of(std::string_view kind) {
  const bool of_comment = kind == "edited" || kind == "deleted" || kind == "reacted";
  return (of_comment ? "comment." : "thread.") + std::string(kind);
}

/// Follows the document to `to` and puts the threads of `begun` in where they began, taking them
/// out there. Requires: places.version() <= to <= between.to, and none of them began before.
Result<void> move_on(Places& places, std::multimap<Version, Number>& begun,
                     const threads::Discussion& discussion, const OpsBetween& between, Version to) {
  while (true) {
    while (!begun.empty() && begun.begin()->first == places.version()) {
      const Number id = begun.begin()->second;
      const threads::Anchor& anchor = discussion.thread(id)->anchor;
      // Without a place (the document was made anew as another type) a thread is an orphan.
      std::ignore = places.add(id, {anchor.index, anchor.index + anchor.length});
      begun.erase(begun.begin());
    }
    if (places.version() == to) {
      return {};
    }
    PLENARY_TRY_VOID(places.follow(*between.ops[places.version().value - between.from.value]));
  }
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
  env_.background.post([self = shared_from_this()]() mutable {
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
    unplaced_.clear();
    for (const Number id : log_.discussion.threads()) {
      unplaced_.emplace(log_.discussion.thread(id)->anchor.version, id);
    }
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

/// Finds the text that an author saw: most look at one of the last versions, so what was read for
/// the comment before is carried on by the operations since instead of being read again.
void ThreadsActor::content_at(Version version, std::function<void(Result<ot::Content>)> use) {
  const auto after = seen_.upper_bound(version);
  const bool near =
      after != seen_.begin() && version.value - std::prev(after)->first.value <= kTailOpsMax;
  if (!near) {
    documents_.with(document_, [self = shared_from_this(), version,
                                use = std::move(use)](DocumentActor& document) {
      document.read_content(version, [self, use](Result<ContentAt> at) {
        if (!at) {
          use(at.error());
          return;
        }
        self->remember(at->version, at->content);
        use(std::move(at->content));
      });
    });
    return;
  }
  const auto base = std::prev(after);
  if (base->first == version) {
    use(base->second);
    return;
  }
  documents_.with(document_, [self = shared_from_this(), version, use = std::move(use),
                              places = Places(base->first, base->second)](DocumentActor& document) {
    document.read_ops_since(
        places.version(), [self, version, use, places](const Result<OpsBetween>& between) mutable {
          std::multimap<Version, Number> nobody;
          Result<void> moved = between ? Result<void>() : Result<void>(between.error());
          if (moved && between->to < version) {
            moved = Error{Errc::kVersionAhead, "This document has no such version yet"};
          } else if (moved) {
            moved = move_on(places, nobody, self->log_.discussion, *between, version);
          }
          if (!moved) {
            use(moved.error());
            return;
          }
          self->remember(version, places.content());
          use(places.content());
        });
  });
}

void ThreadsActor::remember(Version version, const ot::Content& content) {
  seen_.insert_or_assign(version, content);
  if (seen_.size() > kSeenVersionsMax) {
    seen_.erase(seen_.begin());
  }
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

// Reading

void ThreadsActor::read(std::function<void(Result<View>)> use) {
  when_loaded([self = shared_from_this(), use = std::move(use)](const Result<void>& loaded) {
    if (!loaded) {
      use(loaded.error());
      return;
    }
    self->catch_up([self, use](const Result<void>& caught_up) {
      if (!caught_up) {
        use(caught_up.error());
        return;
      }
      self->when_written([self, use](const Result<void>& written) {
        use(written ? Result<View>(
                          View{self->log_.discussion, self->places_ ? &*self->places_ : nullptr})
                    : written.error());
        if (written) {
          self->keep_places();
        }
      });
    });
  });
}

void ThreadsActor::read_at(Version version, std::function<void(Result<View>)> use) {
  when_loaded(
      [self = shared_from_this(), version, use = std::move(use)](const Result<void>& loaded) {
        if (!loaded) {
          use(loaded.error());
          return;
        }
        self->when_written([self, version, use](const Result<void>& written) {
          if (written) {
            self->place_at(version, use);
          } else {
            use(written.error());
          }
        });
      });
}

void ThreadsActor::place_at(Version version, std::function<void(Result<View>)> use) {
  std::multimap<Version, Number> begun;
  for (const Number id : log_.discussion.threads()) {
    const Version at = log_.discussion.thread(id)->anchor.version;
    if (at <= version) {
      begun.emplace(at, id);
    }
  }
  const Version first = begun.empty() ? version : begun.begin()->first;
  documents_.with(document_, [self = shared_from_this(), first, version, begun = std::move(begun),
                              use = std::move(use)](DocumentActor& document) {
    document.read_content(first, [self, version, begun, use](Result<ContentAt> at) {
      if (!at) {
        use(at.error());
        return;
      }
      Places places(at->version, std::move(at->content));
      self->documents_.with(self->document_, [=](DocumentActor& same) {
        same.read_ops_since(places.version(), [=](const Result<OpsBetween>& between) {
          use_places_at(self, between, places, version, begun, use);
        });
      });
    });
  });
}

void ThreadsActor::use_places_at(const std::shared_ptr<ThreadsActor>& self,
                                 const Result<OpsBetween>& between, Places places, Version version,
                                 std::multimap<Version, Number> begun,
                                 const std::function<void(Result<View>)>& use) {
  if (!between || between->to < version) {
    use(between ? Error{Errc::kVersionAhead, "This document has no such version yet"}
                : between.error());
    return;
  }
  if (auto taken = move_on(places, begun, self->log_.discussion, *between, version); !taken) {
    use(taken.error());
    return;
  }
  use(View{self->log_.discussion, &places});
}

void ThreadsActor::catch_up(Followed then) {
  until_followed_.push_back(std::move(then));
  if (following_) {
    return;
  }
  following_ = true;
  if (log_.discussion.threads().empty()) {
    followed({});
  } else if (!places_) {
    start_places();
  } else {
    follow();
  }
}

void ThreadsActor::keep_places() {
  const bool settled = places_ && unplaced_.empty() && !following_ && !writing_;
  if (!settled || places_->version().value < kept_.value + kCheckpointOps) {
    return;
  }
  kept_ = places_->version();
  // Whatever becomes of it: without one, or with an older one, there is more to follow.
  env_.background.post(
      [&store = env_.store, key = log_key_,
       checkpoint = Checkpoint{kept_, log_.discussion.next(), places_->anchors()}] {
        std::ignore = store.put_properties(key, encode(checkpoint));
      });
}

/// Begins where a checkpoint was made.
void ThreadsActor::resume_places() {
  std::erase_if(unplaced_, [this](const auto& entry) { return entry.second < checkpoint_->next; });
  documents_.with(document_, [self = shared_from_this(),
                              version = checkpoint_->version](DocumentActor& document) {
    document.read_content(version, [self](Result<ContentAt> at) {
      const auto resumed = at ? Places::resume(at->version, std::move(at->content),
                                               std::move(self->checkpoint_->anchors))
                              : Result<Places>(at.error());
      self->checkpoint_.reset();
      if (resumed) {
        self->places_ = *resumed;
        self->follow();
      } else {
        self->start_places();
      }
    });
  });
}

/// Reads the text where the oldest thread began.
void ThreadsActor::start_places() {
  unplaced_.clear();
  for (const Number id : log_.discussion.threads()) {
    unplaced_.emplace(log_.discussion.thread(id)->anchor.version, id);
  }
  if (checkpoint_) {
    resume_places();
    return;
  }
  const Version first = unplaced_.begin()->first;
  documents_.with(document_, [self = shared_from_this(), first](DocumentActor& document) {
    document.read_content(first, [self](Result<ContentAt> at) {
      if (!at) {
        self->followed(at.error());
        return;
      }
      self->places_.emplace(at->version, std::move(at->content));
      self->follow();
    });
  });
}

void ThreadsActor::follow() {
  const Version from = unplaced_.empty() ? places_->version()
                                         : std::min(places_->version(), unplaced_.begin()->first);
  documents_.with(document_, [self = shared_from_this(), from](DocumentActor& document) {
    document.read_ops_since(from, [self](Result<OpsBetween> between) {
      if (!between) {
        self->followed(between.error());
        return;
      }
      if (auto taken = self->take(*between); !taken) {
        self->places_.reset();
        self->followed(taken.error());
        return;
      }
      if (!self->places_) {
        self->start_places();
      } else if (!self->unplaced_.empty()) {
        self->follow();  // they began while these operations were being read
      } else {
        self->followed({});
      }
    });
  });
}

/// Moves the anchors on, unless a thread began before these operations. Afterwards there are no
/// places if they must be made anew.
Result<void> ThreadsActor::take(const OpsBetween& between) {
  const auto op_at = [&](Version version) -> const Committed& {
    return *between.ops[version.value - between.from.value];
  };
  if (!unplaced_.empty() && unplaced_.begin()->first < between.from) {
    return {};
  }
  while (!unplaced_.empty() && unplaced_.begin()->first < places_->version()) {
    const auto [version, id] = *unplaced_.begin();
    const threads::Anchor& anchor = log_.discussion.thread(id)->anchor;
    anchor::Range range{anchor.index, anchor.index + anchor.length};
    for (Version at = version; at < places_->version(); at = at.next()) {
      range = mapped(range, op_at(at).operation);
    }
    if (range.empty()) {
      places_.reset();  // its words went before anybody looked: only the whole way tells which
      return {};
    }
    std::ignore = places_->add(id, range);
    unplaced_.erase(unplaced_.begin());
  }
  return move_on(*places_, unplaced_, log_.discussion, between, between.to);
}

void ThreadsActor::followed(const Result<void>& result) {
  following_ = false;
  for (const Followed& task : std::exchange(until_followed_, {})) {
    task(result);
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
