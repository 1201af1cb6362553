#pragma once

#include <string>
#include <string_view>

/// What happens to Markdown before the library sees it. Private to this folder.
namespace plenary::markup {

/// Lists and quotes inside each other on one line, beyond which a marker is text. The library's
/// cost for each line is the depth of what is open; a paper has three or four.
inline constexpr int kMaxMarkers = 64;

/// Columns of white space at the start of a line that count; more is cut. For the same reason.
inline constexpr int kMaxIndentColumns = 128;

/// Images in one paragraph, beyond which the sign is text: the library's cost is their square (200
/// kB of `![[]()` take it five seconds).
inline constexpr int kMaxImages = 500;

/// Makes the source bounded and complete: LF line ends, no byte order mark, no control characters
/// (NUL becomes U+FFFD), the limits above, and a backslash before every definition that the library
/// would take out of the text without anything referring to it (`[Chair]: Yes`), and before
/// footnotes. Requires: UTF-8. Cost: O(n) and one parse if there are definitions.
[[nodiscard]] std::string prepare(std::string_view utf8);

}  // namespace plenary::markup
