#include <algorithm>
#include <utility>

#include "protocol/anchor/anchor_set.hpp"
#include "protocol/anchor/limits.hpp"

// Moves orphans to their words when these are inserted elsewhere.

namespace plenary::anchor {

using ot::rich_text::Delta;

void AnchorSet::note_orphaned(std::uint32_t slot, std::uint64_t version) {
  if (orphaned_.empty() || orphaned_.back().version != version) {
    if (orphaned_.size() == kMovesTried) {
      orphaned_.erase(orphaned_.begin());
    }
    orphaned_.push_back({version, {}});
  }
  orphaned_.back().slots.push_back(slot);
}

void AnchorSet::follow_moves(const Delta& op, Edit& edit) {
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

/// Moves orphans to the text that the hunk inserted, if it contains the text deleted with them.
void AnchorSet::follow(const Hunk& hunk, Edit& edit) {
  const std::u16string inserted = hunk.inserted_text();
  for (auto orphaned = orphaned_.rbegin(); orphaned != orphaned_.rend(); ++orphaned) {
    const bool same_op = orphaned->version == edit.version;
    if (!same_op && inserted.size() < kShortestMoved) {
      break;  // the newest come first
    }
    for (const std::uint32_t grave : graves_of(*orphaned)) {
      follow_cut(cut_at(grave, orphaned->version), same_op, inserted, hunk.at, edit);
      trim_at(place_of(grave));
    }
  }
}

void AnchorSet::follow_cut(const Cut& cut, bool same_op, std::u16string_view inserted,
                           std::size_t at, Edit& edit) {
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
      words =
          find_only(std::u16string_view(cut.text).substr(orphan.words.start, orphan.words.length()),
                    inserted);
    }
    if (words) {
      const std::size_t start = at + *words;
      move_to(orphan.slot, {start, start + orphan.words.length()}, edit);
    }
  }
}

/// The graves of the anchors that were orphaned then and still are, from left to right.
std::vector<std::uint32_t> AnchorSet::graves_of(const Orphaned& orphaned) const {
  std::vector<std::uint32_t> graves;
  for (const std::uint32_t slot : orphaned.slots) {
    if (slots_[slot].orphaned_at == orphaned.version) {
      graves.push_back(slots_[slot].grave);
    }
  }
  std::sort(graves.begin(), graves.end());
  graves.erase(std::unique(graves.begin(), graves.end()), graves.end());
  std::sort(graves.begin(), graves.end(),
            [&](std::uint32_t a, std::uint32_t b) { return place_of(a) < place_of(b); });
  return graves;
}

AnchorSet::Cut AnchorSet::cut_at(std::uint32_t index, std::uint64_t version) const {
  const Grave& grave = graves_[index];
  Cut cut;
  std::vector<std::pair<Offset, std::size_t>> runs;  // where one begins, and where in the cut
  for (const Grave::Run& run : grave.runs()) {
    if (run.deleted_at == version) {
      runs.emplace_back(run.from, cut.text.size());
      cut.text.append(grave.text(run));
    }
  }
  const auto place = [&](Offset offset) {
    const auto behind = std::partition_point(runs.begin(), runs.end(),
                                             [&](const auto& run) { return run.first <= offset; });
    if (behind == runs.begin()) {
      return std::size_t{0};
    }
    const std::size_t end = behind == runs.end() ? cut.text.size() : behind->second;
    const auto& [from, at] = *(behind - 1);
    return std::min(end, at + static_cast<std::size_t>(offset - from));
  };
  for (const Grave::Orphan& orphan : grave.orphans()) {
    const Range words{place(orphan.from), place(orphan.to)};
    if (slots_[orphan.slot].orphaned_at == version && !words.empty()) {
      cut.orphans.push_back({orphan.slot, words});
    }
  }
  return cut;
}

void AnchorSet::move_to(std::uint32_t slot, Range range, Edit& edit) {
  graves_[slots_[slot].grave].remove_orphan(slot);
  set_edges(slot, range);
  slots_[slot].orphaned_at = kNever;
  --orphans_;
  tell(slot, Change::Kind::kReturned, edit);
}

}  // namespace plenary::anchor
