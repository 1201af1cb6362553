#include "server/threads/discussions.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "protocol/base/try.hpp"
#include "server/events/follow_log.hpp"
#include "server/runtime/pool.hpp"
#include "server/threads/cell_words.hpp"
#include "server/threads/checkpoint.hpp"
#include "server/threads/thread_events.hpp"

namespace plenary::server {
namespace {

/// Operations after which the threads' places are written down anew: the work that the first reader
/// after a start may have to wait for.
constexpr std::uint64_t kCheckpointOps = 4'096;
/// A checkpoint lies that far behind the head: threads begin at versions a little behind it, and
/// one that begins below a checkpoint makes it useless.
constexpr std::uint64_t kCheckpointLag = 256;

Error no_such_version() {
  return {Errc::kVersionAhead, "This document has no such version yet"};
}

Error no_such_range() {
  return {Errc::kNotApplicable, "The text of that version has no such range"};
}

Error words_are_gone() {
  return {
      Errc::kRejected,
      "These words are no longer in the document, and you may not read its history. Nothing was "
      "kept: comment on the text as it is now"};
}

bool is_longer_than_any(std::size_t index, std::size_t length) {
  return index > kDocumentUnitsMax || length > kDocumentUnitsMax;
}

/// The words of a range that lies in the text, or of what is in there.
Result<std::string> quote_at(const text::Rope& rope, anchor::Range range,
                             const threads::Anchor& anchor) {
  if (anchor.inside) {
    const auto* const embed = rope.embed_at(range.start);
    const std::size_t start = anchor.inside->index;
    PLENARY_TRY(const InnerRange words,
                InnerRange::begin(embed, {anchor.cell, {start, start + anchor.inside->length}}));
    return quote_of(words.words(embed));
  }
  return anchor.cell ? words_of_cell(rope, range, *anchor.cell)
                     : Result<std::string>(words_of(rope, range));
}

bool lies_in(const text::Rope* rope, anchor::Range range) {
  return rope != nullptr && range.start <= rope->length() && range.end <= rope->length() &&
         range.start <= range.end;
}

}  // namespace

Result<DiscussionHeads> DiscussionTrack::heads(storage::Logs& store, const DocumentKey& paper) {
  PLENARY_TRY(const storage::Head events, store.head(ThreadEvents::log_of(paper)));
  PLENARY_TRY(const storage::Head head, store.head(paper));
  return DiscussionHeads{head.version, events.version.value};
}

Result<DiscussionViewPtr> DiscussionTrack::advance(DiscussionSources& sources,
                                                   const DiscussionHeads& heads) {
  PLENARY_TRY_VOID(fold(sources.store, heads.events));
  const Version head = std::max(version_, heads.paper);
  std::shared_ptr<const Places> places;
  if (!discussion_->threads().empty()) {
    resume(sources, head);
    PLENARY_TRY(places, trail_.at(sources.store, sources.past, head));
    write_down(sources, head);
  }
  version_ = head;
  return std::make_shared<const DiscussionView>(
      DiscussionView{discussion_, std::move(places), head, texts_});
}

/// Takes the events up to there, or none of them.
Result<void> DiscussionTrack::fold(storage::Logs& store, EventNumber to) {
  const EventNumber known = discussion_->next();
  if (known >= to) {
    return {};
  }
  threads::Discussion grown = *discussion_;
  PLENARY_TRY_VOID(follow_log(store, ThreadEvents::log_of(paper_), {known}, {to},
                              [&grown](const storage::OpView& event) -> Result<void> {
                                PLENARY_TRY(const threads::Entry entry, read_thread_event(event));
                                grown.apply(entry);
                                return {};
                              }));
  const auto& order = grown.threads();
  for (auto id = std::lower_bound(order.begin(), order.end(), known); id != order.end(); ++id) {
    const threads::Anchor& anchor = grown.thread(*id)->anchor;
    trail_.add(*id, anchor);
    if (anchor.version < written_) {
      written_ = {};  // the stored checkpoint is without it
    }
  }
  discussion_ = std::make_shared<const threads::Discussion>(std::move(grown));
  return {};
}

/// Begins where it was written down, if that can be used. Whatever is wrong with it costs time
/// only.
void DiscussionTrack::resume(DiscussionSources& sources, Version head) {
  if (std::exchange(resumed_, true)) {
    return;
  }
  const auto kept = sources.store.properties(ThreadEvents::log_of(paper_));
  auto checkpoint = kept && *kept ? decode_checkpoint(**kept) : Error{Errc::kNotFound, {}};
  if (!checkpoint || checkpoint->next > discussion_->next() || checkpoint->version > head) {
    return;
  }
  auto content = sources.past.at(paper_, checkpoint->version);
  if (!content) {
    return;
  }
  auto places = Places::resume(checkpoint->version, std::move(content->content),
                               std::move(checkpoint->anchors), std::move(checkpoint->inner));
  if (places && trail_.resume(*std::move(places), checkpoint->next)) {
    written_ = checkpoint->version;
  }
}

/// Writes down where the threads were a little while ago, if they have come far since that was
/// done. Whatever becomes of it: without one, or with an older one, there is more to follow.
void DiscussionTrack::write_down(DiscussionSources& sources, Version head) {
  if (head.value < written_.value + kCheckpointOps + kCheckpointLag) {
    return;
  }
  const auto places = trail_.kept_below({head.value - kCheckpointLag});
  if (places == nullptr || places->version().value < written_.value + kCheckpointOps) {
    return;
  }
  written_ = places->version();
  const auto next = trail_.first_from(written_, discussion_->next());
  sources.background.post(
      [&store = sources.store, key = ThreadEvents::log_of(paper_), places, next] {
        const Checkpoint checkpoint{places->version(), next, places->anchors(),
                                    places->inner().state()};
        std::ignore = store.put_properties(key, encode(checkpoint));
      });
}

/// Long ways are followed beside the track, so that readers of the head do not wait for them.
Result<DiscussionViewPtr> Discussions::view_at(const DocumentKey& paper, Version version) {
  struct Begin {
    DiscussionView view;
    std::optional<PlaceTrail::Way> way;  // nothing: there are no threads
  };
  PLENARY_TRY(Begin begin,
              follower_.with_track(paper,
                                   [version](DiscussionTrack& track, DiscussionSources& sources,
                                             const DiscussionViewPtr& newest) -> Result<Begin> {
                                     if (version > newest->version) {
                                       return no_such_version();
                                     }
                                     Begin here{*newest, std::nullopt};
                                     if (newest->places != nullptr) {
                                       PLENARY_TRY(here.way,
                                                   track.trail().way_to(sources.past, version));
                                     }
                                     return here;
                                   }));
  begin.view.version = version;
  if (begin.way) {
    const std::uint64_t generation = begin.way->generation;
    PLENARY_TRY(begin.view.places,
                PlaceTrail::go(sources_.store, paper, *std::move(begin.way), version));
    PLENARY_TRY_VOID(follower_.with_track(
        paper, [&](DiscussionTrack& track, DiscussionSources&, const DiscussionViewPtr&) {
          track.trail().keep(begin.view.places, generation);
          return Result<void>();
        }));
  }
  return std::make_shared<const DiscussionView>(std::move(begin.view));
}

Result<threads::Anchor> Discussions::anchor(const DocumentKey& paper, threads::Anchor asked,
                                            bool may_read_history) {
  const threads::InnerWords inside = asked.inside.value_or(threads::InnerWords{});
  if (is_longer_than_any(asked.index, asked.length) ||
      is_longer_than_any(inside.index, inside.length)) {
    return no_such_range();
  }
  return follower_.with_track(
      paper,
      [asked = std::move(asked), may_read_history](
          DiscussionTrack& track, DiscussionSources& sources,
          const DiscussionViewPtr& newest) mutable -> Result<threads::Anchor> {
        if (asked.version > newest->version) {
          return no_such_version();
        }
        PLENARY_TRY_VOID(threads::check_anchor(asked));
        PlaceTrail& trail = track.trail();
        if (!may_read_history && asked.version < newest->version) {
          PLENARY_TRY(asked, trail.carry(sources.store, sources.past, asked, newest->version));
          if (asked.length == 0) {
            return words_are_gone();
          }
        }
        PLENARY_TRY(const ot::Content content,
                    trail.content_at(sources.store, sources.past, asked.version));
        const anchor::Range range{asked.index, asked.index + asked.length};
        if (!lies_in(content.rich_text(), range)) {
          return no_such_range();
        }
        PLENARY_TRY(asked.quote, quote_at(*content.rich_text(), range, asked));
        return asked;
      });
}

}  // namespace plenary::server
