#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/releases/blocks.hpp"

/// Permanent ids of the blocks of a paper: `p-7k3f`. A block keeps its id through edits, moves and
/// later releases, and no id is ever given to another text. Pure; any thread.
namespace plenary::releases {

/// A secret of the paper. Ids follow from it and a counter, so they say nothing of order, time and
/// words; the same seed gives the same ids.
using IdSeed = std::array<unsigned char, 32>;

/// A keyed hash of what a block said.
using TextHash = std::array<unsigned char, 16>;

/// An id that no block of the newest release has.
struct PastBlock {
  std::string id;
  std::uint32_t since{0};        // the first release without it
  std::string into;              // the id of the block that took its words in; empty: it is gone
  std::optional<TextHash> text;  // what it said; nothing if that was too little to know it again
  friend bool operator==(const PastBlock&, const PastBlock&) = default;
};

/// All ids of a paper as of one release. A regular value.
struct BlockIds {
  std::vector<std::string> ids;  // of the release's blocks, in their order
  std::vector<PastBlock> past;
  std::uint64_t counter{0};  // the next number to make an id of
  friend bool operator==(const BlockIds&, const BlockIds&) = default;
};

/// Units that are in both texts: `length` units from `from` in the old one, from `to` in the new.
struct Survivor {
  std::size_t from{0};
  std::size_t to{0};
  std::size_t length{0};
  friend bool operator==(const Survivor&, const Survivor&) = default;
};

/// What the operation `change` leaves of a document of `length` units. Of the difference between
/// two releases (protocol/history/difference.hpp) it is what is still there of the old text.
/// Requires: check_applies(change, length). Cost: O(components).
[[nodiscard]] std::vector<Survivor> survivors_of(const ot::rich_text::Delta& change,
                                                 std::size_t length);

/// A text with its blocks. Lifetime: of the call.
struct ReleasedText {
  const ot::rich_text::Delta& text;
  std::span<const Block> blocks;  // as blocks_of gives them
};

/// The ids of a first release of so many blocks. Cost: O(blocks).
[[nodiscard]] BlockIds first_ids(std::size_t blocks, const IdSeed& seed);

/// The ids of the next release, of number `release`. By the first of these rules that holds:
/// - The id of an old block goes to the block that has its first surviving unit (white space does
///   not count). Of several old blocks that meet in one, the first keeps its id; the others are
///   merged into it.
/// - A block of which nothing survives is looked for by its whole text (apart from white space and
///   formats) among the blocks that have no id yet: it was moved by cut and paste. Equal blocks are
///   paired in their order. A text of fewer than 3 words and fewer than 20 units is not looked for.
/// - An id that was lost in an earlier release returns in the same way; the newest comes first.
/// - Other blocks get new ids.
/// Requires: `survivors` strictly increases in both texts and lies in them; `seed` is that of all
/// releases of the paper. Errors: kCorrupt if `before` has not one id for each old block. Cost:
/// O(n log n) in units, blocks and past blocks.
[[nodiscard]] Result<BlockIds> next_ids(const BlockIds& before, const ReleasedText& old_text,
                                        const ReleasedText& new_text,
                                        std::span<const Survivor> survivors, std::uint32_t release,
                                        const IdSeed& seed);

/// The place of an id.
struct Place {
  enum class Kind : std::uint8_t { kUnknown, kHere, kMerged, kGone };
  Kind kind{Kind::kUnknown};
  std::size_t block{0};    // of kHere and kMerged: the block that has it, or its words
  std::uint32_t since{0};  // of kMerged and kGone: the first release without the id
  friend bool operator==(const Place&, const Place&) = default;
};

/// What became of an id. A block that was merged into one that is gone now is gone since then.
/// Cost: O(blocks + past blocks) for each merger on the way.
[[nodiscard]] Place find_block(const BlockIds& ids, std::string_view id);

}  // namespace plenary::releases
