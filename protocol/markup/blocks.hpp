#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "protocol/markup/lines.hpp"

/// A document as a tree of blocks, the form that to_markdown and to_html read. Private to this
/// folder.
namespace plenary::markup {

/// One block. What is under a list item by its indent is among the item's children.
struct Block {
  enum class Kind : std::uint8_t {
    kRoot,
    kParagraph,
    kHeading,
    kList,
    kItem,
    kQuote,
    kCode,
    kTable,
    kDivider
  };

  Kind kind{Kind::kRoot};
  std::span<const Run> runs;  // of a paragraph, a heading, or the first line of an item
  // Of an item: it is not in the document. It holds what stands deeper than its list, with nothing
  // above it. Its list is a kBullet.
  bool absent{false};
  int number{0};                     // of an item of a kOrdered: as the editor shows it
  bool jumps{false};                 // of an item: it says its number, and is not the next one
  LineStyle style;                   // of the (first) line; of a list: kBullet or kOrdered
  const ShownTable* table{nullptr};  // of a kTable
  std::vector<std::string> code;     // lines of a kCode
  std::vector<Block> children;       // of a root, list, item or quote; lists hold items
};

/// kShown: what one sees. kExact: also blank lines, each a paragraph, and code of two alignments in
/// two blocks.
enum class Detail : bool { kShown, kExact };

/// The tree of a document, at most kMaxIndent + 1 lists and kMaxQuotes quotes deep.
///
/// A line is in the nearest item above it that is indented less and is not in more quotes than the
/// line. The quotes that both are in lie around the list, further ones in the item. So a list ends
/// with its quote. Neighbours in as many quotes of one item are in one quote.
///
/// Blank paragraphs are left out; one without an indent ends what stands before it in its quotes,
/// so that lists, quotes and code on its two sides stay apart. Lifetime: `lines` outlives the tree.
/// Cost: O(lines).
[[nodiscard]] Block blocks_of(const Lines& lines, Detail detail = Detail::kShown);

}  // namespace plenary::markup
