#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::markup {

/// Characters of a title that is made from a text: a line of a list on a phone, twice.
inline constexpr std::size_t kTitleCharactersMax = 100;

/// A title for a document that was given none: the words of its first heading, or else of its first
/// line that has any, with single spaces, cut after a word (and marked with "…") at
/// kTitleCharactersMax. Empty if there are no words. UTF-8. Requires: document.is_document(). Cost:
/// O(n). Thread: any.
[[nodiscard]] std::string title_of(const ot::rich_text::Delta& document);

/// These words as a title: single spaces, and cut. UTF-8. Cost: O(n). Thread: any.
[[nodiscard]] std::string title_from(std::string_view words);

}  // namespace plenary::markup
