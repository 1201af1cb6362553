#pragma once

#include <cmark-gfm.h>

#include <vector>

#include "protocol/markup/lines.hpp"

namespace plenary::markup {

/// Appends a line's runs to a paragraph or heading so that the Markdown of them reads back as the
/// same runs: where a mark would not open or close between two characters (`a**"b"**c`), one of
/// them is written as an entity. Private to this folder.
void append_inlines(cmark_node* parent, const std::vector<Run>& runs);

}  // namespace plenary::markup
