#include "server/api/table_requests.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/base/try.hpp"
#include "server/http/json_body.hpp"

namespace plenary::server {
namespace {

Result<tables::RowEdit> decode_table_row(const json::Value& row) {
  constexpr std::array<std::string_view, 4> kMembers{"id", "cells", "delete", "new"};
  if (!row.is_object()) {
    return wrong_member("rows", "a list of objects");
  }
  for (const auto& [name, unused] : row.items()) {
    if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end()) {
      return wrong_member(name, "left out: a row has id, cells, delete and new");
    }
  }
  tables::RowEdit edit;
  PLENARY_TRY(edit.id, optional_text_member(row, "id"));
  PLENARY_TRY(const std::optional<bool> removes, flag_member(row, "delete"));
  edit.removes = removes.value_or(false);
  PLENARY_TRY(const std::optional<bool> adds, flag_member(row, "new"));
  edit.adds = adds.value_or(false);
  const json::Value* const cells = json::find_member(row, "cells");
  if (cells == nullptr) {
    return edit;
  }
  if (!cells->is_object()) {
    return wrong_member("cells", "an object of texts");
  }
  for (const auto& [label, text] : cells->items()) {
    if (!text.is_string()) {
      return wrong_member("cells", "an object of texts");
    }
    edit.cells.emplace(label, text.get<std::string>());
  }
  return edit;
}

}  // namespace

Result<std::vector<tables::RowEdit>> decode_row_edits(std::string_view body) {
  PLENARY_TRY(const json::Value value, parse_object(body, {"rows"}));
  const json::Value* const rows = json::find_member(value, "rows");
  if (rows == nullptr || !rows->is_array()) {
    return wrong_member("rows", "a list");
  }
  std::vector<tables::RowEdit> edits;
  for (const json::Value& row : *rows) {
    PLENARY_TRY(tables::RowEdit edit, decode_table_row(row));
    edits.push_back(std::move(edit));
  }
  return edits;
}

}  // namespace plenary::server
