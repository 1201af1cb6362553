#include "protocol/ot/rich_text/table.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/ot/rich_text/attributes.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/line_map.hpp"

namespace plenary::ot::rich_text {
namespace {

using Kind = Component::Kind;

bool is_id(const json::Value& embed) {
  return embed.size() == 1 && embed.contains("id") && embed["id"].is_string();
}

/// A row or column, or the retain or delete of some: none has content of its own.
bool is_line(const Component& component) {
  return component.kind == Kind::kEmbed
             ? is_id(*component.embed)
             : component.kind != Kind::kText && component.change == nullptr;
}

/// Rows or columns.
Delta read_lines(json::Reader& reader) {
  Delta lines = read_list(reader);
  const auto& list = lines.components();
  if (!std::all_of(list.begin(), list.end(), is_line)) {
    reader.fail(Errc::kBadOperation, "a row or column of a table is not {\"id\": text}");
  }
  return lines;
}

/// "2:1" is row 1, column 0.
std::optional<CellPlace> read_place(std::string_view key) {
  const auto number = [&key](char end) -> std::optional<std::size_t> {
    std::size_t value = 0;
    const char* const from = key.data();
    const auto [rest, error] = std::from_chars(from, from + key.size(), value);
    const auto used = static_cast<std::size_t>(rest - from);
    const bool ends = end == 0 ? used == key.size() : used < key.size() && key[used] == end;
    if (error != std::errc() || value == 0 || key.front() == '0' || !ends) {
      return std::nullopt;
    }
    key.remove_prefix(end == 0 ? used : used + 1);
    return value - 1;
  };
  const auto row = number(':');
  const auto column = row ? number('\0') : std::nullopt;
  return column ? std::optional(CellPlace{*row, *column}) : std::nullopt;
}

std::string key_of(const CellPlace& place) {
  return std::to_string(place.first + 1) + ":" + std::to_string(place.second + 1);
}

Cell read_cell(json::Reader& reader) {
  Cell cell;
  std::string key;
  reader.begin_object();
  while (reader.next_member(key)) {
    if (key == "content") {
      cell.content = read_list(reader);
    } else if (key == "attributes") {
      cell.attributes = read_attributes(reader);
    } else {
      reader.fail(Errc::kBadOperation, "a cell has something else than content and attributes");
    }
  }
  return cell;
}

void read_cells(json::Reader& reader, std::map<CellPlace, Cell>& cells) {
  std::string key;
  reader.begin_object();
  while (reader.next_member(key)) {
    if (const auto place = read_place(key)) {
      cells.insert_or_assign(*place, read_cell(reader));
    } else {
      reader.fail(Errc::kBadOperation, "a cell of a table has no place \"row:column\"");
    }
  }
}

void append_cell(std::string& out, const Cell& cell) {
  out.push_back('{');
  if (!cell.content.empty()) {
    out += "\"content\":";
    append(out, cell.content);
  }
  if (cell.attributes != nullptr) {
    out += cell.content.empty() ? "\"attributes\":" : ",\"attributes\":";
    json::append(out, *cell.attributes);
  }
  out.push_back('}');
}

std::optional<CellPlace> place_after(const CellPlace& place, const LineMap& rows,
                                     const LineMap& columns) {
  const auto row = rows.after(place.first);
  const auto column = columns.after(place.second);
  return row && column ? std::optional(CellPlace{*row, *column}) : std::nullopt;
}

using Cells = std::map<CellPlace, Cell>;

/// The cells that are left, at their places after `rows` and `columns` have changed.
Cells moved(const Cells& cells, const Delta& rows, const Delta& columns) {
  const LineMap row_map(rows);
  const LineMap column_map(columns);
  Cells result;
  for (const auto& [place, cell] : cells) {
    if (const auto now = place_after(place, row_map, column_map)) {
      result.insert_or_assign(result.end(), *now, cell);  // places keep their order
    }
  }
  return result;
}

const Cell& cell_at(const Cells& cells, const CellPlace& place) {
  static const Cell none;
  const auto found = cells.find(place);
  return found == cells.end() ? none : found->second;
}

void put(Cells& cells, const CellPlace& place, Cell cell) {
  if (cell.empty()) {
    cells.erase(place);
  } else {
    cells.insert_or_assign(place, std::move(cell));
  }
}

}  // namespace

std::optional<CellPlace> place_after(const CellPlace& place, const Delta& rows,
                                     const Delta& columns) {
  return place_after(place, LineMap(rows), LineMap(columns));
}

Table compose(const Table& a, const Table& b, bool keep_null) {
  Table result{compose(a.rows, b.rows), compose(a.columns, b.columns),
               moved(a.cells, b.rows, b.columns)};
  for (const auto& [place, change] : b.cells) {
    const Cell& base = cell_at(result.cells, place);
    put(result.cells, place,
        {compose(base.content, change.content),
         compose(base.attributes, change.attributes, keep_null)});
  }
  return result;
}

Table transform(const Table& op, const Table& over, Priority priority) {
  const Priority reverse =
      priority == Priority::kOverFirst ? Priority::kOpFirst : Priority::kOverFirst;
  Table result{transform(op.rows, over.rows, priority),
               transform(op.columns, over.columns, priority),
               moved(op.cells, transform(over.rows, op.rows, reverse),
                     transform(over.columns, op.columns, reverse))};
  const LineMap rows(result.rows);
  const LineMap columns(result.columns);
  for (const auto& [place, theirs] : over.cells) {
    const auto now = place_after(place, rows, columns);
    const auto mine = now ? result.cells.find(*now) : result.cells.end();
    if (mine == result.cells.end()) {
      continue;
    }
    put(result.cells, *now,
        {transform(mine->second.content, theirs.content, priority),
         unless_empty(transform(mine->second.attributes, theirs.attributes, priority))});
  }
  return result;
}

Table invert(const Table& op, const Table& base) {
  Table result{invert(op.rows, base.rows), invert(op.columns, base.columns), {}};
  for (const auto& [place, change] : moved(op.cells, result.rows, result.columns)) {
    const Cell& before = cell_at(base.cells, place);
    put(result.cells, place,
        {invert(change.content, before.content),
         unless_empty(invert(change.attributes, before.attributes))});
  }
  // The cells of a deleted row or column come back with it.
  const LineMap rows(op.rows);
  const LineMap columns(op.columns);
  for (const auto& [place, cell] : base.cells) {
    if (!place_after(place, rows, columns)) {
      result.cells.insert_or_assign(place, cell);
    }
  }
  return result;
}

bool Table::is_document() const {
  const std::size_t row_count = rows.inserted_length();
  const std::size_t column_count = columns.inserted_length();
  return rows.is_document() && columns.is_document() &&
         std::all_of(cells.begin(), cells.end(), [&](const auto& entry) {
           return entry.first.first < row_count && entry.first.second < column_count &&
                  entry.second.content.is_document();
         });
}

void read(json::Reader& reader, Table& table) {
  std::string key;
  reader.begin_object();
  while (reader.next_member(key)) {
    if (key == "rows") {
      table.rows = read_lines(reader);
    } else if (key == "columns") {
      table.columns = read_lines(reader);
    } else if (key == "cells") {
      read_cells(reader, table.cells);
    } else {
      reader.fail(Errc::kBadOperation, "a table has something else than rows, columns and cells");
    }
  }
}

void append(std::string& out, const Table& table) {
  char before = '{';
  const auto name = [&](std::string_view key) {
    out.push_back(std::exchange(before, ','));
    out.push_back('"');
    out += key;
    out += "\":";
  };
  if (!table.rows.empty()) {
    name("rows");
    append(out, table.rows);
  }
  if (!table.columns.empty()) {
    name("columns");
    append(out, table.columns);
  }
  if (!table.cells.empty()) {
    name("cells");
    before = '{';
    for (const auto& [place, cell] : table.cells) {
      name(key_of(place));
      append_cell(out, cell);
    }
    out.push_back('}');
  }
  out += before == '{' && table.cells.empty() ? "{}" : "}";
}

}  // namespace plenary::ot::rich_text
