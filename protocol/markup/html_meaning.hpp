#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
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
  kCell,   // of a table
  kImage   // a picture, if it is one of those that can be had
};
inline constexpr std::size_t kHtmlMeanings = 15;

struct HtmlPiece {
  HtmlMeaning meaning{HtmlMeaning::kUnknown};
  bool closing{false};
};

/// Private to this folder. Requires: a whole tag or comment (RawHtml). Cost: O(1).
[[nodiscard]] HtmlPiece meaning_of(std::string_view html);

/// An attribute of a tag without its entities; nothing if the tag has none of that
/// name, and an empty one if it has no value. Cost:
/// O(n).
[[nodiscard]] std::optional<std::string> attribute_of(std::string_view tag, std::string_view name);

}  // namespace plenary::markup
