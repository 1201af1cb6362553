#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "protocol/markup/html_meaning.hpp"

namespace plenary::markup {

/// What an element is for the structure of a document.
enum class HtmlRole : std::uint8_t {
  kInline,  // among words; HtmlElement::meaning says more. Unknown elements are so, too
  kBlock,
  kParagraph,
  kHeading,
  kList,
  kItem,
  kTerm,         // dt
  kDescription,  // dd
  kQuote,
  kCode,  // pre
  kFigure,
  kCaption,  // figcaption
  kTable,
  kTableCaption,
  kRows,  // thead, tbody, tfoot
  kRow,
  kCell,
  kRule,     // hr
  kLeaf,     // br, img, input
  kNothing,  // an element without words, such as meta
  kHidden,   // left out with all that is in it
  kRaw,      // holds text that is no HTML, and is left out: script
  kStyle,
  kTitle
};

struct HtmlElement {
  std::string_view name;
  HtmlRole role{HtmlRole::kInline};
  HtmlMeaning meaning{HtmlMeaning::kPlain};  // of kInline and kLeaf
  /// Goes on in the next block if its end tag is missing, as HTML has it for `b`.
  bool goes_on{false};
};

/// Never null: elements that we do not know are plain ones among words. Private to this folder.
/// Lifetime: for ever. Cost: O(length).
[[nodiscard]] const HtmlElement* html_element(std::string_view name);

/// Elements that html_element gives, and their numbers: [0, kHtmlElements).
inline constexpr std::size_t kHtmlElements = 129;
[[nodiscard]] std::size_t number_of(const HtmlElement* element);

[[nodiscard]] constexpr bool is_block(HtmlRole role) {
  return role >= HtmlRole::kBlock && role <= HtmlRole::kRule;
}

}  // namespace plenary::markup
