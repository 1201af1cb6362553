#include <algorithm>
#include <utility>

#include "protocol/anchor/anchor_set.hpp"

// Puts other text into the zone: on which side of it each edge and each grave comes to lie.

namespace plenary::anchor {

using Kind = Mark::Kind;

/// The offset at which text that is written at the place of a grave cuts it in two: behind the ends
/// of ranges that lie before the text, before the edges that go behind it, and not through an
/// orphan. If these contradict each other, ends go before starts. `otherwise` is for a grave
/// without edges.
AnchorSet::Offset AnchorSet::cut_of(const Grave& grave, const Sides& sides, Offset otherwise) {
  if (!sides.has_front) {
    return sides.has_behind ? grave.begin() : otherwise;
  }
  if (sides.has_behind && sides.front == grave.begin()) {
    return grave.begin();
  }
  if (!sides.has_behind) {
    return grave.end();
  }
  Offset cut = std::max(sides.front, sides.behind);
  for (bool moved = true; moved;) {
    moved = false;
    if (grave.orphans().empty() || grave.first_orphan() >= cut || grave.last_orphan() <= cut) {
      break;
    }
    for (const Grave::Orphan& orphan : grave.orphans()) {
      if (orphan.from < cut && cut < orphan.to && cut > sides.front) {
        cut = std::max(orphan.from, sides.front);
        moved = true;
      }
    }
  }
  return cut;
}

/// Puts a grave that is not in the zone into it, in two parts: the part before the cut at one
/// place, the rest at another.
void AnchorSet::place_grave(std::uint32_t index, Offset cut, std::uint32_t at,
                            std::uint32_t behind) {
  Grave& grave = graves_[index];
  const auto put = [&](std::uint32_t position, std::uint32_t which) {
    zone_.marks.push_back({position, Mark(Kind::kGrave, which), 0});
  };
  if (cut == grave.end() || cut == grave.begin() || at == behind) {
    return put(cut == grave.end() ? at : behind, index);
  }
  if (cut - grave.begin() < grave.end() - cut) {
    Grave front = grave.take_front(cut);
    put(behind, index);
    put(at, take_grave(std::move(front)));
  } else {
    Grave back = grave.take_back(cut);
    put(at, index);
    put(behind, take_grave(std::move(back)));
  }
}

/// The places of the zone's edges. The edges at that position are in front.
AnchorSet::Sides AnchorSet::sides_of(std::uint32_t at) const {
  Sides sides;
  for (const PlacedMark& mark : zone_.marks) {
    if (mark.mark.is_grave()) {
      continue;
    }
    if (mark.position == at) {
      sides.front = sides.has_front ? std::max(sides.front, mark.offset) : mark.offset;
      sides.has_front = true;
    } else {
      sides.behind = sides.has_behind ? std::min(sides.behind, mark.offset) : mark.offset;
      sides.has_behind = true;
    }
  }
  return sides;
}

/// The offset of an edge after the runs beside it that were deleted before its anchor came are put
/// outside.
AnchorSet::Offset AnchorSet::without_older(const Grave& grave, const PlacedMark& edge) const {
  const std::uint64_t set_before = slots_[edge.mark.index()].set_before;
  const auto older = [&](const Grave::Run& run) { return run.deleted_at < set_before; };
  const auto& runs = grave.runs();
  Offset offset = edge.offset;
  if (edge.mark.is_start()) {
    auto next = std::partition_point(runs.begin(), runs.end(),
                                     [&](const Grave::Run& run) { return run.to <= offset; });
    for (; next != runs.end() && older(*next); ++next) {
      offset = next->to;
    }
    return offset;
  }
  auto behind = std::partition_point(runs.begin(), runs.end(),
                                     [&](const Grave::Run& run) { return run.from < offset; });
  for (; behind != runs.begin() && older(*(behind - 1)); --behind) {
    offset = (behind - 1)->from;
  }
  return offset;
}

/// Puts other text right behind the ends of the ranges that lie before it. If the hunk erased units
/// of a range, the range's end goes behind the text: for that range it was inserted inside.
void AnchorSet::write_over(const Hunk& hunk) {
  const auto at = static_cast<std::uint32_t>(hunk.at);
  const auto behind = static_cast<std::uint32_t>(hunk.at + hunk.inserted);
  for (PlacedMark& mark : zone_.marks) {
    const bool front = mark.mark.is_end() && mark.offset <= zone_.front;
    mark.position = front || mark.mark.is_grave() ? at : behind;
  }
  if (zone_.grave == kNone) {
    return;
  }
  std::erase_if(zone_.marks, [](const PlacedMark& mark) { return mark.mark.is_grave(); });
  const Grave& grave = graves_[zone_.grave];
  Sides sides = sides_of(at);
  if (sides.has_front && sides.has_behind && sides.front > sides.behind) {
    // Text that was deleted before an anchor came to its place does not belong to the anchor.
    for (PlacedMark& mark : zone_.marks) {
      mark.offset = without_older(grave, mark);
    }
    sides = sides_of(at);
  }
  const Offset cut = cut_of(grave, sides, hunk.erased > 0 ? grave.begin() : grave.end());
  for (PlacedMark& mark : zone_.marks) {
    if (mark.position == behind) {
      mark.offset = std::max(mark.offset, cut);
    }
  }
  place_grave(zone_.grave, cut, at, behind);
}

}  // namespace plenary::anchor
