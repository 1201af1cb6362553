#include "protocol/markup/table_parts.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "protocol/markup/source_table.hpp"
#include "protocol/markup/table_comment.hpp"
#include "protocol/tables/table_view.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::EmbedChange;
using ot::rich_text::EmbedValue;
using ot::rich_text::Table;

Component row_or_column(std::string id, Attributes attributes) {
  return Component::insert_embed(
      std::make_shared<const json::Value>(json::Value{{"id", std::move(id)}}),
      std::move(attributes));
}

Attributes column_attributes(const std::string& header, bool of_numbers) {
  json::Value attributes = json::Value::object();
  if (!header.empty()) {
    attributes["name"] = header;
  }
  if (of_numbers) {
    attributes["kind"] = std::string(tables::name_of(tables::ColumnKind::kNumber));
  }
  return attributes.empty() ? nullptr : std::make_shared<const json::Value>(std::move(attributes));
}

/// False if a cell is too long.
bool take_row(std::vector<Delta> cells, std::size_t row, Table& table) {
  for (std::size_t column = 0; column < cells.size(); ++column) {
    if (cells[column].inserted_length() > kCellUnitsMax) {
      return false;
    }
    if (!cells[column].empty()) {
      table.cells[{row, column}].content = std::move(cells[column]);
    }
  }
  return true;
}

}  // namespace

/// Steps that share no divisor with the number of ids go through all of them.
std::string TableIds::next() {
  constexpr std::uint64_t kIds = 2'821'109'907'456;  // 36^8
  constexpr std::uint64_t kStep = 1'743'541'808'669;
  static_assert(kStep % 2 != 0 && kStep % 3 != 0);
  constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyz0123456789";
  last_ = (last_ % kIds + kStep) % kIds;
  std::string id;
  for (std::uint64_t left = last_; id.size() < 8; left /= kSigns.size()) {
    id += kSigns[left % kSigns.size()];
  }
  return id;
}

bool table_fits(std::size_t rows, std::size_t columns, std::size_t bytes) {
  // Signs of the source count for the units of all cells, which are fewer.
  return rows <= kTableRowsMax && columns <= kTableColumnsMax && bytes <= kTableUnitsMax &&
         rows * columns <= bytes * kTablePlacesPerByte;
}

EmbedValue make_table(TableParts parts, const json::Value& said, TableIds& ids) {
  std::size_t columns = parts.headers.size();
  for (const std::vector<Delta>& row : parts.rows) {
    columns = std::max(columns, row.size());
  }
  if (!table_fits(parts.rows.size(), columns, parts.bytes)) {
    return nullptr;
  }
  const bool has_ids = parts.ids.size() == columns + parts.rows.size();
  const auto id_at = [&](std::size_t at) { return has_ids ? parts.ids[at] : ids.next(); };
  Table table;
  for (std::size_t row = 0; row < parts.rows.size(); ++row) {
    table.rows.push(row_or_column(id_at(columns + row), nullptr));
    if (!take_row(std::move(parts.rows[row]), row, table)) {
      return nullptr;
    }
  }
  if (table.cells.size() > kTableCellsMax) {
    return nullptr;
  }
  parts.headers.resize(columns);
  for (std::size_t i = 0; i < columns; ++i) {
    const bool of_numbers = i < parts.right_aligned.size() && parts.right_aligned[i];
    table.columns.push(row_or_column(id_at(i), column_attributes(parts.headers[i], of_numbers)));
  }
  apply_table_comment(said, parts.headers, table);
  return ot::rich_text::to_embed(EmbedChange{std::move(table)});
}

}  // namespace plenary::markup
