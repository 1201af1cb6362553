#include "protocol/markup/markdown_table.hpp"

#include <span>
#include <string>
#include <string_view>

#include "protocol/markup/markdown_inlines.hpp"
#include "protocol/markup/table_comment.hpp"

namespace plenary::markup {
namespace {

std::string markdown_of(std::span<const Run> runs) {
  MarkdownOutput out = MarkdownOutput::in_cell();
  append_inlines(out, runs);
  return out.take_line();
}

/// A backslash before each bar, wherever it stands: rows are divided before anything else is read.
void append_cell(std::string& row, std::string_view markdown) {
  for (const char c : markdown) {
    row += c == '|' ? "\\|" : std::string_view(&c, 1);
  }
  row += " |";
}

std::string header_of(const ShownTable& table) {
  std::string row = "|";
  for (const ShownTable::Column& column : table.columns) {
    const Run name{column.name, {}};
    row += ' ';
    append_cell(row, markdown_of(std::span(&name, column.name.empty() ? 0 : 1)));
  }
  return row;
}

std::string rule_of(const ShownTable& table) {
  std::string row = "|";
  for (const ShownTable::Column& column : table.columns) {
    row += column.of_numbers ? " ---: |" : " --- |";
  }
  return row;
}

std::string row_of(const ShownTable& table, std::size_t row) {
  std::string out = "|";
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    std::string words;
    if (const ShownTable::Cell* const cell = table.find(row, column)) {
      bool first = true;
      for (const Line& line : cell->lines) {
        words += first ? "" : "<br>";
        words += markdown_of(line.runs);
        first = false;
      }
    }
    out += ' ';
    append_cell(out, words);
  }
  return out;
}

}  // namespace

void append_pipe_table(MarkdownOutput& out, const ShownTable& table) {
  if (table.columns.empty()) {
    return;
  }
  if (const std::string comment = table_comment(table); !comment.empty()) {
    out.markdown(comment);
    out.end_line();
  }
  out.markdown(header_of(table));
  out.end_line();
  out.markdown(rule_of(table));
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    out.end_line();
    out.markdown(row_of(table, row));
  }
  out.end_block();
}

}  // namespace plenary::markup
