#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace plenary::anchor {

/// A dead run where text was inserted.
struct Candidate {
  std::u16string_view text;
  std::uint64_t deleted_at{0};
};

/// Dead text that an insertion brought back: parts of runs, which stand together in the insertion.
struct Revival {
  struct Part {
    std::size_t run{0};
    std::size_t from{0};  // units of the run
    std::size_t to{0};
  };
  std::size_t skipped{0};   // units of the insertion before what came back
  std::size_t length{0};    // units that came back
  std::vector<Part> parts;  // in the order of the runs
};

/// Dead text of at least this length counts as back if an insertion of other text has it in it
/// once. Shorter text would be found by chance.
inline constexpr std::size_t kShortestContained = 3;
/// A piece of dead text that is not what one or the last few operations deleted counts as back from
/// this length on.
inline constexpr std::size_t kShortestPiece = 8;

/// What of the dead `runs` at one place comes back when `inserted` is written there by the
/// operation of version `now`. Undo gives back what the last operations deleted, so it looks for
/// all that died in or after some version. In this order, first without what `now` itself deleted:
/// 1. the insertion is all that died since some version,
/// 2. it is what one operation deleted, of kShortestContained units or more,
/// 3. it contains, once, all that died since some version, of kShortestContained units or more,
/// 4. it is, once, a piece of kShortestPiece units or more of what died.
/// Cost: O(runs * log(runs)); if lengths fit, O(kTries * (units of runs + inserted)).
[[nodiscard]] std::optional<Revival> find_revival(std::span<const Candidate> runs,
                                                  std::u16string_view inserted, std::uint64_t now);

/// Where `part` begins in `whole` if it is in it exactly once. Cost: O(length of both).
[[nodiscard]] std::optional<std::size_t> find_only(std::u16string_view part,
                                                   std::u16string_view whole);

}  // namespace plenary::anchor
