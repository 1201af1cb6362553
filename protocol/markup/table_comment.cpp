#include "protocol/markup/table_comment.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "protocol/base/utf.hpp"
#include "protocol/json/members.hpp"
#include "protocol/markup/marker_comments.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Cell;
using ot::rich_text::CellPlace;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::Table;

/// Null for what is no map, an empty one, or one that is larger than a paper takes.
Attributes object_or_null(const json::Value& value) {
  const bool fits = value.is_object() && !value.empty() &&
                    json::to_string(value).size() <= kTableAttributeBytesMax;
  return fits ? std::make_shared<const json::Value>(value) : nullptr;
}

json::Value value_of(const Attributes& attributes) {
  return attributes == nullptr ? json::Value::object() : *attributes;
}

/// A column's attributes without those that the pipe table says.
json::Value rest_of(const ShownTable::Column& column, bool kinds) {
  json::Value rest = value_of(column.attributes);
  const auto name = rest.find("name");
  if (name != rest.end() && *name == json::Value(column.name) && !column.name.empty()) {
    rest.erase(name);
  }
  if (column.of_numbers && !kinds) {
    rest.erase("kind");
  }
  return rest;
}

json::Value columns_of(const ShownTable& table, bool kinds) {
  std::vector<std::string> headers;
  for (const ShownTable::Column& column : table.columns) {
    headers.push_back(column.name);
  }
  const std::vector<std::string> labels = column_labels(headers);
  json::Value columns = json::Value::object();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    json::Value rest = rest_of(table.columns[i], kinds);
    if (!rest.empty()) {
      columns[labels[i]] = std::move(rest);
    }
  }
  return columns;
}

json::Value rows_of(const ShownTable& table) {
  json::Value rows = json::Value::object();
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    json::Value rest = value_of(table.rows[i]);
    rest.erase("order");
    if (!rest.empty()) {
      rows[std::to_string(i + 1)] = std::move(rest);
    }
  }
  return rows;
}

json::Value cells_of(const ShownTable& table) {
  json::Value cells = json::Value::object();
  for (const auto& [place, cell] : table.cells) {
    json::Value rest = json::Value::object();
    if (cell.attributes != nullptr) {
      rest["attributes"] = *cell.attributes;
    }
    const auto formatted = [](const Attributes& line) { return line != nullptr; };
    if (std::any_of(cell.line_attributes.begin(), cell.line_attributes.end(), formatted)) {
      json::Value& lines = rest["lines"] = json::Value::array();
      for (const Attributes& line : cell.line_attributes) {
        lines.push_back(line == nullptr ? json::Value() : *line);
      }
    }
    if (!rest.empty()) {
      cells[std::to_string(place.first + 1) + ':' + std::to_string(place.second + 1)] =
          std::move(rest);
    }
  }
  return cells;
}

/// A number from 1, as its index from 0.
std::optional<std::size_t> index_of(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size() && number > 0;
  return whole ? std::optional(number - 1) : std::nullopt;
}

std::optional<CellPlace> place_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  const auto row = index_of(text.substr(0, colon));
  const auto column = index_of(text.substr(colon + 1));
  return row && column ? std::optional(CellPlace{*row, *column}) : std::nullopt;
}

/// The same components with other attributes. Requires: as many attributes.
Delta with_attributes(const Delta& delta, const std::vector<Attributes>& attributes) {
  Delta out;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    Component component = delta.components()[i];
    component.attributes = attributes[i];
    out.push(std::move(component));
  }
  return out;
}

std::vector<Attributes> attributes_of_all(const Delta& delta) {
  std::vector<Attributes> out;
  for (const Component& component : delta.components()) {
    out.push_back(component.attributes);
  }
  return out;
}

/// A name counts only if it is the one that the header shows: people edit headers.
void apply_column(const json::Value& said, const std::string& header, Attributes& column) {
  json::Value all = value_of(column);
  for (const auto& [name, value] : said.items()) {
    const bool fits = name != "name" ||
                      (value.is_string() ? one_line(value.get_ref<const std::string&>()) == header
                                         : header.empty());
    if (fits) {
      all[name] = value;
    }
  }
  const Attributes taken = object_or_null(all);
  column = taken == nullptr ? column : taken;
}

/// Puts attributes on the line ends of a cell, if it still has as many, or one fewer where the last
/// line had one of its own.
void apply_lines(const json::Value& said, Delta& content) {
  std::u16string::size_type ends = 0;
  for (const Component& component : content.components()) {
    ends +=
        static_cast<std::size_t>(std::count(component.text.begin(), component.text.end(), u'\n'));
  }
  if (said.size() != ends && said.size() != ends + 1) {
    return;
  }
  Delta out;
  std::size_t line = 0;
  const auto end_line = [&] {
    out.push(Component::insert(u"\n", object_or_null(said[line])));
    ++line;
  };
  for (const Component& component : content.components()) {
    std::u16string_view rest = component.text;
    if (component.kind != Component::Kind::kText) {
      out.push(component);
    }
    while (!rest.empty()) {
      const std::size_t end = rest.find(u'\n');
      out.push(Component::insert(std::u16string(rest.substr(0, end)), component.attributes));
      if (end == std::u16string_view::npos) {
        break;
      }
      end_line();
      rest.remove_prefix(end + 1);
    }
  }
  if (line < said.size()) {
    end_line();
  }
  content = std::move(out);
}

void apply_cells(const json::Value& cells, Table& table) {
  const std::size_t rows = table.rows.components().size();
  const std::size_t columns = table.columns.components().size();
  for (const auto& [text, said] : cells.items()) {
    const auto place = place_of(text);
    if (!place || place->first >= rows || place->second >= columns || !said.is_object()) {
      continue;
    }
    Cell cell = table.cells.contains(*place) ? table.cells.at(*place) : Cell{};
    const json::Value* const attributes = json::find_member(said, "attributes");
    const json::Value* const lines = json::find_member(said, "lines");
    cell.attributes = attributes == nullptr ? nullptr : object_or_null(*attributes);
    if (lines != nullptr && lines->is_array()) {
      apply_lines(*lines, cell.content);
    }
    if (!cell.empty()) {
      table.cells[*place] = std::move(cell);
    }
  }
}

const json::Value& member_or_empty(const json::Value& said, const char* name) {
  static const json::Value empty = json::Value::object();
  const json::Value* const found = json::find_member(said, name);
  return found != nullptr && found->is_object() ? *found : empty;
}

}  // namespace

std::vector<std::string> column_labels(const std::vector<std::string>& headers) {
  std::map<std::string_view, int> times;
  for (const std::string& header : headers) {
    ++times[header];
  }
  std::vector<std::string> labels;
  for (const std::string& header : headers) {
    const bool alone = !header.empty() && header.front() != '#' && times[header] == 1;
    labels.push_back(alone ? header : '#' + std::to_string(labels.size() + 1));
  }
  return labels;
}

json::Value table_said(const ShownTable& table, bool kinds) {
  json::Value said = json::Value::object();
  for (auto [name, value] :
       {std::pair{"columns", columns_of(table, kinds)}, std::pair{"rows", rows_of(table)},
        std::pair{"cells", cells_of(table)}}) {
    if (!value.empty()) {
      said[name] = std::move(value);
    }
  }
  return said;
}

std::string table_comment(const ShownTable& table) {
  const json::Value said = table_said(table, false);
  if (said.empty()) {
    return {};
  }
  std::string comment(kBeginTable);
  for (const char c : json::to_string(said)) {
    c == '>' ? comment += "\\u003e" : comment += c;  // nothing in it ends the comment
  }
  return comment.append(kEndTable);
}

json::Value read_table_comment(std::string_view comment) {
  comment = comment.substr(0, comment.find_last_not_of('\n') + 1);
  if (!comment.starts_with(kBeginTable) || !comment.ends_with(kEndTable)) {
    return {};
  }
  comment.remove_prefix(kBeginTable.size());
  comment.remove_suffix(kEndTable.size());
  return read_table_said(comment);
}

json::Value read_table_said(std::string_view json) {
  // What it says goes into the embed of a table, which may not nest too deep in turn.
  constexpr int kDepthMax = 16;
  const Result<json::Value> said = json::parse(json, kDepthMax);
  return said && said->is_object() ? *said : json::Value();
}

void apply_table_comment(const json::Value& said, const std::vector<std::string>& headers,
                         Table& table) {
  if (!said.is_object()) {
    return;
  }
  const json::Value& columns = member_or_empty(said, "columns");
  const std::vector<std::string> labels = column_labels(headers);
  std::vector<Attributes> of_columns = attributes_of_all(table.columns);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const json::Value& of_column = member_or_empty(columns, labels[i].c_str());
    apply_column(of_column, headers[i], of_columns[i]);
  }
  table.columns = with_attributes(table.columns, of_columns);

  std::vector<Attributes> of_rows = attributes_of_all(table.rows);
  for (const auto& [text, row] : member_or_empty(said, "rows").items()) {
    if (const auto index = index_of(text); index && *index < of_rows.size()) {
      of_rows[*index] = object_or_null(row);
    }
  }
  table.rows = with_attributes(table.rows, of_rows);
  apply_cells(member_or_empty(said, "cells"), table);
}

}  // namespace plenary::markup
