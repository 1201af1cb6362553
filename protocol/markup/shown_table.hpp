#pragma once

#include <map>
#include <string>
#include <vector>

#include "protocol/markup/lines.hpp"
#include "protocol/ot/rich_text/table.hpp"

namespace plenary::markup {

/// A table as a person sees it: its rows in the order in which they are shown. Private to this
/// folder.
struct ShownTable {
  struct Column {
    std::string name;  // one line of UTF-8; empty: none
    bool of_numbers{false};
    ot::rich_text::Attributes attributes;
  };
  struct Cell {
    Lines lines;
    std::vector<ot::rich_text::Attributes> line_attributes;  // of the line ends in it
    ot::rich_text::Attributes attributes;
  };

  std::vector<Column> columns;
  std::vector<ot::rich_text::Attributes> rows;
  std::vector<std::string> ids;  // of the columns, then of the rows; "" for what is no text
  std::map<ot::rich_text::CellPlace, Cell> cells;  // those that hold something

  /// Null for an empty cell.
  [[nodiscard]] const Cell* find(std::size_t row, std::size_t column) const {
    const auto found = cells.find({row, column});
    return found == cells.end() ? nullptr : &found->second;
  }
};

}  // namespace plenary::markup
