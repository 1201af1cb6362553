#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The blocks of Markdown. Private to this folder.
namespace plenary::markup {

/// Quotes and list items inside each other; beyond it their markers are text. A paper has three or
/// four; it keeps recursion over the blocks shallow.
inline constexpr std::size_t kMaxContainers = 64;

/// Bytes of SourceDocument::text.
struct TextRange {
  std::uint32_t begin{0};
  std::uint32_t length{0};
};

/// One block. A source of two-byte lines makes a block for each: its size is most of what reading
/// such a source costs.
struct SourceBlock {
  enum class Kind : std::uint8_t {
    kDocument,
    kQuote,
    kList,
    kItem,
    kParagraph,
    kHeading,
    kCode,
    kHtml,
    kRule,
    kNote
  };

  Kind kind{Kind::kDocument};
  bool underlined{false};  // a heading that began as a paragraph

  // Of a list, and of each of its items.
  bool ordered{false};
  char delimiter{'-'};  // `-`, `+`, `*`, `.` or `)`
  // Of an item.
  bool task{false};
  bool ticked{false};

  int level{0};   // of a heading: 1..6
  int number{1};  // of a list: its first item's

  /// Of a paragraph or heading: its inlines, lines divided by a line feed. Of code or HTML: its
  /// lines, each with its line feed.
  TextRange text;
  TextRange info;  // of code: its info string, resolved; of a note: its label

  std::vector<SourceBlock> children;  // of a document, quote, list, item or note
};

/// The blocks of a document, and the text that their lines have without the markers before them.
struct SourceDocument {
  SourceBlock root;
  std::string text;

  [[nodiscard]] std::string_view text_at(TextRange range) const {
    return std::string_view(text).substr(range.begin, range.length);
  }
};

/// Requires: UTF-8 with LF line ends, without NUL; at most 1 GiB. Cost: O(n).
[[nodiscard]] SourceDocument parse_blocks(std::string_view source);

}  // namespace plenary::markup
