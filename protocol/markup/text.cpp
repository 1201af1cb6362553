#include "protocol/markup/text.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "protocol/base/utf.hpp"
#include "protocol/markup/lines.hpp"
#include "protocol/markup/list_numbers.hpp"
#include "protocol/markup/shown_table.hpp"
#include "protocol/markup/superscript.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;

bool ends_line(char16_t unit) {
  return unit == u'\n' || unit == u'\v' || unit == u'\f' || unit == u'\r' || unit == u'\x85' ||
         unit == u'\u2028' || unit == u'\u2029';
}

std::u16string clean_source(std::u16string_view units) {
  std::u16string out;
  out.reserve(units.size() + 1);
  for (std::size_t i = 0; i < units.size(); ++i) {
    const char16_t unit = units[i];
    const bool mark = i == 0 && unit == u'\ufeff';
    if (unit == u'\r' && i + 1 < units.size() && units[i + 1] == u'\n') {
      continue;
    }
    if (ends_line(unit)) {
      out.push_back(u'\n');
    } else if (unit == 0) {
      out.push_back(u'\ufffd');
    } else if (!mark && (unit >= 0x20 || unit == u'\t') && unit != 0x7f) {
      out.push_back(unit);
    }
  }
  return out;
}

void append_prefix(std::string& out, const LineStyle& style, int number) {
  for (int level = 0; level < style.quotes; ++level) {
    out += "> ";
  }
  if (style.list != ListKind::kNone) {
    out.append(2 * static_cast<std::size_t>(style.indent), ' ');
  }
  switch (style.list) {
    case ListKind::kNone:
      break;
    case ListKind::kBullet:
      out += "- ";
      break;
    case ListKind::kOrdered:
      out += std::to_string(number);
      out += ". ";
      break;
    case ListKind::kChecked:
      out += "[x] ";
      break;
    case ListKind::kUnchecked:
      out += "[ ] ";
      break;
  }
}

/// Where the lines of a paragraph begin behind its first: under its words.
std::string prefix_of_soft_lines(std::string_view prefix, const LineStyle& style) {
  std::string out(prefix);
  const std::size_t quotes = 2 * static_cast<std::size_t>(style.quotes);
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(std::min(quotes, out.size())), out.end(),
            ' ');
  return out;
}

void append_run(std::string& out, const Run& run, std::string_view soft_line) {
  if (run.style.note > 0) {
    out += '[' + run.text + ']';
    return;
  }
  std::string words;
  append_with_sign(words, run);
  std::string_view rest = words;
  for (std::size_t end = rest.find(kSoftBreak); end != std::string_view::npos;
       end = rest.find(kSoftBreak)) {
    out.append(rest.substr(0, end)).append("\n").append(soft_line);
    rest.remove_prefix(end + kSoftBreak.size());
  }
  out += rest;
}

/// A line with its marker. `indent` stands before it.
void append_line(std::string& out, const Line& line, int number, std::string_view indent) {
  std::string prefix;
  append_prefix(prefix, line.style, number);
  out += prefix;
  const std::string soft_line = std::string(indent) + prefix_of_soft_lines(prefix, line.style);
  for (const Run& run : line.runs) {
    if (line.style.code && run.style.note == 0) {
      append_with_sign(out, run);
    } else {
      append_run(out, run, soft_line);
    }
  }
}

/// The lines, the first at the end of what is there, the others behind `indent`.
void append_indented(std::string& out, const Lines& lines, std::string_view indent) {
  ListNumbers numbers;
  bool first = true;
  for (const Line& line : lines) {
    if (!first) {
      out += '\n';
      out += indent;
    }
    append_line(out, line, numbers.next(line.style), indent);
    first = false;
  }
}

/// A row as `Name: value` lines: cells side by side would be as wide as their longest words.
void append_row(std::string& out, const ShownTable& table, std::size_t row) {
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    if (const ShownTable::Cell* const cell = table.find(row, column)) {
      const std::string& name = table.columns[column].name;
      out += name.empty() ? "" : name + ": ";
      append_indented(out, cell->lines, "  ");
      out += '\n';
    }
  }
}

/// Rows, with an empty line after each. A table without any has the names of its columns.
void append_table(std::string& out, const ShownTable& table) {
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::size_t before = out.size();
    append_row(out, table, row);
    out += out.size() == before ? "" : "\n";
  }
  if (table.rows.empty()) {
    for (const ShownTable::Column& column : table.columns) {
      out += column.name + (&column == &table.columns.back() ? "\n\n" : " | ");
    }
  }
}

void append_notes(std::string& out, const std::vector<Lines>& notes) {
  out += notes.empty() ? "" : "\n";
  for (std::size_t i = 0; i < notes.size(); ++i) {
    out += '[' + std::to_string(i + 1) + "] ";
    append_indented(out, notes[i], "    ");
    out += '\n';
  }
}

}  // namespace

Result<Delta> from_text(std::string_view utf8) {
  if (utf8.size() > kMaxSourceBytes) {
    return Error{Errc::kTooLarge, "the text is longer than 16 MiB"};
  }
  if (!utf::is_utf8(utf8)) {
    return Error{Errc::kMalformed, "the text is not UTF-8"};
  }
  std::u16string text = clean_source(utf::to_utf16(utf8));
  if (text.empty() || text.back() != u'\n') {
    text.push_back(u'\n');
  }
  Delta document;
  document.push(Component::insert(std::move(text)));
  return document;
}

std::string to_text(const Delta& document) {
  std::string out;
  ListNumbers numbers;
  const Lines lines = lines_of(document);
  for (const Line& line : lines) {
    append_line(out, line, numbers.next(line.style), "");
    if (line.table != nullptr) {
      append_table(out, *line.table);
      continue;
    }
    if (line.divider) {
      out += "* * *";
    }
    out += '\n';
  }
  append_notes(out, lines.notes());
  return out;
}

}  // namespace plenary::markup
