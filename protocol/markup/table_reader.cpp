#include "protocol/markup/table_reader.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "protocol/markup/document_builder.hpp"
#include "protocol/markup/table_comment.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/tables/table_view.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::EmbedChange;
using ot::rich_text::EmbedValue;
using ot::rich_text::Table;

/// True if a link leads where its words say.
bool says_its_address(const Run& run) {
  const std::string_view link = run.style.link.view();
  return link == run.text || link == "mailto:" + run.text || link == "http://" + run.text;
}

}  // namespace

/// Steps that share no divisor with the number of ids go through all of them.
std::string TableReader::next_id() {
  constexpr std::uint64_t kIds = 2'821'109'907'456;  // 36^8
  constexpr std::uint64_t kStep = 1'743'541'808'669;
  static_assert(kStep % 2 != 0 && kStep % 3 != 0);
  constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyz0123456789";
  last_id_ = (last_id_ % kIds + kStep) % kIds;
  std::string id;
  for (std::uint64_t left = last_id_; id.size() < 8; left /= kSigns.size()) {
    id += kSigns[left % kSigns.size()];
  }
  return id;
}

Component TableReader::row_or_column(Attributes attributes) {
  return Component::insert_embed(
      std::make_shared<const json::Value>(json::Value{{"id", next_id()}}), std::move(attributes));
}

/// The words of a header. Its column has no formats, so the address of a link stands behind it.
std::string TableReader::name_of(std::string_view header) {
  parse_inlines(header, references_, inlines_);
  const InlineLines& lines = reader_.read(inlines_, InlineReader::Breaks::kNone);
  std::string name;
  const std::span<const Run> runs = lines.line(0);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    name += runs[i].text;
    const SharedText& link = runs[i].style.link;
    const bool link_ends = i + 1 == runs.size() || runs[i + 1].style.link != link;
    if (!link.empty() && link_ends && !says_its_address(runs[i])) {
      name.append(" (").append(link.view()).append(")");
    }
  }
  return name;
}

Delta TableReader::content_of(std::string_view cell) {
  parse_inlines(cell, references_, inlines_, NoteRefs::kNotes);
  const InlineLines& lines = reader_.read(inlines_);
  DocumentBuilder content;
  for (std::size_t i = 0; i < lines.count(); ++i) {
    if (i > 0) {
      content.end_line({});
    }
    notes_.append_runs(content, lines.line(i));
  }
  return content.take_part();
}

/// False if a cell is too long.
bool TableReader::read_row(const std::vector<std::string>& cells, Table& table) {
  const std::size_t row = table.rows.components().size();
  table.rows.push(row_or_column(nullptr));
  for (std::size_t column = 0; column < cells.size(); ++column) {
    Delta content = content_of(cells[column]);
    if (content.inserted_length() > kCellUnitsMax) {
      return false;
    }
    if (!content.empty()) {
      table.cells[{row, column}].content = std::move(content);
    }
  }
  return true;
}

EmbedValue TableReader::read(const SourceTable& source, const json::Value& said) {
  std::size_t columns = source.headers.size();
  for (const std::vector<std::string>& row : source.rows) {
    columns = std::max(columns, row.size());
  }
  // Signs of the source count for the units of all cells, which are fewer.
  if (source.rows.size() > kTableRowsMax || columns > kTableColumnsMax ||
      source.bytes > kTableUnitsMax ||
      source.rows.size() * columns > source.bytes * kTablePlacesPerByte) {
    return nullptr;
  }
  Table table;
  std::vector<std::string> headers;
  for (const std::string& header : source.headers) {
    headers.push_back(name_of(header));
  }
  for (const std::vector<std::string>& row : source.rows) {
    if (!read_row(row, table)) {
      return nullptr;
    }
  }
  if (table.cells.size() > kTableCellsMax) {
    return nullptr;
  }
  headers.resize(columns);
  for (std::size_t i = 0; i < columns; ++i) {
    json::Value attributes = json::Value::object();
    if (!headers[i].empty()) {
      attributes["name"] = headers[i];
    }
    if (i < source.right_aligned.size() && source.right_aligned[i]) {
      attributes["kind"] = std::string(tables::name_of(tables::ColumnKind::kNumber));
    }
    table.columns.push(row_or_column(
        attributes.empty() ? nullptr : std::make_shared<const json::Value>(std::move(attributes))));
  }
  apply_table_comment(said, headers, table);
  return ot::rich_text::to_embed(EmbedChange{std::move(table)});
}

}  // namespace plenary::markup
