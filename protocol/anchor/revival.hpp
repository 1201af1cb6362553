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
  /// Runs that lay in anchors without a break between them have the same number here, and so have
  /// neighbours that lay in none.
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
/// A piece of dead text that is not what one or the last few operations deleted counts as back from
/// this length on.
inline constexpr std::size_t kShortestPiece = PLENARY_ANCHOR_SHORTEST_PIECE;

/// What of the dead `runs` at one place comes back when `inserted` is written there by the
/// operation of version `now`. Undo gives back what the last operations deleted, so it looks for
/// all that died in or after some version. First it looks without what `now` itself deleted, which
/// undo of writing over text deletes; then without all that died after other text was written here,
/// which may have been that text; then with all. Each time in this order:
/// 1. the insertion is all that died since some version,
/// 2. it is what one operation deleted, of kShortestContained units or more,
/// 3. it is, once, a piece of kShortestPiece units or more of what died.
/// Else what it contains of all that died since some version: all, or stretches, or runs, each of
/// kShortestContained units or more, once, and in their order. The text between them can have been
/// deleted before anything was remembered.
/// Cost: O(runs * log(runs)); if lengths fit, O(units of runs + inserted) for each of some 200
/// tries at most.
[[nodiscard]] std::optional<Revival> find_revival(std::span<const Candidate> runs,
                                                  std::u16string_view inserted, std::uint64_t now);

/// Where `part` begins in `whole` if it is in it exactly once. Cost: O(length of both).
[[nodiscard]] std::optional<std::size_t> find_only(std::u16string_view part,
                                                   std::u16string_view whole);

}  // namespace plenary::anchor
