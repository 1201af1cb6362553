#pragma once

#include <string>
#include <string_view>

namespace plenary::markup {

/// Markdown as the parser wants it: LF line ends, no byte order mark, no control characters (NUL
/// becomes U+FFFD), a line end at its end. Private to this folder. Requires: UTF-8. Cost: O(n).
[[nodiscard]] std::string prepare(std::string_view bytes);

}  // namespace plenary::markup
