#pragma once

#include <cstddef>
#include <string_view>

namespace plenary::markup {

/// The length of the formula that starts at `at`, or 0: `$…$` or `$$…$$` on one line, or `\(…\)`.
/// Only one that has a backslash in it counts: the others mean what they say in any case, and so do
/// prices. Its backslashes are its own; the reader and the writer of Markdown both leave it as it
/// is. Private to this folder. Cost: O(kLongestFormula).
[[nodiscard]] std::size_t formula_length(std::string_view text, std::size_t at);

/// Bytes of a formula; a longer one is read as words.
inline constexpr std::size_t kLongestFormula = 256;

}  // namespace plenary::markup
