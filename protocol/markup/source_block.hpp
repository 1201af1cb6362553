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

/// One block, with the text that its lines have without the markers before them.
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
    kRule
  };

  Kind kind{Kind::kDocument};
  std::vector<SourceBlock> children;  // of a document, quote, list or item

  /// Of a paragraph or heading: its inlines, lines divided by a line feed. Of code or HTML: its
  /// lines, each with its line feed.
  std::string text;
  int level{0};            // of a heading: 1..6
  bool underlined{false};  // a heading that began as a paragraph
  std::string language;    // of code: its info string, resolved

  // Of a list, and of each of its items.
  bool ordered{false};
  char delimiter{'-'};  // `-`, `+`, `*`, `.` or `)`
  int number{1};        // the first item's
  // Of an item.
  bool task{false};
  bool ticked{false};
};

/// The blocks of a document. Requires: UTF-8 with LF line ends, without NUL. Cost: O(n).
[[nodiscard]] SourceBlock parse_blocks(std::string_view source);

}  // namespace plenary::markup
