#include "protocol/ot/rich_text/table.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/try.hpp"
#include "protocol/ot/rich_text/attributes.hpp"
#include "protocol/ot/rich_text/codec.hpp"

namespace plenary::ot::rich_text {
namespace {

using Kind = Component::Kind;

Error bad(const char* what) {
  return {Errc::kBadOperation, what};
}

bool is_id(const json::Value& embed) {
  return embed.size() == 1 && embed.contains("id") && embed["id"].is_string();
}

/// Rows or columns: each insert is one of them, and none has content of its own.
Result<Delta> read_lines(const json::Value& list) {
  if (!list.is_array()) {
    return bad("rows or columns of a table are not a list");
  }
  PLENARY_TRY(Decoded decoded, from_value(list));
  for (const Component& component : decoded.delta.components()) {
    const bool fits = component.kind == Kind::kText     ? false
                      : component.kind == Kind::kEmbed  ? is_id(*component.embed)
                      : component.kind == Kind::kRetain ? component.embed == nullptr
                                                        : true;
    if (!fits) {
      return bad("a row or column of a table is not {\"id\": text}");
    }
  }
  return std::move(decoded.delta);
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

Result<Cell> read_cell(const json::Value& value) {
  if (!value.is_object()) {
    return bad("a cell of a table is not an object");
  }
  Cell cell;
  for (const auto& [key, member] : value.items()) {
    if (key == "content" && member.is_array()) {
      PLENARY_TRY(Decoded decoded, from_value(member));
      cell.content = std::move(decoded.delta);
    } else if (key == "attributes" && member.is_object()) {
      cell.attributes = member.empty() ? nullptr : share(member);
    } else {
      return bad("a cell of a table has something else than content and attributes");
    }
  }
  return cell;
}

json::Value value_of(const Cell& cell) {
  json::Value value = json::Value::object();
  if (!cell.content.empty()) {
    value["content"] = to_value(cell.content);
  }
  if (cell.attributes != nullptr) {
    value["attributes"] = *cell.attributes;
  }
  return value;
}

Table table_or_nothing(const json::Value& value) {
  Result<Table> table = read_table(value);
  return table ? std::move(*table) : Table();
}

/// The index of a row or column after `lines` have changed; nothing if it was deleted.
std::optional<std::size_t> moved(std::size_t index, const Delta& lines) {
  std::size_t at = 0;
  for (const Component& component : lines.components()) {
    if (at > index) {
      break;
    }
    if (component.kind == Kind::kDelete) {
      if (component.length > index - at) {
        return std::nullopt;
      }
      index -= component.length;
      continue;
    }
    index += component.is_insert() ? component.length : 0;
    at += component.length;
  }
  return index;
}

using Cells = std::map<CellPlace, Cell>;

/// The cells that are left, at their places after `rows` and `columns` have changed.
Cells moved(const Cells& cells, const Delta& rows, const Delta& columns) {
  Cells result;
  for (const auto& [place, cell] : cells) {
    if (const auto now = place_after(place, rows, columns)) {
      result.insert_or_assign(*now, cell);
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

Table composed(const Table& a, const Table& b, bool keep_null) {
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

Table transformed(const Table& op, const Table& over, Priority priority) {
  const Priority reverse =
      priority == Priority::kOverFirst ? Priority::kOpFirst : Priority::kOverFirst;
  Table result{transform(op.rows, over.rows, priority),
               transform(op.columns, over.columns, priority),
               moved(op.cells, transform(over.rows, op.rows, reverse),
                     transform(over.columns, op.columns, reverse))};
  for (const auto& [place, theirs] : over.cells) {
    const auto now = place_after(place, result.rows, result.columns);
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

Table inverse(const Table& op, const Table& base) {
  Table result{invert(op.rows, base.rows), invert(op.columns, base.columns), {}};
  for (const auto& [place, change] : moved(op.cells, result.rows, result.columns)) {
    const Cell& before = cell_at(base.cells, place);
    put(result.cells, place,
        {invert(change.content, before.content),
         unless_empty(invert(change.attributes, before.attributes))});
  }
  // The cells of a deleted row or column come back with it.
  for (const auto& [place, cell] : base.cells) {
    if (!place_after(place, op.rows, op.columns)) {
      result.cells.insert_or_assign(place, cell);
    }
  }
  return result;
}

Result<void> check_table_change(const json::Value& change) {
  PLENARY_TRY_VOID(read_table(change));
  return {};
}

json::Value compose_tables(const json::Value& a, const json::Value& b, bool keep_null) {
  return to_value(composed(table_or_nothing(a), table_or_nothing(b), keep_null));
}

json::Value transform_tables(const json::Value& op, const json::Value& over, Priority priority) {
  return to_value(transformed(table_or_nothing(op), table_or_nothing(over), priority));
}

json::Value invert_table(const json::Value& op, const json::Value& base) {
  return to_value(inverse(table_or_nothing(op), table_or_nothing(base)));
}

}  // namespace

std::optional<CellPlace> place_after(const CellPlace& place, const Delta& rows,
                                     const Delta& columns) {
  const auto row = moved(place.first, rows);
  const auto column = moved(place.second, columns);
  return row && column ? std::optional(CellPlace{*row, *column}) : std::nullopt;
}

Result<Table> read_table(const json::Value& value) {
  if (!value.is_object()) {
    return bad("a table is not an object");
  }
  Table table;
  for (const auto& [key, member] : value.items()) {
    if (key == "rows" || key == "columns") {
      PLENARY_TRY((key == "rows" ? table.rows : table.columns), read_lines(member));
    } else if (key == "cells" && member.is_object()) {
      for (const auto& [name, cell] : member.items()) {
        const auto place = read_place(name);
        if (!place) {
          return bad("a cell of a table has no place \"row:column\"");
        }
        PLENARY_TRY(table.cells[*place], read_cell(cell));
      }
    } else {
      return bad("a table has something else than rows, columns and cells");
    }
  }
  return table;
}

json::Value to_value(const Table& table) {
  json::Value value = json::Value::object();
  if (!table.rows.empty()) {
    value["rows"] = to_value(table.rows);
  }
  if (!table.columns.empty()) {
    value["columns"] = to_value(table.columns);
  }
  for (const auto& [place, cell] : table.cells) {
    value["cells"][key_of(place)] = value_of(cell);
  }
  return value;
}

const EmbedType& table_embed() {
  static const EmbedType type{"table-embed", check_table_change, compose_tables, transform_tables,
                              invert_table};
  return type;
}

}  // namespace plenary::ot::rich_text
