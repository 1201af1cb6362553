#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"
#include "storage/families.hpp"

/// Which snapshots of sealed history are kept (FORMAT.md, 6). Any version is read from the snapshot
/// below it and the operations since then, so snapshots need to lie no closer than replaying is
/// fast.
namespace plenary::storage {

/// A sealed block: the operations [first, end) and the bytes that they take on disk.
struct Stretch {
  Version first{};
  Version end{};
  std::uint64_t bytes{0};
};

/// Operations between two kept snapshots beyond which the later one is kept: some milliseconds of
/// replaying, however little space they take.
inline constexpr std::uint64_t kSpacingOpsMost = 65'536;

/// Bytes of sealed blocks between them, too: about 50,000 keys, or four thousandths of a second.
/// Below it a snapshot is not worth its space, however small the document.
inline constexpr std::uint64_t kSpacingBytesLeast = 20 * 1024;

/// A larger document is longer to read than its operations are: then blocks of this part of its
/// size may lie between.
inline constexpr std::uint64_t kSpacingPart = 4;

/// The versions of snapshots that need not be kept once `block`, which follows the sealed history,
/// is written; the newest is always kept. Errors: kCorrupt, kIo. Cost: reading the snapshots
/// from the second last below the block on. Thread: any.
[[nodiscard]] Result<std::vector<Version>> snapshots_to_drop(Families& families,
                                                             std::string_view document,
                                                             const Stretch& block);

}  // namespace plenary::storage
