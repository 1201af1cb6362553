#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "protocol/json/reader.hpp"
#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::ot::rich_text {

/// One cell of a table, or the change of one.
struct Cell {
  Delta content;
  Attributes attributes;

  [[nodiscard]] bool empty() const { return content.empty() && attributes == nullptr; }
  friend bool operator==(const Cell& a, const Cell& b) {
    return a.content == b.content && same(a.attributes, b.attributes);
  }
};

/// Row and column of a cell, from 0. On the wire both count from 1: "2:1".
using CellPlace = std::pair<std::size_t, std::size_t>;

/// A table, or the change of one:
/// `{"table-embed":{"rows":[…],"columns":[…],"cells":{"2:1":{…}}}}`. Rows and columns are deltas of
/// `{"insert":{"id":"…"}}`. A change names cells by their places after its rows and columns have
/// changed. Cells without content and attributes are not there.
struct Table {
  static constexpr std::string_view kName = "table-embed";

  Delta rows;
  Delta columns;
  std::map<CellPlace, Cell> cells;

  /// A table, not a change of one: all is inserted, and each cell lies in it.
  [[nodiscard]] bool is_document() const;
  friend bool operator==(const Table& a, const Table& b) = default;
};

/// Reads what stands under "table-embed". Errors (in the reader): kMalformed, kBadOperation, in
/// words.
void read(json::Reader& reader, Table& table);
/// Writes it; what is empty is not written.
void append(std::string& out, const Table& table);

// The laws of the functions on deltas.
[[nodiscard]] Table compose(const Table& a, const Table& b, bool keep_null);
[[nodiscard]] Table transform(const Table& op, const Table& over, Priority priority);
[[nodiscard]] Table invert(const Table& op, const Table& base);

/// The place of a cell after rows and columns have changed; nothing if it was deleted.
[[nodiscard]] std::optional<CellPlace> place_after(const CellPlace& place, const Delta& rows,
                                                   const Delta& columns);

}  // namespace plenary::ot::rich_text
