#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "protocol/ot/rich_text/delta.hpp"

/// The parts of a released paper that can be quoted: its blocks. Pure; any thread. Positions and
/// lengths count UTF-16 units of the paper; an embed is one unit.
namespace plenary::releases {

/// Units from `from` up to, not including, `to`.
struct Span {
  std::size_t from{0};
  std::size_t to{0};

  [[nodiscard]] std::size_t length() const { return to - from; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// kFigure: a paragraph that begins with a picture; the words behind it are its caption.
enum class BlockKind : std::uint8_t { kLine, kFigure, kTable, kDivider };

/// A line without its line end, or an embed that is a line of its own. A footnote is a unit of the
/// line that it hangs on.
struct Block {
  BlockKind kind{BlockKind::kLine};
  Span span{};
  int level{0};  // of a heading: 1 to 6; else 0
  friend bool operator==(const Block&, const Block&) = default;
};

/// The blocks of a document, in its order. A line of white space alone is no block. Components that
/// are not inserts are passed over. Cost: O(n).
[[nodiscard]] std::vector<Block> blocks_of(const ot::rich_text::Delta& document);

/// Neighbouring blocks, the last one included.
struct BlockRange {
  std::size_t first{0};
  std::size_t last{0};
  friend bool operator==(const BlockRange&, const BlockRange&) = default;
};

/// The blocks that a range of units touches; nothing if it touches none. A line end touches
/// nothing. An empty range is a caret: it touches the block that it stands in or at the end of.
/// Requires: blocks as blocks_of gives them, range.from <= range.to. Cost: O(log blocks).
[[nodiscard]] std::optional<BlockRange> blocks_in(std::span<const Block> blocks, Span range);

}  // namespace plenary::releases
