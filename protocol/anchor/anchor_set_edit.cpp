#include <algorithm>
#include <utility>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/anchor/limits.hpp"
#include "protocol/base/assert.hpp"

// Follows operations. The change of an operation at one place is a hunk. Most hunks only move the
// marks behind them. Any other hunk takes out all marks at its place (the zone), changes them, and
// puts them back: erased units go into one grave; inserted units revive some of it
// (anchor_set_revive.cpp), or come in front of it or behind it (anchor_set_write.cpp). Dead text
// that no anchor needs is forgotten (anchor_set_forget.cpp).

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
  if (orphans_ > 0) {
    follow_moves(op, edit);
  }
  for (const Change& change : edit.changes) {
    slots_[by_id_.at(change.id.value)].told = kNone;
  }
  if (dead_units_ > kDeadUnitsMax) {
    forget_oldest();
  }
  return std::move(edit.changes);
}

void AnchorSet::apply_hunk(const Hunk& hunk, Edit& edit) {
  const MarkList::Cursor first = marks_.first_at(static_cast<std::uint32_t>(hunk.at));
  if (marks_.at_end(first)) {
    return;
  }
  const bool done = hunk.erased == 0     ? insert_fast(hunk, first, edit)
                    : hunk.inserted == 0 ? erase_fast(hunk, first, edit)
                                         : false;
  if (!done) {
    rework(hunk, first, edit);
  }
}

/// Moves the marks behind an insertion and returns true, if that is all: no dead text there can
/// come back, and no grave must be cut in two.
bool AnchorSet::insert_fast(const Hunk& hunk, MarkList::Cursor first, Edit& edit) {
  const auto at = static_cast<std::uint32_t>(hunk.at);
  MarkList::Cursor behind = first;
  while (!marks_.at_end(behind)) {
    const PlacedMark placed = marks_[behind];
    if (placed.position != at || !placed.mark.is_end()) {
      if (placed.position != at || !placed.mark.is_grave()) {
        break;
      }
      Grave& grave = graves_[placed.mark.index()];
      if (may_come_back(grave, hunk)) {
        return false;
      }
      MarkList::Cursor next = behind;
      marks_.step(next);
      const bool starts = !marks_.at_end(next) && marks_.position(next) == at;
      if (starts && behind != first) {
        return false;
      }
      grave.set_replaced(edit.version);
      behind = starts ? behind : next;
      break;
    }
    marks_.step(behind);
  }
  marks_.shift(behind, static_cast<std::uint32_t>(hunk.inserted));
  return true;
}

/// Handles an erasure inside of anchors that meets no edge: the units go beside the one grave that
/// is there, or into a new one.
bool AnchorSet::erase_fast(const Hunk& hunk, MarkList::Cursor first, const Edit& edit) {
  const auto from = static_cast<std::uint32_t>(hunk.at);
  const auto to = static_cast<std::uint32_t>(hunk.at + hunk.erased);
  const auto delta = static_cast<std::uint32_t>(-hunk.erased);
  const PlacedMark placed = marks_[first];
  const bool alone = placed.position > to;
  MarkList::Cursor behind = first;
  if (!alone) {
    marks_.step(behind);
    const bool beside = placed.position == from || placed.position == to;
    if (!placed.mark.is_grave() || !beside ||
        (!marks_.at_end(behind) && marks_.position(behind) <= to)) {
      return false;
    }
  }
  if (marks_.open_before(first) == 0) {
    if (alone) {
      marks_.shift(first, delta);  // nobody needs it
    }
    return alone;
  }
  erased_.clear();
  append_text(erased_, edit.before, hunk.before, hunk.before + hunk.erased);
  const std::uint32_t index = alone ? take_grave(Grave()) : placed.mark.index();
  Grave& grave = graves_[index];
  dead_units_ -= grave.units();
  if (!alone && placed.position == to) {
    grave.push_front(erased_, edit.version);
    behind = first;
  } else {
    grave.push_back(erased_, edit.version);
  }
  grave.limit_runs();
  dead_units_ += grave.units();
  marks_.shift(behind, delta);
  if (alone) {
    const PlacedMark mark{from, Mark(Kind::kGrave, index), 0};
    marks_.splice(first, 0, {&mark, 1});
  }
  return true;
}

/// True if a search for a revival is worth its cost. A revival takes a run that is longer than the
/// insertion only in part.
bool AnchorSet::may_come_back(const Grave& grave, const Hunk& hunk) const {
  const auto& runs = grave.runs();
  if (hunk.inserted >= kShortestPiece) {
    return !runs.empty();
  }
  if (hunk.inserted > 1 || hunk.components.size() != 1) {
    return std::any_of(runs.begin(), runs.end(),
                       [&](const Grave::Run& run) { return run.length() <= hunk.inserted; });
  }
  const ot::rich_text::Component& only = hunk.components.front();
  const char16_t unit = only.text.empty() ? kEmbedUnit : only.text.front();
  return std::any_of(runs.begin(), runs.end(), [&](const Grave::Run& run) {
    return run.length() == 1 && grave.text(run).front() == unit;
  });
}

void AnchorSet::rework(const Hunk& hunk, MarkList::Cursor first, Edit& edit) {
  const auto to = static_cast<std::uint32_t>(hunk.at + hunk.erased);
  const std::size_t count = take_zone(first, to);
  if (hunk.erased > 0 && (count > 0 || zone_.open > 0)) {
    bury(hunk, edit);
  }
  if (hunk.inserted > 0 && zone_.grave != kNone && !revive(hunk, edit)) {
    graves_[zone_.grave].set_replaced(edit.version);
    write_over(hunk);
  } else if (hunk.inserted > 0 && zone_.grave == kNone) {
    write_over(hunk);
  }
  MarkList::Cursor behind = first;
  for (std::size_t i = 0; i < count; ++i) {
    marks_.step(behind);
  }
  marks_.shift(behind, static_cast<std::uint32_t>(hunk.inserted - hunk.erased));
  put_back(first, count);
}

/// Copies the marks from there on to that position. Returns: their number.
std::size_t AnchorSet::take_zone(MarkList::Cursor first, std::uint32_t to) {
  zone_.marks.clear();
  zone_.grave = kNone;
  zone_.open = marks_.open_before(first);
  zone_.front = 0;
  for (MarkList::Cursor at = first; !marks_.at_end(at); marks_.step(at)) {
    const PlacedMark placed = marks_[at];
    if (placed.position > to) {
      break;
    }
    zone_.marks.push_back(placed);
    if (placed.mark.is_grave()) {
      zone_.grave = placed.mark.index();
      zone_.front = graves_[zone_.grave].end();
      dead_units_ -= graves_[zone_.grave].units();
    }
  }
  return zone_.marks.size();
}

/// Puts the units that the hunk erases, and all graves of the zone, into one grave between the ends
/// and the starts. All of these then have one position.
void AnchorSet::bury(const Hunk& hunk, Edit& edit) {
  const auto from = static_cast<std::uint32_t>(hunk.at);
  erased_.clear();
  append_text(erased_, edit.before, hunk.before, hunk.before + hunk.erased);
  lay_out(hunk);
  const std::vector<Grave::Orphan> orphans = take_orphans(hunk);
  const Offset delta = join_graves(hunk, edit.version);
  Grave& grave = graves_[zone_.grave];
  for (const Grave::Orphan& orphan : orphans) {
    grave.add_orphan({orphan.slot, orphan.from + delta, orphan.to + delta});
    Slot& slot = slots_[orphan.slot];
    slot.grave = zone_.grave;
    slot.orphaned_at = edit.version;
    ++orphans_;
    note_orphaned(orphan.slot, edit.version);
    tell(orphan.slot, Change::Kind::kOrphaned, edit);
  }
  zone_.front += delta;
  for (PlacedMark& mark : zone_.marks) {
    mark.position = from;
    mark.offset += delta;
  }
}

/// Gives all marks offsets as if one grave, with the erased text in it, began at 0.
void AnchorSet::lay_out(const Hunk& hunk) {
  const auto from = static_cast<std::uint32_t>(hunk.at);
  std::vector<PlacedMark>& marks = zone_.marks;
  Offset dead = 0;
  zone_.front = 0;
  for (std::size_t i = 0; i < marks.size();) {
    const std::uint32_t position = marks[i].position;
    const Offset begin = static_cast<Offset>(position - from) + dead;
    std::size_t end = i;
    const Grave* grave = nullptr;
    for (; end < marks.size() && marks[end].position == position; ++end) {
      if (marks[end].mark.is_grave()) {
        grave = &graves_[marks[end].mark.index()];
      }
    }
    for (; i < end; ++i) {
      const bool inside = grave != nullptr && !marks[i].mark.is_grave();
      marks[i].offset = begin + (inside ? marks[i].offset - grave->begin() : 0);
    }
    if (grave != nullptr) {
      dead += static_cast<Offset>(grave->size());
      zone_.front = position == from ? dead : zone_.front;
    }
  }
}

/// Takes the anchors whose last units the hunk erases out of the zone.
std::vector<Grave::Orphan> AnchorSet::take_orphans(const Hunk& hunk) {
  const auto from = static_cast<std::uint32_t>(hunk.at);
  const auto to = static_cast<std::uint32_t>(hunk.at + hunk.erased);
  const auto starts_here = [&](const PlacedMark& mark) {
    return mark.mark.is_start() && mark.position < to;
  };
  const auto ends_here = [&](const PlacedMark& mark) {
    return mark.mark.is_end() && mark.position > from;
  };
  std::vector<Grave::Orphan> orphans;
  const std::vector<PlacedMark>& marks = zone_.marks;
  if (std::none_of(marks.begin(), marks.end(), starts_here) ||
      std::none_of(marks.begin(), marks.end(), ends_here)) {
    return orphans;
  }
  std::vector<Grave::Orphan> starts;
  for (const PlacedMark& mark : marks) {
    if (starts_here(mark)) {
      starts.push_back({mark.mark.index(), mark.offset, mark.offset});
    }
  }
  const auto by_slot = [](const Grave::Orphan& a, const Grave::Orphan& b) {
    return a.slot < b.slot;
  };
  std::sort(starts.begin(), starts.end(), by_slot);
  for (const PlacedMark& mark : zone_.marks) {
    if (ends_here(mark)) {
      const Grave::Orphan wanted{mark.mark.index(), 0, mark.offset};
      const auto start = std::lower_bound(starts.begin(), starts.end(), wanted, by_slot);
      if (start != starts.end() && start->slot == wanted.slot) {
        start->to = wanted.to;
        orphans.push_back(*start);
      }
    }
  }
  if (!orphans.empty()) {
    std::sort(orphans.begin(), orphans.end(), by_slot);
    std::erase_if(zone_.marks, [&](const PlacedMark& mark) {
      return !mark.mark.is_grave() &&
             std::binary_search(orphans.begin(), orphans.end(),
                                Grave::Orphan{mark.mark.index(), 0, 0}, by_slot);
    });
  }
  return orphans;
}

/// Leaves one grave in the zone, with all dead text. Returns: the number by which offsets grow.
AnchorSet::Offset AnchorSet::join_graves(const Hunk& hunk, std::uint64_t version) {
  const auto from = static_cast<std::uint32_t>(hunk.at);
  const std::u16string_view erased = erased_;
  std::vector<PlacedMark> graves;
  if (zone_.grave != kNone) {
    std::copy_if(zone_.marks.begin(), zone_.marks.end(), std::back_inserter(graves),
                 [](const PlacedMark& mark) { return mark.mark.is_grave(); });
  }
  if (graves.empty()) {
    zone_.grave = take_grave(Grave());
    graves_[zone_.grave].push_back(erased, version);
    zone_.marks.push_back({from, Mark(Kind::kGrave, zone_.grave), 0});
    return 0;
  }
  const auto size = [&](const PlacedMark& mark) { return graves_[mark.mark.index()].size(); };
  std::size_t largest = 0;
  for (std::size_t i = 1; i < graves.size(); ++i) {
    largest = size(graves[i]) > size(graves[largest]) ? i : largest;
  }
  zone_.grave = graves[largest].mark.index();
  Grave& grave = graves_[zone_.grave];
  const Offset delta = grave.begin() - graves[largest].offset;
  const auto between = [&](std::uint32_t begin, std::uint32_t end) {
    return erased.substr(begin - from, end - begin);
  };
  const auto release = [&](std::uint32_t other) {
    for (const Grave::Orphan& orphan : graves_[other].orphans()) {
      slots_[orphan.slot].grave = zone_.grave;
    }
    free_grave(other);
  };
  for (std::size_t i = largest; i-- > 0;) {
    if (const auto text = between(graves[i].position, graves[i + 1].position); !text.empty()) {
      grave.push_front(text, version);
    }
    grave.absorb_front(graves_[graves[i].mark.index()]);
    release(graves[i].mark.index());
  }
  if (const auto text = between(from, graves.front().position); !text.empty()) {
    grave.push_front(text, version);
  }
  for (std::size_t i = largest + 1; i < graves.size(); ++i) {
    if (const auto text = between(graves[i - 1].position, graves[i].position); !text.empty()) {
      grave.push_back(text, version);
    }
    grave.absorb_back(graves_[graves[i].mark.index()]);
    release(graves[i].mark.index());
  }
  if (const auto text = erased.substr(graves.back().position - from); !text.empty()) {
    grave.push_back(text, version);
  }
  if (graves.size() > 1) {
    std::erase_if(zone_.marks, [&](const PlacedMark& mark) {
      return mark.mark.is_grave() && mark.mark.index() != zone_.grave;
    });
  }
  return delta;
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

/// Puts the zone into the place of `count` marks, and forgets dead text that no anchor in it needs.
void AnchorSet::put_back(MarkList::Cursor first, std::size_t count) {
  const auto in_order = [](const PlacedMark& a, const PlacedMark& b) {
    return a.position != b.position ? a.position < b.position : a.mark.kind() < b.mark.kind();
  };
  std::vector<PlacedMark>& marks = zone_.marks;
  if (!std::is_sorted(marks.begin(), marks.end(), in_order)) {
    std::stable_sort(marks.begin(), marks.end(), in_order);
  }
  trim_zone();
  marks_.splice(first, count, marks);
}

}  // namespace plenary::anchor
