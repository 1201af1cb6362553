#include "server/api/json/table_json.hpp"

#include <utility>

#include "protocol/base/utf.hpp"
#include "protocol/json/value.hpp"
#include "protocol/tables/row_edits.hpp"

namespace plenary::server {
namespace {

json::Value column_value(const tables::Column& column, const std::string& label) {
  json::Value value{{"id", column.id},
                    {"name", column.name},
                    {"label", label},
                    {"kind", tables::name_of(column.kind)},
                    {"required", column.required}};
  if (column.width) {
    value["width"] = *column.width;
  }
  if (!column.choices.empty()) {
    value["choices"] = column.choices;
  }
  return value;
}

json::Value cells_value(const ot::rich_text::Table& table, std::size_t row,
                        const std::vector<std::string>& labels) {
  json::Value cells = json::Value::object();
  for (auto at = table.cells.lower_bound({row, 0});
       at != table.cells.end() && at->first.first == row; ++at) {
    if (std::u16string text = tables::plain_text(at->second.content); !text.empty()) {
      cells[labels[at->first.second]] = utf::to_wtf8(text);
    }
  }
  return cells;
}

}  // namespace

std::string table_json(const ot::rich_text::Table& table, Version version) {
  const tables::TableView view = tables::view_of(table);
  const std::vector<std::string> labels = tables::labels_of(view);
  json::Value columns = json::Value::array();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    columns.push_back(column_value(view.columns[i], labels[i]));
  }
  json::Value rows = json::Value::array();
  for (const tables::Row& row : view.rows) {
    rows.push_back({{"id", row.id}, {"cells", cells_value(table, row.place, labels)}});
  }
  return json::to_string(
      {{"version", version.value}, {"columns", std::move(columns)}, {"rows", std::move(rows)}});
}

}  // namespace plenary::server
