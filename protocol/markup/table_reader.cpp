#include "protocol/markup/table_reader.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "protocol/markup/document_builder.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Delta;
using ot::rich_text::EmbedValue;

/// True if a link leads where its words say.
bool says_its_address(const Run& run) {
  const std::string_view link = run.style.link.view();
  return link == run.text || link == "mailto:" + run.text || link == "http://" + run.text;
}

}  // namespace

/// The words of a header. Its column has no formats, so the address of a link stands behind it.
std::string TableReader::name_of(std::string_view header) {
  parse_inlines(header, references_, inlines_);
  const InlineLines& lines = reader_.read(inlines_, InlineReader::Breaks::kHeading);
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
  for (std::size_t at = name.find(kSoftBreak); at != std::string::npos;
       at = name.find(kSoftBreak, at)) {
    name.replace(at, kSoftBreak.size(), " ");
  }
  return name;
}

Delta TableReader::content_of(std::string_view cell) {
  parse_inlines(cell, references_, inlines_, NoteRefs::kNotes);
  const InlineLines& lines = reader_.read(inlines_, InlineReader::Breaks::kCell);
  DocumentBuilder content;
  for (std::size_t i = 0; i < lines.count(); ++i) {
    if (i > 0) {
      content.end_line({});
    }
    notes_.append_runs(content, lines.line(i));
  }
  return content.take_part();
}

EmbedValue TableReader::read(const SourceTable& source, const json::Value& said) {
  std::size_t columns = source.headers.size();
  for (const std::vector<std::string>& row : source.rows) {
    columns = std::max(columns, row.size());
  }
  if (!table_fits(source.rows.size(), columns, source.bytes)) {
    return nullptr;
  }
  TableParts parts{.headers = {},
                   .right_aligned = source.right_aligned,
                   .rows = {},
                   .ids = {},
                   .bytes = source.bytes};
  for (const std::string& header : source.headers) {
    parts.headers.push_back(name_of(header));
  }
  for (const std::vector<std::string>& row : source.rows) {
    std::vector<Delta>& cells = parts.rows.emplace_back();
    for (const std::string& cell : row) {
      cells.push_back(content_of(cell));
    }
  }
  return make_table(std::move(parts), said, ids_);
}

}  // namespace plenary::markup
