// Where the threads of a document are, for those who read them: the text at some version, and the
// ranges brought along from there.

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "protocol/base/try.hpp"
#include "server/runtime/pools.hpp"
#include "server/threads/threads_actor.hpp"
#include "storage/store.hpp"

namespace plenary::server {
namespace {

using threads::Number;

/// Versions whose text is kept for the comments of those who look at them: copies share nearly all
/// of their memory.
constexpr std::size_t kSeenVersionsMax = 32;

/// Operations after which it is written down anew where the threads are: what the first reader
/// after a start may have to wait for.
constexpr std::uint64_t kCheckpointOps = 4'096;

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
  env_.pools.sealing.post(
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

}  // namespace plenary::server
