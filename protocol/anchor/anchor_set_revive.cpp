#include <algorithm>
#include <utility>

#include "protocol/anchor/anchor_set.hpp"

// Revives dead text of the zone.

namespace plenary::anchor {

using Kind = Mark::Kind;

/// The parts of a grave that come back (atoms), in order, each of one deletion, with their places
/// in the insertion. The rest of the insertion is other text.
class AnchorSet::Atoms {
 public:
  struct Atom {
    Offset from{0};
    Offset to{0};
    std::uint64_t deleted_at{0};
    std::size_t at{0};
    [[nodiscard]] std::size_t behind() const { return at + static_cast<std::size_t>(to - from); }
  };
  std::vector<Atom> list;
  std::size_t inserted{0};

  /// The place of an edge in the insertion. Between atoms, a start goes behind the other text
  /// there, and an end in front of it.
  [[nodiscard]] std::size_t place(Mark mark, Offset offset) const {
    if (mark.is_start()) {
      const auto next = first_ending_after(offset);
      return next == list.end() ? inserted : next->at + inside(*next, offset);
    }
    const auto behind = std::partition_point(list.begin(), list.end(),
                                             [&](const Atom& atom) { return atom.from < offset; });
    if (behind == list.begin()) {
      return 0;
    }
    const Atom& last = *(behind - 1);
    return last.at + inside(last, std::min(offset, last.to));
  }

  /// Text that was deleted before an anchor came to its place never lay in it. The order of the
  /// marks says otherwise if the anchor came to text that was written over the dead text. This
  /// gives the places of its edges without that text.
  [[nodiscard]] Offset start_without(Offset offset, Offset end, std::uint64_t set_before) const {
    for (auto atom = first_ending_after(offset);
         atom != list.end() && atom->from < end && atom->deleted_at < set_before; ++atom) {
      offset = atom->to;
    }
    return offset;
  }
  [[nodiscard]] Offset end_without(Offset offset, std::uint64_t set_before) const {
    for (auto atom = list.rbegin(); atom != list.rend(); ++atom) {
      if (atom->from < offset) {
        if (atom->deleted_at >= set_before) {
          break;
        }
        offset = atom->from;
      }
    }
    return offset;
  }
  /// The offset, or the end of the atom that it is in.
  [[nodiscard]] Offset outside(Offset offset) const {
    const auto next = first_ending_after(offset);
    return next == list.end() || next->from >= offset ? offset : next->to;
  }
  [[nodiscard]] bool any_in(Offset from, Offset to) const {
    const auto next = first_ending_after(from);
    return next != list.end() && from < to && next->from < to;
  }

 private:
  [[nodiscard]] std::vector<Atom>::const_iterator first_ending_after(Offset offset) const {
    return std::partition_point(list.begin(), list.end(),
                                [&](const Atom& atom) { return atom.to <= offset; });
  }
  [[nodiscard]] static std::size_t inside(const Atom& atom, Offset offset) {
    return offset <= atom.from ? 0 : static_cast<std::size_t>(offset - atom.from);
  }
};

/// Returns: false if nothing comes back.
bool AnchorSet::revive(const Hunk& hunk, Edit& edit) {
  if (!may_come_back(graves_[zone_.grave], hunk)) {
    return false;
  }
  const Atoms atoms = find_atoms(hunk, edit.version);
  if (atoms.list.empty()) {
    return false;
  }
  edit.revived.push_back(hunk.at);
  const auto at = static_cast<std::uint32_t>(hunk.at);
  for (PlacedMark& mark : zone_.marks) {
    // The place that map() gives.
    const bool stays = mark.mark.is_end() && mark.offset <= zone_.front;
    mark.position = at + (stays ? 0 : static_cast<std::uint32_t>(hunk.inserted));
  }
  keep_out_older(atoms);
  return_orphans(atoms, edit);
  for (PlacedMark& mark : zone_.marks) {
    const auto place = at + static_cast<std::uint32_t>(atoms.place(mark.mark, mark.offset));
    if (!mark.mark.is_grave() && mark.position != place) {
      tell(mark.mark.index(), Change::Kind::kMoved, edit);
      mark.position = place;
    }
  }
  place_rests(atoms, hunk, edit.version);
  return true;
}

AnchorSet::Atoms AnchorSet::find_atoms(const Hunk& hunk, std::uint64_t version) const {
  const Grave& grave = graves_[zone_.grave];
  std::vector<Candidate> candidates;
  std::vector<Offset> begins;
  // Shorter insertions bring back all or nothing.
  const std::vector<Offset> changes =
      hunk.inserted < kShortestContained ? std::vector<Offset>() : cover_changes();
  auto change = changes.begin();
  for (const Grave::Run& run : grave.runs()) {
    for (Offset from = run.from; from < run.to;) {
      while (change != changes.end() && *change <= from) {
        ++change;
      }
      const Offset to = change == changes.end() ? run.to : std::min(run.to, *change);
      begins.push_back(from);
      candidates.push_back({grave.text(from, to), run.deleted_at, run.replaced_at,
                            static_cast<std::uint32_t>(change - changes.begin())});
      from = to;
    }
  }
  Atoms atoms;
  atoms.inserted = hunk.inserted;
  if (const auto found = find_revival(candidates, hunk.inserted_text(), version)) {
    for (const Revival::Part& part : found->parts) {
      const Offset begin = begins[part.run];
      atoms.list.push_back({begin + static_cast<Offset>(part.from),
                            begin + static_cast<Offset>(part.to), candidates[part.run].deleted_at,
                            part.at});
    }
  }
  return atoms;
}

/// The offsets at which dead text that lay in anchors meets dead text that lay in none.
std::vector<AnchorSet::Offset> AnchorSet::cover_changes() const {
  std::int32_t through = zone_.open;
  std::vector<std::pair<Offset, std::int32_t>> edges;
  for (const PlacedMark& mark : zone_.marks) {
    if (!mark.mark.is_grave()) {
      through -= mark.mark.is_end() ? 1 : 0;
      edges.emplace_back(mark.offset, mark.mark.opens());
    }
  }
  std::vector<Offset> changes;
  if (through > 0) {
    return changes;
  }
  for (const Grave::Orphan& orphan : graves_[zone_.grave].orphans()) {
    if (orphan.from < orphan.to) {
      edges.emplace_back(orphan.from, 1);
      edges.emplace_back(orphan.to, -1);
    }
  }
  std::sort(edges.begin(), edges.end());
  std::int32_t open = zone_.open;
  for (std::size_t i = 0; i < edges.size();) {
    const bool inside = open > 0;
    const Offset offset = edges[i].first;
    for (; i < edges.size() && edges[i].first == offset; ++i) {
      open += edges[i].second;
    }
    if (inside != (open > 0)) {
      changes.push_back(offset);
    }
  }
  return changes;
}

void AnchorSet::keep_out_older(const Atoms& atoms) {
  for (PlacedMark& mark : zone_.marks) {
    if (!mark.mark.is_grave()) {
      const std::uint64_t set_before = slots_[mark.mark.index()].set_before;
      const Offset end = atoms.list.back().to;
      mark.offset = mark.mark.is_start() ? atoms.start_without(mark.offset, end, set_before)
                                         : atoms.end_without(mark.offset, set_before);
    }
  }
}

/// Gives edges to the orphans that have units again.
void AnchorSet::return_orphans(const Atoms& atoms, Edit& edit) {
  Grave& grave = graves_[zone_.grave];
  if (grave.orphans().empty() || grave.first_orphan() >= atoms.list.back().to ||
      grave.last_orphan() <= atoms.list.front().from) {
    return;
  }
  grave.update_orphans([&](Grave::Orphan& orphan) {
    Slot& slot = slots_[orphan.slot];
    orphan.from = atoms.start_without(orphan.from, orphan.to, slot.set_before);
    orphan.to = std::max(orphan.from, atoms.end_without(orphan.to, slot.set_before));
    if (!atoms.any_in(orphan.from, orphan.to)) {
      orphan.from = atoms.outside(orphan.from);
      orphan.to = std::max(orphan.from, atoms.outside(orphan.to));
      return true;
    }
    zone_.marks.push_back({0, Mark(Kind::kStart, orphan.slot), orphan.from});
    zone_.marks.push_back({0, Mark(Kind::kEnd, orphan.slot), orphan.to});
    slot.orphaned_at = kNever;
    --orphans_;
    tell(orphan.slot, Change::Kind::kReturned, edit);
    return false;
  });
}

/// Puts the text that stays dead between the revived parts.
void AnchorSet::place_rests(const Atoms& atoms, const Hunk& hunk, std::uint64_t version) {
  std::erase_if(zone_.marks, [](const PlacedMark& mark) { return mark.mark.is_grave(); });
  const auto place = [&](std::uint32_t grave, std::size_t from, std::size_t to) {
    const auto at = static_cast<std::uint32_t>(hunk.at + from);
    const auto behind = static_cast<std::uint32_t>(hunk.at + to);
    Grave& rest = graves_[grave];
    if (from != to) {
      rest.set_replaced(version);
    }
    Sides sides;
    for (const PlacedMark& mark : zone_.marks) {
      if (mark.mark.is_end() && mark.position == at && mark.offset > rest.begin()) {
        sides.front = sides.has_front ? std::max(sides.front, mark.offset) : mark.offset;
        sides.has_front = true;
      } else if (mark.mark.is_start() && mark.position == behind && mark.offset < rest.end()) {
        sides.behind = sides.has_behind ? std::min(sides.behind, mark.offset) : mark.offset;
        sides.has_behind = true;
      }
    }
    const Offset cut = cut_of(rest, sides, rest.end());
    for (PlacedMark& mark : zone_.marks) {
      if (at != behind && mark.mark.is_start() && mark.position == behind) {
        mark.offset = std::max(mark.offset, cut);
      }
    }
    place_grave(grave, cut, at, behind);
  };
  std::uint32_t rest = zone_.grave;
  const Atoms::Atom& only = atoms.list.front();
  Grave& grave = graves_[rest];
  if (atoms.list.size() == 1 && only.from - grave.begin() > grave.end() - only.to) {
    // The longer part stays where it is.
    Grave back = grave.take_back(only.to);
    grave.drop_back(only.from);
    place(rest, 0, only.at);
    place(take_grave(std::move(back)), only.behind(), hunk.inserted);
    return;
  }
  std::size_t written = 0;
  for (const Atoms::Atom& atom : atoms.list) {
    if (Grave front = graves_[rest].take_front(atom.from); !front.empty()) {
      place(take_grave(std::move(front)), written, atom.at);
    }
    graves_[rest].drop_front(atom.to);
    written = atom.behind();
  }
  place(rest, written, hunk.inserted);
}

}  // namespace plenary::anchor
