#pragma once

#include <cstddef>

/// How large the nodes of the tree are. Tests build the same sources with tiny nodes, so that
/// splits and merges happen at once; nothing else defines these macros.
#ifndef PLENARY_TEXT_LEAF_BYTES
#define PLENARY_TEXT_LEAF_BYTES 976  // with its header a leaf fills one 1 kB block of the allocator
#endif
#ifndef PLENARY_TEXT_LEAF_RUNS
#define PLENARY_TEXT_LEAF_RUNS \
  64  // a run is found by walking them: 64 cost about as much as moving 1 kB
#endif
#ifndef PLENARY_TEXT_FANOUT
#define PLENARY_TEXT_FANOUT 32  // one node's lengths are two cache lines
#endif

namespace plenary::text {

inline constexpr std::size_t kLeafBytes = PLENARY_TEXT_LEAF_BYTES;
inline constexpr std::size_t kLeafRuns = PLENARY_TEXT_LEAF_RUNS;
inline constexpr std::size_t kFanout = PLENARY_TEXT_FANOUT;

// Two neighbours become one when both fit into three quarters of a node: then it takes a quarter of
// a node of inserts until the next split, and as many erases until the next merge.
inline constexpr std::size_t kMergeBytes = kLeafBytes * 3 / 4;
inline constexpr std::size_t kMergeRuns = kLeafRuns * 3 / 4;
inline constexpr std::size_t kMergeChildren = kFanout * 3 / 4;

// Two neighbours have more than kMergeChildren children together. So, even with a fanout of 4, each
// level has about half the nodes of the one below or fewer; with 32 the depth stays under 8.
inline constexpr std::size_t kMaxDepth = 24;

/// Nodes count units in 32 bits. Documents are limited far below (server limits).
inline constexpr std::size_t kMaxLength = 0x7fffffff;

static_assert(kLeafBytes >= 4 && kLeafBytes % 2 == 0 && kLeafBytes < 0x8000);
static_assert(kLeafRuns >= 4 && kFanout >= 4);

}  // namespace plenary::text
