#include "protocol/base/try.hpp"
#include "server/threads/place_trail.hpp"

// Carries anchors of threads from the versions at which they begin to later ones.

namespace plenary::server {

/// The range of a thread at `to`, if that is known from memory and its presence could not have
/// mattered to any operation since: then all anchors are where they would be had it been there.
std::optional<anchor::Range> PlaceTrail::carry_unharmed(const Beginning& begun, Version from,
                                                        Version to) const {
  anchor::Range range = begun.range;
  const Version tail_start{tail_end_.value - tail_.size()};
  if (from < tail_start || to > tail_end_) {
    return std::nullopt;
  }
  for (Version at = from; at < to; at = at.next()) {
    const ot::Operation& operation = tail_[at.value - tail_start.value].operation;
    if (may_matter(range, begun.inside != nullptr, operation)) {
      return std::nullopt;
    }
    range = mapped(range, operation);
  }
  return range;
}

Result<threads::Anchor> PlaceTrail::carry(storage::Logs& store, Past& past, threads::Anchor anchor,
                                          Version to) {
  if (anchor.inside) {
    PLENARY_TRY_VOID(carry_inside(store, past, anchor, to));
  } else {
    anchor::Range range{anchor.index, anchor.index + anchor.length};
    PLENARY_TRY_VOID(walk(
        store, anchor.version, to, [] { return std::optional(ot::TypeId::kRichText); },
        [&range](const ot::Operation& operation) -> Result<bool> {
          range = mapped(range, operation);
          return !range.empty();
        }));
    anchor.index = range.start;
    anchor.length = range.length();
  }
  anchor.version = to;
  return anchor;
}

/// Only the text tells where words inside of an embed are, so it is followed, too.
Result<void> PlaceTrail::carry_inside(storage::Logs& store, Past& past, threads::Anchor& anchor,
                                      Version to) {
  PLENARY_TRY(ot::Content content, content_at(store, past, anchor.version));
  Places places(anchor.version, std::move(content));
  const Beginning begun = beginning_of(0, anchor);
  anchor.length = 0;
  if (!places.add(begun.thread, begun.range, begun.inside.get())) {
    return {};
  }
  PLENARY_TRY_VOID(follow(store, places, to, false));
  const auto place = places.range_of(begun.thread);
  if (place && !place->orphaned_at) {
    anchor.index = place->range.start;
    anchor.length = place->range.length();
    anchor.inside = {place->inside->start, place->inside->length()};
  }
  return {};
}

}  // namespace plenary::server
