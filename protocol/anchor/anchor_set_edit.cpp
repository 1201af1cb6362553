#include <algorithm>
#include <numeric>
#include <utility>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/anchor/limits.hpp"
#include "protocol/base/assert.hpp"

// How a set follows operations. What an operation does at one place is a hunk. If any mark stands
// at that place, all marks there are taken out (the zone), changed, and put back.

namespace plenary::anchor {

using ot::rich_text::Delta;
using Kind = Mark::Kind;

std::vector<Change> AnchorSet::apply(const Delta& op, const text::Rope& before, Version version) {
  Edit edit{before, version.value, {}, {}};
  Hunks hunks(op);
  while (const std::optional<Hunk> hunk = hunks.next()) {
    apply_hunk(*hunk, edit);
  }
  next_version_ = version.value + 1;
  follow_moves(op, edit);
  for (const Change& change : edit.changes) {
    slots_[by_id_.at(change.id.value)].told = kNone;
  }
  while (dead_.units() > kDeadUnitsMax) {
    forget_oldest();
  }
  return std::move(edit.changes);
}

void AnchorSet::apply_hunk(const Hunk& hunk, Edit& edit) {
  const auto from = static_cast<std::uint32_t>(hunk.at);
  const MarkList::Cursor first = marks_.first_at(from);
  if (!marks_.at_end(first) && !shift_past(hunk, first, edit)) {
    rework(hunk, first, edit);
  }
}

/// Moves the marks behind the hunk, if that is all there is to do: it erases where no mark stands
/// and no anchor lies, or it inserts where no dead run can come back and no start or orphan goes
/// before an end.
bool AnchorSet::shift_past(const Hunk& hunk, MarkList::Cursor first, Edit& edit) {
  const auto from = static_cast<std::uint32_t>(hunk.at);
  MarkList::Cursor behind = first;
  if (hunk.erased > 0) {
    if (marks_.position(first) <= from + hunk.erased || marks_.open_before(first) != 0) {
      return false;
    }
  } else {
    bool dead = false;
    bool held = false;
    for (MarkList::Cursor at = first; !marks_.at_end(at) && marks_.position(at) == from;) {
      const Mark mark = marks_[at].mark;
      marks_.step(at);
      if (mark.is_dead()) {
        dead = true;
        if (may_come_back(mark.index(), hunk)) {
          return false;
        }
      } else if (mark.kind() != Kind::kEnd) {
        held = true;
      } else if (held) {
        return false;
      } else {
        behind = at;
      }
    }
    for (MarkList::Cursor at = first; dead && !marks_.at_end(at) && marks_.position(at) == from;
         marks_.step(at)) {
      if (marks_[at].mark.is_dead()) {
        dead_.set_replaced(marks_[at].mark.index(), edit.version);
      }
    }
  }
  marks_.shift(behind, static_cast<std::uint32_t>(hunk.inserted - hunk.erased));
  return true;
}

/// Whether a revival of the run is worth a try. No revival takes a run that is longer than the
/// insertion, except for a piece of it.
bool AnchorSet::may_come_back(DeadRuns::Index run, const Hunk& hunk) const {
  const std::u16string& text = dead_[run].text;
  if (hunk.inserted == 1 && hunk.components.size() == 1) {
    const ot::rich_text::Component& only = hunk.components.front();
    return text.size() == 1 && text.front() == (only.text.empty() ? kEmbedUnit : only.text.front());
  }
  return text.size() <= hunk.inserted || hunk.inserted >= kShortestPiece;
}

void AnchorSet::rework(const Hunk& hunk, MarkList::Cursor first, Edit& edit) {
  const auto from = static_cast<std::uint32_t>(hunk.at);
  const auto to = static_cast<std::uint32_t>(hunk.at + hunk.erased);
  const std::int32_t open = marks_.open_before(first);
  zone_.clear();
  MarkList::Cursor behind = first;
  for (; !marks_.at_end(behind); marks_.step(behind)) {
    const auto [position, mark] = marks_[behind];
    if (position > to) {
      break;
    }
    zone_.push_back({mark, position, position == from});
  }
  const std::size_t count = zone_.size();
  if (hunk.erased > 0) {
    bury(hunk, open, edit);
  }
  if (hunk.inserted > 0) {
    if (const std::optional<Revival> revival = revival_in(zone_, open, hunk, edit.version)) {
      revive(*revival, hunk, edit);
      edit.revived.push_back(hunk.at);
    } else {
      for (const ZoneMark& mark : zone_) {
        if (mark.mark.is_dead()) {
          dead_.set_replaced(mark.mark.index(), edit.version);
        }
      }
      place(zone_, 0, zone_.size(), from, hunk.inserted, false);
    }
  }
  marks_.shift(behind, static_cast<std::uint32_t>(hunk.inserted - hunk.erased));
  put_back(first, count, zone_);
}

/// What the hunk erases becomes dead runs between the marks of the zone, whose positions become
/// one.
void AnchorSet::bury(const Hunk& hunk, std::int32_t open, Edit& edit) {
  const auto from = static_cast<std::uint32_t>(hunk.at);
  const auto to = static_cast<std::uint32_t>(hunk.at + hunk.erased);
  find_orphans(from, to, edit);
  std::u16string text;
  append_text(text, edit.before, hunk.before, hunk.before + hunk.erased);
  Zone buried;
  std::uint32_t done = from;
  const auto bury_to = [&](std::uint32_t end) {
    if (end > done) {
      const DeadRuns::Index run =
          dead_.add({text.substr(done - from, end - done), edit.version, kNever});
      buried.push_back({Mark(Kind::kDead, run), from, false});
      done = end;
    }
  };
  for (const ZoneMark& mark : zone_) {
    bury_to(mark.position);
    buried.push_back({mark.mark, from, mark.in_front});
  }
  bury_to(to);
  zone_ = std::move(buried);
  trim(zone_, open);
  forget_replaced();
}

/// Dead text goes along with who writes over it: without a limit all that anyone deleted in a range
/// would be in the way of the next key.
void AnchorSet::forget_replaced() {
  std::vector<std::uint64_t> versions;
  for (const ZoneMark& mark : zone_) {
    if (mark.mark.is_dead() && dead_[mark.mark.index()].replaced_at != kNever) {
      versions.push_back(dead_[mark.mark.index()].deleted_at);
    }
  }
  if (versions.size() <= kReplacedRunsMax) {
    return;
  }
  const auto oldest_kept = versions.end() - static_cast<std::ptrdiff_t>(kReplacedRunsMax);
  std::nth_element(versions.begin(), oldest_kept, versions.end());
  std::erase_if(zone_, [&](const ZoneMark& mark) {
    if (!mark.mark.is_dead()) {
      return false;
    }
    const DeadRun& run = dead_[mark.mark.index()];
    const bool forgotten = run.replaced_at != kNever && run.deleted_at < *oldest_kept;
    if (forgotten) {
      dead_.remove(mark.mark.index());
    }
    return forgotten;
  });
}

/// Finds the anchors whose last units lie in [from, to).
void AnchorSet::find_orphans(std::uint32_t from, std::uint32_t to, Edit& edit) {
  for (std::size_t i = 0; i < zone_.size(); ++i) {
    const ZoneMark& mark = zone_[i];
    if (mark.mark.kind() == Kind::kStart && mark.position < to) {
      slots_[mark.mark.index()].seen = static_cast<std::uint32_t>(i);
    }
  }
  for (ZoneMark& mark : zone_) {
    if (mark.mark.kind() != Kind::kEnd || mark.position == from) {
      continue;
    }
    const std::uint32_t index = mark.mark.index();
    Slot& slot = slots_[index];
    if (slot.seen != kNone) {
      zone_[slot.seen].mark = Mark(Kind::kLostStart, index);
      mark.mark = Mark(Kind::kLostEnd, index);
      slot.orphaned_at = edit.version;
      ++orphans_;
      slot.seen = kNone;
      tell(index, Change::Kind::kOrphaned, edit);
    }
  }
  for (const ZoneMark& mark : zone_) {
    if (mark.mark.is_start()) {
      slots_[mark.mark.index()].seen = kNone;
    }
  }
}

/// Forgets dead text outside of all anchors, but for some context beside them. `open` is how many
/// anchors reach into the zone from before.
void AnchorSet::trim(Zone& zone, std::int32_t open) {
  std::int32_t open_behind = open;
  std::size_t first_edge = zone.size();
  std::size_t behind_last_edge = 0;
  for (std::size_t i = 0; i < zone.size(); ++i) {
    if (!zone[i].mark.is_dead()) {
      open_behind += zone[i].mark.opens();
      first_edge = std::min(first_edge, i);
      behind_last_edge = i + 1;
    }
  }
  const bool no_edges = behind_last_edge == 0;
  if (no_edges && open > 0) {
    return;
  }
  // Dead runs are kept while those between them and the edge are less than the context.
  const auto forget = [&](std::size_t i) {
    dead_.remove(zone[i].mark.index());
    zone[i].in_front = false;
    zone[i].position = kNone;
  };
  if (open_behind == 0) {
    std::size_t units = no_edges ? kContextUnits : 0;
    for (std::size_t i = behind_last_edge; i < zone.size(); ++i) {
      if (units >= kContextUnits) {
        forget(i);
        continue;
      }
      const DeadRuns::Index run = zone[i].mark.index();
      if (dead_[run].text.size() > kContextUnits - units) {
        dead_.remove(dead_.split(run, kContextUnits - units));
      }
      units += dead_[run].text.size();
    }
  }
  if (open == 0 && !no_edges) {
    std::size_t units = 0;
    for (std::size_t i = first_edge; i-- > 0;) {
      if (units >= kContextUnits) {
        forget(i);
        continue;
      }
      const DeadRuns::Index run = zone[i].mark.index();
      const std::size_t size = dead_[run].text.size();
      if (size > kContextUnits - units) {
        const DeadRuns::Index kept = dead_.split(run, size - (kContextUnits - units));
        dead_.remove(run);
        zone[i].mark = Mark(Kind::kDead, kept);
      }
      units += std::min(size, kContextUnits - units);
    }
  }
  std::erase_if(zone, [](const ZoneMark& mark) { return mark.position == kNone; });
}

/// `open` is how many anchors reach into the zone from before.
std::optional<Revival> AnchorSet::revival_in(const Zone& zone, std::int32_t open, const Hunk& hunk,
                                             std::uint64_t version) const {
  std::vector<Candidate> runs;
  std::uint32_t stretch = 0;
  for (const ZoneMark& mark : zone) {
    if (mark.mark.is_dead()) {
      const DeadRun& run = dead_[mark.mark.index()];
      runs.push_back({run.text, run.deleted_at, run.replaced_at, stretch});
    } else {
      const bool inside = open > 0;
      open += mark.mark.opens();
      stretch += inside != (open > 0) ? 1 : 0;
    }
  }
  if (runs.empty()) {
    return std::nullopt;
  }
  return find_revival(runs, hunk.inserted_text(), version);
}

/// Takes what lives again out of the zone.
AnchorSet::Groups AnchorSet::take_revived(const Revival& revival) {
  Zone zone;
  Groups groups;
  std::size_t run_number = 0;
  auto part = revival.parts.begin();
  const auto keep = [&](ZoneMark mark, DeadRuns::Index run) {
    if (mark.mark.is_dead()) {
      mark.mark = Mark(Kind::kDead, run);
    }
    zone.push_back(mark);
    groups.of_mark.push_back(static_cast<std::size_t>(part - revival.parts.begin()));
  };
  for (const ZoneMark& mark : zone_) {
    DeadRuns::Index run = mark.mark.index();
    if (!mark.mark.is_dead() || part == revival.parts.end() || part->run != run_number++) {
      keep(mark, run);
      continue;
    }
    if (part->from > 0) {
      const DeadRuns::Index rest = dead_.split(run, part->from);
      keep(mark, run);
      run = rest;
    }
    groups.deleted.push_back(dead_[run].deleted_at);
    const std::size_t length = part->length();
    ++part;
    if (length < dead_[run].text.size()) {
      keep(mark, dead_.split(run, length));
    }
    dead_.remove(run);
  }
  zone_ = std::move(zone);
  return groups;
}

/// What died before an anchor came to its place never lay in it, though their order says so when
/// the anchor came to text that was written over it: moves such edges past it.
void AnchorSet::keep_out_older(Groups& groups) {
  // Starts go in front of their new group, ends behind it; all others stay as they are.
  std::vector<std::size_t> order(zone_.size());
  bool moved = false;
  const auto older = [&](std::size_t part, const Slot& slot) {
    return groups.deleted[part] < slot.set_before;
  };
  for (std::size_t i = 0; i < zone_.size(); ++i) {
    if (zone_[i].mark.kind() == Kind::kLostEnd) {
      slots_[zone_[i].mark.index()].seen = static_cast<std::uint32_t>(groups.of_mark[i]);
    }
  }
  for (std::size_t i = 0; i < zone_.size(); ++i) {
    const Mark mark = zone_[i].mark;
    std::size_t& group = groups.of_mark[i];
    const std::size_t from = group;
    if (mark.is_start()) {
      Slot& slot = slots_[mark.index()];
      // The edges of an orphan do not pass each other.
      const bool lost = mark.kind() == Kind::kLostStart;
      const std::size_t last = lost ? slot.seen : groups.deleted.size();
      while (group < last && older(group, slot)) {
        ++group;
      }
      slot.seen = lost ? static_cast<std::uint32_t>(group) : kNone;
    } else if (mark.is_end()) {
      Slot& slot = slots_[mark.index()];
      const std::size_t first = mark.kind() == Kind::kLostEnd ? slot.seen : 0;
      while (group > first && older(group - 1, slot)) {
        --group;
      }
      slot.seen = kNone;
    }
    order[i] = 3 * group + (group > from ? 0 : group < from ? 2 : 1);
    moved = moved || group != from;
  }
  if (!moved) {
    return;
  }
  std::vector<std::size_t> sorted(zone_.size());
  std::iota(sorted.begin(), sorted.end(), 0);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](std::size_t a, std::size_t b) { return order[a] < order[b]; });
  Zone zone;
  std::vector<std::size_t> of_mark;
  for (const std::size_t i : sorted) {
    zone.push_back(zone_[i]);
    of_mark.push_back(groups.of_mark[i]);
  }
  zone_ = std::move(zone);
  groups.of_mark = std::move(of_mark);
}

/// Lets the units of a revival live again between the marks of the zone. The rest of the insertion
/// is other text before, between and behind them.
void AnchorSet::revive(const Revival& revival, const Hunk& hunk, Edit& edit) {
  Groups groups = take_revived(revival);
  keep_out_older(groups);
  const std::vector<std::size_t>& group = groups.of_mark;
  find_returned(group, edit);
  std::size_t from = 0;
  std::size_t begin = 0;  // of the other text, in the insertion
  for (std::size_t number = 0; number <= revival.parts.size(); ++number) {
    const bool last = number == revival.parts.size();
    const std::size_t end = last ? hunk.inserted : revival.parts[number].at;
    const auto to = static_cast<std::size_t>(std::upper_bound(group.begin(), group.end(), number) -
                                             group.begin());
    place(zone_, from, to, static_cast<std::uint32_t>(hunk.at + begin), end - begin, true);
    from = to;
    begin = last ? end : end + revival.parts[number].length();
  }
  for (const ZoneMark& mark : zone_) {
    const bool edge = mark.mark.kind() == Kind::kStart || mark.mark.kind() == Kind::kEnd;
    const bool stays = mark.mark.kind() == Kind::kEnd && mark.in_front;
    if (edge && mark.position != hunk.at + (stays ? 0 : hunk.inserted)) {
      tell(mark.mark.index(), Change::Kind::kMoved, edit);
    }
  }
}

/// Finds the orphans that have units again.
void AnchorSet::find_returned(const std::vector<std::size_t>& group, Edit& edit) {
  for (std::size_t i = 0; i < zone_.size(); ++i) {
    const Mark mark = zone_[i].mark;
    if (mark.kind() == Kind::kLostStart) {
      slots_[mark.index()].seen = static_cast<std::uint32_t>(i);
    } else if (mark.kind() == Kind::kLostEnd) {
      Slot& slot = slots_[mark.index()];
      if (group[slot.seen] != group[i]) {
        zone_[slot.seen].mark = Mark(Kind::kStart, mark.index());
        zone_[i].mark = Mark(Kind::kEnd, mark.index());
        slot.orphaned_at = kNever;
        --orphans_;
        tell(mark.index(), Change::Kind::kReturned, edit);
      }
      slot.seen = kNone;
    }
  }
}

void AnchorSet::tell(std::uint32_t index, Change::Kind kind, Edit& edit) {
  Slot& slot = slots_[index];
  if (slot.told == kNone) {
    slot.told = static_cast<std::uint32_t>(edit.changes.size());
    edit.changes.push_back({slot.id, kind});
    return;
  }
  Change& change = edit.changes[slot.told];
  if (change.kind == Change::Kind::kOrphaned && kind == Change::Kind::kReturned) {
    change.kind = Change::Kind::kMoved;  // was there before, and is
  } else if (kind == Change::Kind::kOrphaned) {
    change.kind = kind;
  }
}

/// Lets other text of `length` units come in at `at`, where the marks [from, to) of the zone stand:
/// right behind the last end of a range that lies before it. Starts of ranges that lie behind it
/// then go behind it, without the dead text that they leave. Ends that are not `in_front` do not
/// count: for them the text was inserted inside, and then what it replaced was erased.
void AnchorSet::place(Zone& zone, std::size_t from, std::size_t to, std::uint32_t at,
                      std::size_t length, bool all_in_front) {
  std::size_t split = from;
  for (std::size_t i = from; i < to; ++i) {
    if (zone[i].mark.kind() == Kind::kEnd && (all_in_front || zone[i].in_front)) {
      split = i + 1;
    }
  }
  while (split < to && zone[split].mark.kind() == Kind::kLostEnd) {
    ++split;  // an orphan that ends here stays whole
  }
  const auto behind = static_cast<std::uint32_t>(at + length);
  for (std::size_t i = split; i < to; ++i) {
    zone[i].position = behind;
  }
  // Orphans that would get the text between their edges go behind it too.
  bool crossing = false;
  for (std::size_t i = split; i-- > from;) {
    const Mark mark = zone[i].mark;
    zone[i].position = at;
    if (mark.kind() == Kind::kLostEnd) {
      slots_[mark.index()].seen = 0;
    } else if (mark.kind() == Kind::kLostStart && slots_[mark.index()].seen == 0) {
      slots_[mark.index()].seen = kNone;
    } else if (mark.is_start() && length > 0) {
      zone[i].position = behind;
      crossing = true;
    }
  }
  if (crossing) {
    std::stable_partition(zone.begin() + static_cast<std::ptrdiff_t>(from),
                          zone.begin() + static_cast<std::ptrdiff_t>(split),
                          [&](const ZoneMark& mark) { return mark.position == at; });
  }
}

void AnchorSet::put_back(MarkList::Cursor first, std::size_t count, const Zone& zone) {
  placed_.clear();
  for (const ZoneMark& mark : zone) {
    placed_.push_back({mark.position, mark.mark});
  }
  marks_.splice(first, count, placed_);
}

/// Forgets what dead text at a place nobody needs any more.
void AnchorSet::trim_at(std::uint32_t position) {
  const MarkList::Cursor first = marks_.first_at(position);
  zone_.clear();
  for (MarkList::Cursor at = first; !marks_.at_end(at); marks_.step(at)) {
    const auto [found, mark] = marks_[at];
    if (found != position) {
      break;
    }
    zone_.push_back({mark, position, true});
  }
  const std::size_t count = zone_.size();
  trim(zone_, marks_.open_before(first));
  if (zone_.size() != count) {
    put_back(first, count, zone_);
  }
}

void AnchorSet::forget_oldest() {
  const DeadRuns::Index run = dead_.oldest();
  marks_.splice(marks_.find(Mark(Kind::kDead, run)), 1, {});
  dead_.remove(run);
}

}  // namespace plenary::anchor
