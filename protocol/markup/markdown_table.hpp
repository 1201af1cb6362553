#pragma once

#include "protocol/markup/markdown_output.hpp"
#include "protocol/markup/shown_table.hpp"

namespace plenary::markup {

/// Writes a table as GitHub's Markdown has them: the names of columns as its header, `<br>` between
/// the lines of a cell, columns of numbers aligned to the right, and a comment above it for the
/// rest (table_comment.hpp). A table without columns has nothing to write. Private to this folder.
/// Cost: O(rows * columns + words).
void append_pipe_table(MarkdownOutput& out, const ShownTable& table);

}  // namespace plenary::markup
