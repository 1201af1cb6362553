#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/markup/references.hpp"

namespace plenary::markup {

/// A piece of a paragraph, in the order of its text. Styles nest: each kBegin has its kEnd.
struct Inline {
  enum class Kind : std::uint8_t {
    kText,
    kHtml,
    kCode,
    kSoftBreak,
    kHardBreak,
    kBeginItalic,
    kEndItalic,
    kBeginBold,
    kEndBold,
    kBeginStrike,
    kEndStrike,
    kBeginLink,
    kEndLink,
    kBeginImage,
    kEndImage
  };

  Kind kind{Kind::kText};
  std::string text;                            // words
  std::shared_ptr<const std::string> address;  // of a link or image that begins
};

/// The inlines of a paragraph's or heading's text: CommonMark, with GitHub's strikethrough and the
/// addresses that stand in plain words. Private to this folder. Requires: UTF-8.
///
/// Cost: O(n). What makes it so, for each construct that has a beginning and an end, is that a
/// beginning whose end is missing is not looked up again: see the members of its parser.
[[nodiscard]] std::vector<Inline> parse_inlines(std::string_view text,
                                                const References& references);

}  // namespace plenary::markup
