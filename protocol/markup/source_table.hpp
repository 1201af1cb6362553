#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Tables as Markdown has them. Private to this folder.
namespace plenary::markup {

/// Rows and columns of the largest table that a paper takes. A larger one is read as having one
/// more of them: its cells would need more memory than its source.
inline constexpr std::size_t kTableRowsMax = 5'000;
inline constexpr std::size_t kTableColumnsMax = 100;

/// The cells of a table as Markdown, without the white space around them.
struct SourceTable {
  std::size_t at{0};     // where it begins in its paragraph, with the start of a line
  std::size_t bytes{0};  // of its source
  std::vector<std::string> headers;
  std::vector<bool> right_aligned;             // of the columns
  std::vector<std::vector<std::string>> rows;  // each may have more or fewer cells than the header
};

/// The table at the end of a paragraph: from the line above the first row of dashes on if it is
/// GitHub's, from its first border on if it is Pandoc's grid. `|---+---|` and a header with more or
/// fewer cells than its dashes are let through. `\|` is a bar in a cell, also in code. Cost: O(n).
[[nodiscard]] std::optional<SourceTable> find_table(std::string_view paragraph);

/// The same for one kind.
[[nodiscard]] std::optional<SourceTable> find_pipe_table(std::string_view paragraph);
[[nodiscard]] std::optional<SourceTable> find_grid_table(std::string_view paragraph);

/// The cells of a line between its bars, at most kTableColumnsMax + 1: the last has the rest.
[[nodiscard]] std::vector<std::string> pipe_cells(std::string_view line);

/// Which columns a row of dashes aligns to the right: `---:`.
[[nodiscard]] std::vector<bool> right_aligned(std::string_view dashes);

/// Takes the first line off, without its line feed.
[[nodiscard]] std::string_view next_line(std::string_view& text);

}  // namespace plenary::markup
