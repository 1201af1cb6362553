#include <algorithm>
#include <cstddef>
#include <utility>

#include "protocol/markup/block_starts.hpp"
#include "protocol/markup/source_table.hpp"

namespace plenary::markup {
namespace {

/// `+-----+:---:+`, or `+=====+=====+` under a header.
bool is_border(std::string_view line) {
  return line.size() > 2 && line.starts_with('+') && line.ends_with('+') &&
         line.find_first_not_of("+-=:") == std::string_view::npos &&
         line.find("++") == std::string_view::npos;
}

/// A line of a cell behind those before it. Blocks in a cell are lines: after an empty line, and
/// for each item of a list.
void append_cell_line(std::string& cell, bool& paragraph_ends, std::string_view line) {
  if (line.empty()) {
    paragraph_ends = !cell.empty();
    return;
  }
  const bool begins = paragraph_ends || list_marker(line, false).has_value();
  cell += cell.empty() ? "" : begins ? "<br>" : "\n";
  cell += line;
  paragraph_ends = false;
}

/// Puts the lines of a row together.
class GridRow {
 public:
  explicit GridRow(std::size_t columns) : cells_(columns), ends_(columns, 0) {}

  /// False if the line has other cells than the border: one that spans columns.
  bool add(std::string_view line) {
    const std::vector<std::string> parts = pipe_cells(line);
    if (!line.starts_with('|') || !line.ends_with('|') || parts.size() != cells_.size()) {
      return false;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
      bool ends = ends_[i] != 0;
      append_cell_line(cells_[i], ends, parts[i]);
      ends_[i] = ends ? 1 : 0;
    }
    empty_ = false;
    return true;
  }

  [[nodiscard]] bool empty() const { return empty_; }

  std::vector<std::string> take() {
    std::vector<std::string> cells(cells_.size());
    cells.swap(cells_);
    ends_.assign(cells.size(), 0);
    empty_ = true;
    return cells;
  }

 private:
  std::vector<std::string> cells_;
  std::vector<char> ends_;  // of the paragraph at the end of each cell
  bool empty_{true};
};

std::string bars_of(std::string_view border) {
  std::string bars(border);
  std::replace(bars.begin(), bars.end(), '+', '|');
  return bars;
}

/// Reads the lines behind the first border. False if they are no grid.
bool read_grid(std::string_view lines, SourceTable& table) {
  GridRow row(table.right_aligned.size());
  while (!lines.empty()) {
    const std::string_view line = next_line(lines);
    if (!is_border(line)) {
      if (!row.add(line)) {
        return false;
      }
    } else if (line.find('=') != std::string_view::npos && table.rows.empty()) {
      table.headers = row.take();
    } else if (!row.empty() && table.rows.size() <= kTableRowsMax) {
      table.rows.push_back(row.take());
    }
  }
  return row.empty() && (!table.rows.empty() || !table.headers.empty());
}

}  // namespace

std::optional<SourceTable> find_grid_table(std::string_view paragraph) {
  std::string_view rest = paragraph;
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    if (!is_border(line)) {
      continue;
    }
    SourceTable table;
    table.at = static_cast<std::size_t>(line.data() - paragraph.data());
    table.bytes = paragraph.size() - table.at;
    table.right_aligned = right_aligned(bars_of(line));
    table.headers.resize(table.right_aligned.size());
    return read_grid(rest, table) ? std::optional(std::move(table)) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace plenary::markup
