#include "protocol/anchor/anchor_set.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/text/shape.hpp"

// Anchors added, erased and found. Operations are followed in anchor_set_edit.cpp.

namespace plenary::anchor {

using Kind = Mark::Kind;

std::uint32_t AnchorSet::take_slot(AnchorId id) {
  std::uint32_t slot = 0;
  if (free_slots_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  slots_[slot].id = id;
  return slot;
}

Result<void> AnchorSet::insert(AnchorId id, Range range) {
  if (range.empty() || range.end > text::kMaxLength) {
    return Error{Errc::kNotApplicable, "an anchor needs a range with at least one unit"};
  }
  if (by_id_.contains(id.value)) {
    return Error{Errc::kNotApplicable, "an anchor of this id is there already"};
  }
  const std::uint32_t slot = take_slot(id);
  by_id_.emplace(id.value, slot);
  set_edges(slot, range);
  return {};
}

/// Requires: the anchor has none.
void AnchorSet::set_edges(std::uint32_t slot, Range range) {
  // Dead text at its edges was deleted before the anchor came and stays outside.
  slots_[slot].set_before = next_version_;
  const auto start = static_cast<std::uint32_t>(range.start);
  const auto end = static_cast<std::uint32_t>(range.end);
  std::uint32_t grave = grave_at(start);
  const PlacedMark start_mark{start, Mark(Kind::kStart, slot),
                              grave == kNone ? 0 : graves_[grave].end()};
  marks_.splice(marks_.first_at(start + 1), 0, {&start_mark, 1});
  grave = grave_at(end);
  const PlacedMark end_mark{end, Mark(Kind::kEnd, slot),
                            grave == kNone ? 0 : graves_[grave].begin()};
  marks_.splice(marks_.first_at(end), 0, {&end_mark, 1});
}

/// kNone if there is none.
std::uint32_t AnchorSet::grave_at(std::uint32_t position) const {
  for (MarkList::Cursor at = marks_.first_at(position); !marks_.at_end(at); marks_.step(at)) {
    const PlacedMark placed = marks_[at];
    if (placed.position != position || !placed.mark.is_end()) {
      const bool here = placed.position == position && placed.mark.is_grave();
      return here ? placed.mark.index() : kNone;
    }
  }
  return kNone;
}

std::uint32_t AnchorSet::place_of(std::uint32_t grave) const {
  return marks_.position(marks_.find(Mark(Kind::kGrave, grave)));
}

std::uint32_t AnchorSet::take_grave(Grave grave) {
  std::uint32_t index = 0;
  if (free_graves_.empty()) {
    index = static_cast<std::uint32_t>(graves_.size());
    graves_.emplace_back();
  } else {
    index = free_graves_.back();
    free_graves_.pop_back();
  }
  graves_[index] = std::move(grave);
  for (const Grave::Orphan& orphan : graves_[index].orphans()) {
    slots_[orphan.slot].grave = index;
  }
  return index;
}

void AnchorSet::free_grave(std::uint32_t grave) {
  graves_[grave] = Grave();
  free_graves_.push_back(grave);
}

bool AnchorSet::erase(AnchorId id) {
  const auto found = by_id_.find(id.value);
  if (found == by_id_.end()) {
    return false;
  }
  const std::uint32_t slot = found->second;
  by_id_.erase(found);
  if (slots_[slot].orphaned_at != kNever) {
    graves_[slots_[slot].grave].remove_orphan(slot);
    --orphans_;
    trim_at(place_of(slots_[slot].grave));
  } else {
    std::array<std::uint32_t, 2> places{};
    for (const Kind kind : {Kind::kStart, Kind::kEnd}) {
      const MarkList::Cursor at = marks_.find(Mark(kind, slot));
      places.at(kind == Kind::kStart ? 0 : 1) = marks_.position(at);
      marks_.splice(at, 1, {});
    }
    trim_at(places[0]);
    trim_at(places[1]);
  }
  slots_[slot] = Slot();
  free_slots_.push_back(slot);
  return true;
}

Anchor AnchorSet::anchor_of(std::uint32_t slot, std::size_t start, std::size_t end) const {
  const Slot& found = slots_[slot];
  Anchor anchor{found.id, {start, end}, std::nullopt};
  if (found.orphaned_at != kNever) {
    anchor.orphaned_at = Version{found.orphaned_at};
  }
  return anchor;
}

std::optional<Anchor> AnchorSet::find(AnchorId id) const {
  const auto found = by_id_.find(id.value);
  if (found == by_id_.end()) {
    return std::nullopt;
  }
  const std::uint32_t slot = found->second;
  if (slots_[slot].orphaned_at != kNever) {
    const std::uint32_t place = place_of(slots_[slot].grave);
    return anchor_of(slot, place, place);
  }
  return anchor_of(slot, marks_.position(marks_.find(Mark(Kind::kStart, slot))),
                   marks_.position(marks_.find(Mark(Kind::kEnd, slot))));
}

std::u16string AnchorSet::lost_words(AnchorId id) const {
  std::u16string words;
  const auto found = by_id_.find(id.value);
  if (found == by_id_.end() || slots_[found->second].orphaned_at == kNever) {
    return words;
  }
  const Slot& slot = slots_[found->second];
  const Grave& grave = graves_[slot.grave];
  const auto orphan =
      std::find_if(grave.orphans().begin(), grave.orphans().end(),
                   [&](const Grave::Orphan& other) { return other.slot == found->second; });
  PLENARY_ASSERT(orphan != grave.orphans().end(), "an orphan is in its grave");
  for (const Grave::Run& run : grave.runs()) {
    const Offset from = std::max(run.from, orphan->from);
    const Offset to = std::min(run.to, orphan->to);
    // Text that had been written over by then, or was deleted before the anchor came, is not the
    // orphan's.
    if (from < to && run.replaced_at >= slot.orphaned_at && run.deleted_at >= slot.set_before) {
      words.append(grave.text(from, to));
    }
  }
  return words;
}

void AnchorSet::visit(Range range, const Visitor& visitor) const {
  struct Met {
    std::uint32_t slot;
    std::uint32_t start;
  };
  std::vector<Met> met;
  const auto from = static_cast<std::uint32_t>(std::min(range.start, text::kMaxLength));
  const auto to = static_cast<std::uint32_t>(std::min(range.end, text::kMaxLength));
  // Anchors that begin before the range and are open at its start. An anchor that ends on the way
  // back is not.
  const MarkList::Cursor first = marks_.first_at(from);
  std::vector<bool> ended(slots_.size());
  std::int32_t open = marks_.open_before(first);
  for (MarkList::Cursor at = first; open > 0 && marks_.step_back(at);) {
    const auto [position, mark, offset] = marks_[at];
    if (mark.is_end()) {
      ended[mark.index()] = true;
    } else if (mark.is_start() && !ended[mark.index()]) {
      met.push_back({mark.index(), position});
      --open;
    }
  }
  std::reverse(met.begin(), met.end());
  for (MarkList::Cursor at = first; !marks_.at_end(at); marks_.step(at)) {
    const auto [position, mark, offset] = marks_[at];
    if (position > to) {
      break;
    }
    if (mark.is_start() && position < to) {
      met.push_back({mark.index(), position});
    } else if (mark.is_grave()) {
      for (const Grave::Orphan& orphan : graves_[mark.index()].orphans()) {
        met.push_back({orphan.slot, position});
      }
    }
  }
  for (const Met& anchor : met) {
    const bool orphan = slots_[anchor.slot].orphaned_at != kNever;
    const std::uint32_t end =
        orphan ? anchor.start : marks_.position(marks_.find(Mark(Kind::kEnd, anchor.slot)));
    if (end > from || orphan) {
      visitor(anchor_of(anchor.slot, anchor.start, end));
    }
  }
}

void AnchorSet::for_each(const Visitor& visitor) const {
  std::vector<std::uint32_t> order;
  std::vector<Range> ranges(slots_.size());
  for (MarkList::Cursor at = marks_.begin(); !marks_.at_end(at); marks_.step(at)) {
    const auto [position, mark, offset] = marks_[at];
    if (mark.is_start()) {
      ranges[mark.index()].start = position;
      order.push_back(mark.index());
    } else if (mark.is_end()) {
      ranges[mark.index()].end = position;
    } else {
      for (const Grave::Orphan& orphan : graves_[mark.index()].orphans()) {
        ranges[orphan.slot] = {position, position};
        order.push_back(orphan.slot);
      }
    }
  }
  for (const std::uint32_t slot : order) {
    visitor(anchor_of(slot, ranges[slot].start, ranges[slot].end));
  }
}

std::size_t AnchorSet::memory_bytes() const {
  constexpr std::size_t kHashNode = 4 * sizeof(void*);
  std::size_t bytes = sizeof(AnchorSet) + marks_.memory_bytes();
  for (const Grave& grave : graves_) {
    bytes += sizeof(Grave) + grave.memory_bytes();
  }
  for (const Orphaned& orphaned : orphaned_) {
    bytes += sizeof(Orphaned) + orphaned.slots.capacity() * sizeof(std::uint32_t);
  }
  return bytes + slots_.capacity() * sizeof(Slot) + by_id_.size() * kHashNode +
         (free_graves_.capacity() + free_slots_.capacity()) * sizeof(std::uint32_t) +
         by_id_.bucket_count() * sizeof(void*) + zone_.marks.capacity() * sizeof(PlacedMark) +
         erased_.capacity() * sizeof(char16_t);
}

std::string AnchorSet::check_invariants() const {
  if (std::string wrong = marks_.check_invariants(); !wrong.empty()) {
    return wrong;
  }
  constexpr std::uint32_t kEnded = kNone - 1;
  std::vector<std::uint32_t> starts(slots_.size(), kNone);
  std::size_t anchors = 0;
  std::size_t orphans = 0;
  std::size_t units = 0;
  std::size_t graves = 0;
  for (MarkList::Cursor at = marks_.begin(); !marks_.at_end(at); marks_.step(at)) {
    const auto [position, mark, offset] = marks_[at];
    if (mark.is_grave()) {
      const Grave& grave = graves_[mark.index()];
      if (std::string wrong = grave.check_invariants(); !wrong.empty()) {
        return wrong;
      }
      ++graves;
      units += grave.units();
      orphans += grave.orphans().size();
      for (const Grave::Orphan& orphan : grave.orphans()) {
        const Slot& slot = slots_[orphan.slot];
        if (slot.orphaned_at == kNever || slot.grave != mark.index() || slot.told != kNone) {
          return "an orphan and its grave disagree";
        }
      }
      continue;
    }
    if (const std::uint32_t grave = grave_at(position);
        grave != kNone && (offset < graves_[grave].begin() || offset > graves_[grave].end())) {
      return "an edge is not in the grave at its place";
    }
    const Slot& slot = slots_[mark.index()];
    std::uint32_t& start = starts[mark.index()];
    if (slot.orphaned_at != kNever || slot.told != kNone) {
      return "a mark and its anchor disagree";
    }
    if (mark.is_start() ? start != kNone : start >= kEnded || start >= position) {
      return "an end is before its start, or twice there, or an anchor has no units";
    }
    start = mark.is_start() ? position : kEnded;
    anchors += mark.is_start() ? 1 : 0;
  }
  if (graves + free_graves_.size() != graves_.size() || units != dead_units_) {
    return "the graves are not as many as it thinks";
  }
  return orphans == orphans_ && anchors + orphans == by_id_.size() &&
                 by_id_.size() + free_slots_.size() == slots_.size()
             ? ""
             : "the anchors are not as many as it thinks";
}

}  // namespace plenary::anchor
