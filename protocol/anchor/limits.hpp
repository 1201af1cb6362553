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

}  // namespace plenary::anchor
