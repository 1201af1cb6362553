#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Tables as GitHub's Markdown has them: a header, a row of dashes, rows. Private to this folder.
namespace plenary::markup {

/// Where the table in a paragraph begins, with the line above the first row of dashes; npos if
/// there is none. The header may have more or fewer cells than the row of dashes. Cost: O(n).
[[nodiscard]] std::size_t find_pipe_table(std::string_view paragraph);

/// The cells of a line, without the white space around them. `\|` is a bar in a cell, also in code.
/// Cost: O(n).
[[nodiscard]] std::vector<std::string> pipe_cells(std::string_view line);

/// Which columns a row of dashes aligns to the right: `---:`.
[[nodiscard]] std::vector<bool> right_aligned(std::string_view dashes);

}  // namespace plenary::markup
