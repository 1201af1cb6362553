#pragma once

#include <cstddef>

#ifndef PLENARY_ANCHOR_DEAD_UNITS
#define PLENARY_ANCHOR_DEAD_UNITS (4 * 1024 * 1024)
#endif
#ifndef PLENARY_ANCHOR_CONTEXT
#define PLENARY_ANCHOR_CONTEXT 256
#endif

namespace plenary::anchor {

/// Dead units that a set remembers, with a surcharge for each run: 8 MiB a document, a quarter of
/// the largest. Then the oldest are forgotten.
inline constexpr std::size_t kDeadUnitsMax = PLENARY_ANCHOR_DEAD_UNITS;

/// Dead units outside of all anchors that are remembered on either side of a place: enough to tell
/// one "the" in a paragraph that is brought back from another.
inline constexpr std::size_t kContextUnits = PLENARY_ANCHOR_CONTEXT;

/// Deletions at one place that are known one by one: undo reaches as many back. Older ones are
/// known by their words only. These are forgotten if other text was written over them and they
/// belong to no orphan.
inline constexpr std::size_t kRunsKept = 32;
/// From this number of runs at one place on, old ones are merged.
inline constexpr std::size_t kRunsMax = 2 * kRunsKept;

/// Text that is deleted by one operation and inserted elsewhere by another counts as moved from
/// this length on: two words. Shorter text would be found by chance.
inline constexpr std::size_t kShortestMoved = 12;
/// An insertion is compared with the deletions of so many operations, the last that left orphans.
inline constexpr std::size_t kMovesTried = 16;
/// Orphans of one operation that are searched for one by one if its text is not there as a whole.
/// Each costs a pass over the insertion.
inline constexpr std::size_t kOrphansTried = 64;

}  // namespace plenary::anchor
