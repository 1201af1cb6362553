#pragma once

#include "protocol/markup/html_tree.hpp"

namespace plenary::markup {

/// What a block says of its lines besides its kind: alignment, direction, an indent, and in a page
/// of ours (`exact`) the marks of a template. `around`: of the block that it lies in. Private to
/// this folder. Cost: O(tag).
[[nodiscard]] LineStyle own_style(const HtmlTree& tree, const HtmlNode& block,
                                  const LineStyle& around, bool exact);

}  // namespace plenary::markup
