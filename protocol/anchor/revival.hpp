#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "protocol/anchor/grave.hpp"

// Tests whose letters are all different build the same sources with 1.
#ifndef PLENARY_ANCHOR_SHORTEST_CONTAINED
#define PLENARY_ANCHOR_SHORTEST_CONTAINED 3
#endif
#ifndef PLENARY_ANCHOR_SHORTEST_PIECE
#define PLENARY_ANCHOR_SHORTEST_PIECE 8
#endif

namespace plenary::anchor {

/// A dead run where text was inserted.
struct Candidate {
  std::u16string_view text;
  std::uint64_t deleted_at{0};
  std::uint64_t replaced_at{kNever};
  /// Neighbouring runs have the same number if all of them lay in anchors, or none of them did.
  std::uint32_t stretch{0};
};

/// Dead text that an insertion brought back: parts of runs, in their order, and each one's place in
/// the insertion.
struct Revival {
  struct Part {
    std::size_t run{0};
    std::size_t from{0};  // units of the run
    std::size_t to{0};
    std::size_t at{0};  // unit of the insertion where it begins
    [[nodiscard]] std::size_t length() const { return to - from; }
    [[nodiscard]] std::size_t behind() const { return at + length(); }
  };
  std::vector<Part> parts;
  [[nodiscard]] std::size_t units() const;
};

/// Dead text of at least this length counts as back if an insertion of other text has it in it
/// once. Shorter text would be found by chance.
inline constexpr std::size_t kShortestContained = PLENARY_ANCHOR_SHORTEST_CONTAINED;
/// A piece of dead text that is not the whole deletion of one or of the last few operations counts
/// as back from this length on.
inline constexpr std::size_t kShortestPiece = PLENARY_ANCHOR_SHORTEST_PIECE;

/// Finds the part of the dead `runs` at one place that comes back when the operation of version
/// `now` writes `inserted` there. Undo gives back the deletions of the last operations, so the
/// search is for all text that was deleted in or after some version. It runs over three sets of
/// text in turn: without the deletions of `now` itself, because undo of an overwrite deletes the
/// new text; then without the text that was deleted after other text was written here, because it
/// may have been that other text; then over everything. In each set the tries are, in this order:
/// 1. the insertion is all text that was deleted since some version,
/// 2. it is the deletion of one operation, of kShortestContained units or more,
/// 3. it is a piece, found once, of kShortestPiece units or more of the dead text.
/// If nothing fits, the insertion may contain the text deleted since some version: all of it, or
/// stretches, or runs, each of kShortestContained units or more, found once, and in their order.
/// The text between them can have been deleted before anything was remembered. Cost: O(runs *
/// log(runs)); if lengths fit, O(units of runs + inserted) for each of some 200 tries at most.
[[nodiscard]] std::optional<Revival> find_revival(std::span<const Candidate> runs,
                                                  std::u16string_view inserted, std::uint64_t now);

/// The place of `part` in `whole` if it occurs exactly once. Cost: O(length of both).
[[nodiscard]] std::optional<std::size_t> find_only(std::u16string_view part,
                                                   std::u16string_view whole);

}  // namespace plenary::anchor
