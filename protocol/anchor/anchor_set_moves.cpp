#include <algorithm>
#include <map>
#include <utility>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/anchor/limits.hpp"

// How orphans find their words when these are inserted elsewhere.

namespace plenary::anchor {

using ot::rich_text::Delta;
using Kind = Mark::Kind;

void AnchorSet::follow_moves(const Delta& op, Edit& edit) {
  if (orphans_ == 0) {
    return;
  }
  const bool orphaned_now =
      std::any_of(edit.changes.begin(), edit.changes.end(),
                  [](const Change& change) { return change.kind == Change::Kind::kOrphaned; });
  Hunks hunks(op);
  while (const std::optional<Hunk> hunk = hunks.next()) {
    const bool long_enough = hunk->inserted >= (orphaned_now ? 1 : kShortestMoved);
    if (long_enough && !std::count(edit.revived.begin(), edit.revived.end(), hunk->at)) {
      follow(*hunk, edit);
    }
  }
}

/// Lets orphans go to the text that the hunk inserted, if it has what was deleted with them.
void AnchorSet::follow(const Hunk& hunk, Edit& edit) {
  const std::u16string inserted = hunk.inserted_text();
  for (const auto& [version, position] : last_cuts()) {
    const bool same_op = version == edit.version;
    if (!same_op && inserted.size() < kShortestMoved) {
      break;  // the newest come first
    }
    const Cut cut = cut_at(position, version);
    const std::size_t shortest = same_op ? kShortestContained : kShortestMoved;
    std::optional<std::size_t> found;
    if (same_op && inserted == cut.text) {
      found = 0;
    } else if (cut.text.size() >= shortest) {
      found = find_only(cut.text, inserted);
    }
    std::size_t tries = 0;
    for (const Cut::Orphan& orphan : cut.orphans) {
      std::optional<std::size_t> words;
      if (found) {
        words = *found + orphan.words.start;
      } else if (orphan.words.length() >= kShortestMoved && tries++ < kOrphansTried) {
        words = find_only(
            std::u16string_view(cut.text).substr(orphan.words.start, orphan.words.length()),
            inserted);
      }
      if (words) {
        const std::size_t start = hunk.at + *words;
        move_to(orphan.slot, {start, start + orphan.words.length()}, edit);
      }
    }
    trim_at(position);
  }
}

/// The last operations that left orphans, the newest first, and where.
std::vector<AnchorSet::CutPlace> AnchorSet::last_cuts() const {
  std::vector<std::uint64_t> versions;
  for (const Slot& slot : slots_) {
    if (slot.orphaned_at != kNever) {
      versions.push_back(slot.orphaned_at);
    }
  }
  std::sort(versions.begin(), versions.end(), std::greater<>());
  versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
  const std::uint64_t oldest = versions[std::min(versions.size(), kMovesTried) - 1];
  std::vector<CutPlace> places;
  for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
    const std::uint64_t version = slots_[slot].orphaned_at;
    if (version != kNever && version >= oldest) {
      places.push_back({version, marks_.position(marks_.find(Mark(Kind::kLostStart, slot)))});
    }
  }
  std::sort(places.begin(), places.end(), [](const CutPlace& a, const CutPlace& b) {
    return a.version != b.version ? a.version > b.version : a.position < b.position;
  });
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

AnchorSet::Cut AnchorSet::cut_at(std::uint32_t position, std::uint64_t version) const {
  Cut cut;
  std::map<std::uint32_t, std::size_t> started;
  for (MarkList::Cursor at = marks_.first_at(position); !marks_.at_end(at); marks_.step(at)) {
    const auto [found, mark] = marks_[at];
    if (found != position) {
      break;
    }
    if (mark.is_dead()) {
      if (dead_[mark.index()].deleted_at == version) {
        cut.text.append(dead_[mark.index()].text);
      }
    } else if (slots_[mark.index()].orphaned_at == version) {
      if (mark.kind() == Kind::kLostStart) {
        started[mark.index()] = cut.text.size();
      } else if (started[mark.index()] < cut.text.size()) {
        cut.orphans.push_back({mark.index(), {started[mark.index()], cut.text.size()}});
      }
    }
  }
  return cut;
}

void AnchorSet::move_to(std::uint32_t slot, Range range, Edit& edit) {
  for (const Kind kind : {Kind::kLostStart, Kind::kLostEnd}) {
    marks_.splice(marks_.find(Mark(kind, slot)), 1, {});
  }
  set_edges(slot, range);
  slots_[slot].orphaned_at = kNever;
  --orphans_;
  tell(slot, Change::Kind::kReturned, edit);
}

}  // namespace plenary::anchor
