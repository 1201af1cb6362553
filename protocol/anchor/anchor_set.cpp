#include "protocol/anchor/anchor_set.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/text/shape.hpp"

// All but how a set follows operations.

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
  // Dead text at its edges died before and stays outside.
  slots_[slot].set_before = next_version_;
  const auto start = static_cast<std::uint32_t>(range.start);
  const auto end = static_cast<std::uint32_t>(range.end);
  const PlacedMark start_mark{start, Mark(Kind::kStart, slot)};
  marks_.splice(marks_.first_at(start + 1), 0, {&start_mark, 1});
  const PlacedMark end_mark{end, Mark(Kind::kEnd, slot)};
  marks_.splice(marks_.first_at(end), 0, {&end_mark, 1});
}

bool AnchorSet::erase(AnchorId id) {
  const auto found = by_id_.find(id.value);
  if (found == by_id_.end()) {
    return false;
  }
  const std::uint32_t slot = found->second;
  by_id_.erase(found);
  for (const Kind kind : {Kind::kStart, Kind::kEnd}) {
    const MarkList::Cursor at = marks_.find(Mark(kind, slot));
    const std::uint32_t position = marks_[at].position;
    marks_.splice(at, 1, {});
    if (kind == Kind::kEnd) {
      trim_at(position);
    }
  }
  orphans_ -= slots_[slot].orphaned_at == kNever ? 0 : 1;
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
  return anchor_of(slot, marks_[marks_.find(Mark(Kind::kStart, slot))].position,
                   marks_[marks_.find(Mark(Kind::kEnd, slot))].position);
}

std::u16string AnchorSet::lost_words(AnchorId id) const {
  std::u16string words;
  const auto found = by_id_.find(id.value);
  if (found == by_id_.end() || slots_[found->second].orphaned_at == kNever) {
    return words;
  }
  const std::uint32_t slot = found->second;
  const Mark end(Kind::kLostEnd, slot);
  for (MarkList::Cursor at = marks_.find(Mark(Kind::kLostStart, slot)); marks_[at].mark != end;
       marks_.step(at)) {
    const Mark mark = marks_[at].mark;
    if (!mark.is_dead()) {
      continue;
    }
    // What had been written over before, or had died before the anchor came, was not among them.
    const DeadRun& run = dead_[mark.index()];
    if (run.replaced_at >= slots_[slot].orphaned_at && run.deleted_at >= slots_[slot].set_before) {
      words.append(run.text);
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
  // Those that begin before the range and are open at its start: what ends on the way back is not.
  const MarkList::Cursor first = marks_.first_at(from);
  std::vector<bool> ended(slots_.size());
  std::int32_t open = marks_.open_before(first);
  for (MarkList::Cursor at = first; open > 0 && marks_.step_back(at);) {
    const auto [position, mark] = marks_[at];
    if (mark.is_end()) {
      ended[mark.index()] = true;
    } else if (mark.is_start() && !ended[mark.index()]) {
      met.push_back({mark.index(), position});
      --open;
    }
  }
  std::reverse(met.begin(), met.end());
  for (MarkList::Cursor at = first; !marks_.at_end(at); marks_.step(at)) {
    const auto [position, mark] = marks_[at];
    if (position > to) {
      break;
    }
    if (mark.kind() == Kind::kLostStart || (mark.kind() == Kind::kStart && position < to)) {
      met.push_back({mark.index(), position});
    }
  }
  for (const Met& anchor : met) {
    const auto end = marks_[marks_.find(Mark(Kind::kEnd, anchor.slot))].position;
    if (end > from || slots_[anchor.slot].orphaned_at != kNever) {
      visitor(anchor_of(anchor.slot, anchor.start, end));
    }
  }
}

void AnchorSet::for_each(const Visitor& visitor) const {
  std::vector<std::uint32_t> order;
  std::vector<Range> ranges(slots_.size());
  for (MarkList::Cursor at = marks_.begin(); !marks_.at_end(at); marks_.step(at)) {
    const auto [position, mark] = marks_[at];
    if (mark.is_start()) {
      ranges[mark.index()].start = position;
      order.push_back(mark.index());
    } else if (mark.is_end()) {
      ranges[mark.index()].end = position;
    }
  }
  for (const std::uint32_t slot : order) {
    visitor(anchor_of(slot, ranges[slot].start, ranges[slot].end));
  }
}

std::size_t AnchorSet::memory_bytes() const {
  constexpr std::size_t kHashNode = 4 * sizeof(void*);
  return sizeof(AnchorSet) + marks_.memory_bytes() + dead_.memory_bytes() +
         slots_.capacity() * sizeof(Slot) + free_slots_.capacity() * sizeof(std::uint32_t) +
         by_id_.size() * kHashNode + by_id_.bucket_count() * sizeof(void*) +
         zone_.capacity() * sizeof(ZoneMark) + placed_.capacity() * sizeof(PlacedMark);
}

std::string AnchorSet::check_invariants() const {
  if (std::string wrong = marks_.check_invariants(); !wrong.empty()) {
    return wrong;
  }
  std::vector<std::uint32_t> starts(slots_.size(), kNone);
  std::size_t anchors = 0;
  for (MarkList::Cursor at = marks_.begin(); !marks_.at_end(at); marks_.step(at)) {
    const auto [position, mark] = marks_[at];
    if (mark.is_dead()) {
      if (dead_[mark.index()].text.empty()) {
        return "a dead run is empty";
      }
      continue;
    }
    const Slot& slot = slots_[mark.index()];
    const bool lost = mark.kind() == Kind::kLostStart || mark.kind() == Kind::kLostEnd;
    if (lost != (slot.orphaned_at != kNever) || slot.seen != kNone || slot.told != kNone) {
      return "a mark and its anchor disagree";
    }
    if (mark.is_start()) {
      starts[mark.index()] = position;
      ++anchors;
    } else if (starts[mark.index()] == kNone || lost != (starts[mark.index()] == position)) {
      return "an end is before its start, or an orphan has units, or another none";
    }
  }
  const auto orphans = std::count_if(slots_.begin(), slots_.end(),
                                     [](const Slot& slot) { return slot.orphaned_at != kNever; });
  if (orphans_ != static_cast<std::size_t>(orphans)) {
    return "the orphans are not as many as it thinks";
  }
  return anchors == by_id_.size() && anchors + free_slots_.size() == slots_.size()
             ? ""
             : "the anchors are not as many as the starts";
}

}  // namespace plenary::anchor
