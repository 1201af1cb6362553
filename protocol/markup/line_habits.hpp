#pragma once

#include <string_view>

namespace plenary::markup {

/// True for a paragraph whose line ends its writer meant, though Markdown joins its lines: minutes
/// with a speaker on every line, definitions (`: …`), containers (`:::`), alerts (`[!NOTE]`).
/// Private to this folder. Cost: O(n).
[[nodiscard]] bool keeps_lines(std::string_view paragraph);

}  // namespace plenary::markup
