#include "protocol/markup/html_table.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "protocol/base/ascii.hpp"
#include "protocol/json/members.hpp"
#include "protocol/markup/document_builder.hpp"
#include "protocol/markup/source_table.hpp"
#include "protocol/markup/table_comment.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Delta;
using Role = HtmlRole;

std::size_t span_of(std::string_view tag, std::string_view name) {
  const std::string said = attribute_of(tag, name).value_or("");
  return std::max<std::size_t>(1, ascii::whole_number<std::size_t>(said).value_or(1));
}

bool is_id(const json::Value& id) {
  constexpr std::size_t kLongest = 64;
  if (!id.is_string()) {
    return false;
  }
  const auto& text = id.get_ref<const std::string&>();
  return !text.empty() && text.size() <= kLongest &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '~' || c == '-';
         });
}

}  // namespace

std::vector<std::uint32_t> HtmlTables::rows_of(std::uint32_t table) const {
  const std::vector<HtmlNode>& nodes = page_.tree.nodes;
  std::vector<std::uint32_t> rows;
  for (std::uint32_t child = nodes[table].first; child != 0; child = nodes[child].next) {
    const Role role = nodes[child].element == nullptr ? Role::kInline : nodes[child].element->role;
    if (role == Role::kRow) {
      rows.push_back(child);
    } else if (role == Role::kRows) {
      for (std::uint32_t row = nodes[child].first; row != 0; row = nodes[row].next) {
        rows.push_back(row);
      }
    }
  }
  std::erase_if(rows, [&](std::uint32_t row) { return nodes[row].hidden; });
  return rows;
}

std::vector<std::uint32_t> HtmlTables::cells_of(std::uint32_t row) const {
  const std::vector<HtmlNode>& nodes = page_.tree.nodes;
  std::vector<std::uint32_t> cells;
  for (std::uint32_t cell = nodes[row].first; cell != 0; cell = nodes[cell].next) {
    cells.push_back(cell);
  }
  return cells;
}

bool HtmlTables::is_table(std::uint32_t table) const {
  const std::vector<HtmlNode>& nodes = page_.tree.nodes;
  if (page_.exact) {
    return true;
  }
  // All that is in it stands behind it, up to the first node beyond it.
  for (std::uint32_t i = table + 1; i < nodes.size() && nodes[i].parent >= table; ++i) {
    if (nodes[i].element != nullptr && nodes[i].element->role == Role::kTable) {
      return false;
    }
  }
  const std::vector<std::uint32_t> rows = rows_of(table);
  return rows.size() > 1 || (rows.size() == 1 && cells_of(rows.front()).size() > 1);
}

/// What a cell has of lists are their marks.
void HtmlTables::walk_block(std::uint32_t node, HtmlWords& words) const {
  const HtmlNode& block = page_.tree.nodes[node];
  if (block.hidden || page_.notes_of_page.holds_only_notes(node)) {
    return;
  }
  const bool kept = words.keeps_spaces;
  words.end_line_if_any();
  words.keeps_spaces = kept || block.keeps_spaces || block.element->role == Role::kCode;
  if (block.element->role == Role::kItem) {
    words.add("• ", {});
  }
  walk(node, words);
  words.end_line_if_any();
  words.keeps_spaces = kept;
}

void HtmlTables::walk(std::uint32_t node, HtmlWords& words) const {
  const std::vector<HtmlNode>& nodes = page_.tree.nodes;
  for (std::uint32_t child = nodes[node].first; child != 0; child = nodes[child].next) {
    const bool block = nodes[child].element != nullptr && is_block(nodes[child].element->role);
    block ? walk_block(child, words) : words.take(child);
  }
}

HtmlTables::Lines HtmlTables::lines_of(std::uint32_t cell, bool header) {
  Lines lines;
  HtmlWords words(
      page_, [&lines](std::span<const Run> runs) { lines.emplace_back(runs.begin(), runs.end()); });
  words.breaks = HtmlWords::Breaks::kOfCell;
  words.notes_are_words = header;
  words.word_empty = page_.tree.from_word;
  walk(cell, words);
  words.end_line_if_any();
  while (!page_.exact && !lines.empty() && lines.back().empty()) {
    lines.pop_back();
  }
  return lines;
}

/// A name has no formats and is one line.
std::string HtmlTables::name_of(std::uint32_t cell) {
  std::string name;
  for (const std::vector<Run>& line : lines_of(cell, true)) {
    name += name.empty() || page_.exact ? "" : " ";
    for (const Run& run : line) {
      name += run.text;
    }
  }
  return name;
}

Delta HtmlTables::content_of(std::uint32_t cell) {
  DocumentBuilder content;
  bool first = true;
  for (const std::vector<Run>& line : lines_of(cell, false)) {
    if (!std::exchange(first, false)) {
      content.end_line({});
    }
    source_notes_.append_runs(content, line);
  }
  return content.take_part();
}

/// False if there are more places than the source may make.
bool HtmlTables::read_rows(const std::vector<std::uint32_t>& rows, TableParts& parts) {
  std::vector<std::size_t> taken;  // rows that a cell above reaches down, for each column
  std::size_t places = 0;
  bool flattened = false;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::vector<Delta> cells;
    std::size_t column = 0;
    for (const std::uint32_t cell : cells_of(rows[row])) {
      while (column < taken.size() && taken[column] > row) {
        ++column;
      }
      const std::string_view tag = page_.tree.tag_of(page_.tree.nodes[cell]);
      const std::size_t across = std::min(span_of(tag, "colspan"), kTableColumnsMax + 1);
      const std::size_t down = std::min(span_of(tag, "rowspan"), rows.size() - row);
      flattened = flattened || across > 1 || down > 1;
      if (column + across > kTableColumnsMax) {
        return false;
      }
      taken.resize(std::max(taken.size(), column + across));
      std::fill_n(taken.begin() + static_cast<std::ptrdiff_t>(column), across, row + down);
      if (row == 0) {
        parts.headers.resize(column + across);
        parts.headers[column] = name_of(cell);
      } else {
        cells.resize(column + across);
        cells[column] = content_of(cell);
      }
      column += across;
    }
    places += taken.size();
    if (places > kTablePlacesPerByte * parts.bytes) {
      return false;
    }
    if (row > 0) {
      parts.rows.push_back(std::move(cells));
    }
  }
  page_.notes.spans += flattened ? 1 : 0;
  return true;
}

/// The ids of a table that we wrote, if they can be the ids of this one.
std::vector<std::string> HtmlTables::ids_said(std::uint32_t table, std::size_t count) const {
  const auto said = attribute_of(page_.tree.tag_of(page_.tree.nodes[table]), "data-ids");
  const Result<json::Value> list = json::parse(said.value_or(""), 2);
  std::vector<std::string> ids;
  if (!list || !list->is_array() || list->size() != count ||
      !std::all_of(list->begin(), list->end(), is_id)) {
    return ids;
  }
  for (const json::Value& id : *list) {
    ids.push_back(id.get<std::string>());
  }
  const std::set<std::string> unique(ids.begin(), ids.end());
  return unique.size() == ids.size() ? ids : std::vector<std::string>();
}

ot::rich_text::EmbedValue HtmlTables::read(std::uint32_t table) {
  const std::vector<std::uint32_t> rows = rows_of(table);
  if (rows.empty() || rows.size() > kTableRowsMax + 1 || left_ == 0) {
    return nullptr;
  }
  const std::vector<HtmlNode>& nodes = page_.tree.nodes;
  TableParts parts;
  std::uint32_t last = rows.back();
  while (nodes[last].last != 0) {
    last = nodes[last].last;
  }
  parts.bytes = nodes[last].source.begin + nodes[last].source.length - nodes[table].source.begin;
  if (!read_rows(rows, parts)) {
    return nullptr;
  }
  constexpr std::size_t kLongestColumnName = 4096;
  if (std::any_of(parts.headers.begin(), parts.headers.end(),
                  [](const std::string& name) { return name.size() > kLongestColumnName; })) {
    return nullptr;
  }
  std::size_t columns = parts.headers.size();
  for (const std::vector<Delta>& row : parts.rows) {
    columns = std::max(columns, row.size());
  }
  parts.ids = ids_said(table, columns + parts.rows.size());
  const auto said = attribute_of(page_.tree.tag_of(nodes[table]), "data-table");
  ot::rich_text::EmbedValue embed =
      make_table(std::move(parts), said ? read_table_said(*said) : json::Value(), ids_);
  left_ -= embed == nullptr ? 0 : 1;
  return embed;
}

}  // namespace plenary::markup
