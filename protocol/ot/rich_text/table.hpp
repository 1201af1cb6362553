#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "protocol/ot/rich_text/embed_type.hpp"

namespace plenary::ot::rich_text {

/// One cell of a table, or the change of one.
struct Cell {
  Delta content;
  Attributes attributes;

  [[nodiscard]] bool empty() const { return content.empty() && attributes == nullptr; }
};

/// Row and column of a cell, from 0. On the wire both count from 1: "2:1".
using CellPlace = std::pair<std::size_t, std::size_t>;

/// A table, or the change of one: `{"rows":[…],"columns":[…],"cells":{"2:1":{…}}}`. Rows and
/// columns are deltas of `{"insert":{"id":"…"}}`. A change names cells by their places after its
/// rows and columns have changed. Cells without content and attributes are not there.
struct Table {
  Delta rows;
  Delta columns;
  std::map<CellPlace, Cell> cells;
};

/// Reads a table or the change of one. Errors: kBadOperation, in words. Cost: O(size).
[[nodiscard]] Result<Table> read_table(const json::Value& value);
/// Writes it; what is empty is not written.
[[nodiscard]] json::Value to_value(const Table& table);

/// The place of a cell after rows and columns have changed; nothing if it was deleted.
[[nodiscard]] std::optional<CellPlace> place_after(const CellPlace& place, const Delta& rows,
                                                   const Delta& columns);

[[nodiscard]] const EmbedType& table_embed();

}  // namespace plenary::ot::rich_text
