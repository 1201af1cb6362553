#pragma once

#include <cstddef>
#include <string_view>

#include "protocol/markup/inline_parser.hpp"

namespace plenary::markup {

/// Reads the lines of an HTML block: each is a line, and so is what stands between its block
/// elements; cells are divided by " | ". `out` is emptied first. Returns how many tags it left out:
/// those of blocks, which need no pairs. Private to this folder. Cost: O(n).
[[nodiscard]] std::size_t parse_html_block(std::string_view text, Inlines& out);

}  // namespace plenary::markup
