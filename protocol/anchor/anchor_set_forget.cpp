#include <algorithm>
#include <utility>
#include <vector>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/anchor/limits.hpp"

// Forgets dead text: that no anchor needs, and the oldest when there is too much.

namespace plenary::anchor {

/// Forgets dead text outside of all anchors, except for some context beside them, and merges the
/// single deletions of long ago. Requires: the zone is in order.
void AnchorSet::trim_zone() {
  std::vector<PlacedMark>& marks = zone_.marks;
  std::int32_t open = zone_.open;
  bool freed = false;
  for (std::size_t i = 0; i < marks.size();) {
    const std::int32_t open_before = open;
    std::uint32_t grave = kNone;
    std::size_t end = i;
    Needed needed;
    for (; end < marks.size() && marks[end].position == marks[i].position; ++end) {
      if (marks[end].mark.is_grave()) {
        grave = marks[end].mark.index();
      } else {
        needed.add(marks[end].offset, marks[end].offset);
      }
      open += marks[end].mark.opens();
    }
    if (grave != kNone && !trim(graves_[grave], needed, open_before > 0, open > 0)) {
      free_grave(grave);
      freed = true;
    } else if (grave != kNone) {
      dead_units_ += graves_[grave].units();
    }
    i = end;
  }
  if (freed) {
    std::erase_if(marks, [&](const PlacedMark& mark) {
      return mark.mark.is_grave() && graves_[mark.mark.index()].empty();
    });
  }
}

/// Returns: false if all of it can be forgotten. `needed` spans the edges.
bool AnchorSet::trim(Grave& grave, Needed needed, bool open, bool open_behind) {
  if (!grave.orphans().empty()) {
    needed.add(grave.first_orphan(), grave.last_orphan());
  }
  if (grave.empty() || (!needed.any && !open)) {
    return false;
  }
  constexpr auto kContext = static_cast<Offset>(kContextUnits);
  if (needed.any && !open && needed.first - kContext > grave.begin()) {
    grave.drop_front(needed.first - kContext);
  }
  if (needed.any && !open_behind && needed.last + kContext < grave.end()) {
    grave.drop_back(needed.last + kContext);
  }
  grave.limit_runs();
  return true;
}

/// Forgets the dead text at a place that no anchor needs any more.
void AnchorSet::trim_at(std::uint32_t position) {
  const MarkList::Cursor first = marks_.first_at(position);
  const std::size_t count = take_zone(first, position);
  put_back(first, count);
}

/// Forgets a quarter of kDeadUnitsMax at once, because each call looks at all graves.
void AnchorSet::forget_oldest() {
  std::vector<std::pair<std::uint64_t, std::size_t>> runs;
  for (const Grave& grave : graves_) {
    for (const Grave::Run& run : grave.runs()) {
      runs.emplace_back(run.deleted_at, run.length() + 1);
    }
  }
  std::sort(runs.begin(), runs.end());
  std::size_t left = dead_units_;
  std::uint64_t last = 0;
  for (const auto& [version, units] : runs) {
    if (left <= kDeadUnitsMax / 4 * 3 && version != last) {
      break;
    }
    left -= std::min(left, units);
    last = version;
  }
  std::vector<MarkList::Cursor> edges;
  std::vector<Offset> offsets;
  for (MarkList::Cursor at = marks_.begin(); !marks_.at_end(at);) {
    const std::uint32_t position = marks_.position(at);
    std::uint32_t grave = kNone;
    edges.clear();
    offsets.clear();
    for (; !marks_.at_end(at) && marks_.position(at) == position; marks_.step(at)) {
      if (marks_[at].mark.is_grave()) {
        grave = marks_[at].mark.index();
      } else {
        edges.push_back(at);
        offsets.push_back(marks_[at].offset);
      }
    }
    if (grave != kNone) {
      dead_units_ -= graves_[grave].units();
      graves_[grave].forget_until(last, offsets);
      dead_units_ += graves_[grave].units();
      for (std::size_t i = 0; i < edges.size(); ++i) {
        marks_.set_offset(edges[i], offsets[i]);
      }
    }
  }
}

}  // namespace plenary::anchor
