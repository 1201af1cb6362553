#pragma once

#include <span>

#include "protocol/markup/lines.hpp"
#include "protocol/markup/markdown_output.hpp"

namespace plenary::markup {

/// Writes a line's runs as the words of a paragraph or heading so that the Markdown of them reads
/// back as the same runs: where a mark would not open or close between two characters
/// (`a**"b"**c`), one of them is written as an entity. Private to this folder.
void append_inlines(MarkdownOutput& out, std::span<const Run> runs);

}  // namespace plenary::markup
