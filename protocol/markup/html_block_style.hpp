#pragma once

#include <string>

#include "protocol/markup/html_tree.hpp"

namespace plenary::markup {

/// What a block says of its lines besides its kind: alignment, direction, an indent, and in a page
/// of ours (`exact`) the marks of a template. `around`: of the block that it lies in. Private to
/// this folder. Cost: O(tag).
[[nodiscard]] LineStyle own_style(const HtmlTree& tree, const HtmlNode& block,
                                  const LineStyle& around, bool exact);

/// The language of a `pre`; empty if it is not said.
[[nodiscard]] std::string language_of(const HtmlTree& tree, std::uint32_t pre);

}  // namespace plenary::markup
