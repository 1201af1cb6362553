#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace plenary::markup {

/// What a piece of raw HTML says in a document.
enum class HtmlMeaning : std::uint8_t {
  kUnknown,  // stays as words
  kComment,
  kBreak,
  kBold,
  kItalic,
  kUnderline,
  kStrike,
  kCode,
  kSub,
  kSuper,
  kLink,
  kPlain,  // its words without it, as `<small>`
  kBlock,  // begins or ends a line, as `<p>`
  kCell    // of a table
};
inline constexpr std::size_t kHtmlMeanings = 14;

struct HtmlPiece {
  HtmlMeaning meaning{HtmlMeaning::kUnknown};
  bool closing{false};
};

/// Private to this folder. Requires: a whole tag or comment (RawHtml). Cost: O(1).
[[nodiscard]] HtmlPiece meaning_of(std::string_view html);

/// The `href` of an `<a>` without its entities; empty if it has none. Cost: O(n).
[[nodiscard]] std::string href_of(std::string_view tag);

}  // namespace plenary::markup
