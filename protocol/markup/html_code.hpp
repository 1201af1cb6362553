#pragma once

#include <cstdint>
#include <string>

#include "protocol/markup/html_tree.hpp"

/// Code in HTML: a `pre`, often with a `code` in it. Private to this folder.
namespace plenary::markup {

/// The language that a `pre` or its `code` names by a class; empty if none does. Cost: O(tags).
[[nodiscard]] std::string language_of(const HtmlTree& tree, std::uint32_t pre);

/// The lines of a `pre`. Cost: O(length).
[[nodiscard]] std::string code_in(const HtmlTree& tree, std::uint32_t pre);

}  // namespace plenary::markup
