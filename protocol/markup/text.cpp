#include "protocol/markup/text.hpp"

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
  if (style.list != ListKind::kNone) {
    out.append(2 * static_cast<std::size_t>(style.indent), ' ');
  }
  switch (style.list) {
    case ListKind::kNone:
      out += style.quote ? "> " : "";
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

void append_run(std::string& out, const Run& run) {
  if (run.style.note > 0) {
    out += '[' + run.text + ']';
    return;
  }
  append_with_sign(out, run);
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
    append_prefix(out, line.style, numbers.next(line.style));
    for (const Run& run : line.runs) {
      append_run(out, run);
    }
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
    append_prefix(out, line.style, numbers.next(line.style));
    if (line.table != nullptr) {
      append_table(out, *line.table);
      continue;
    }
    if (line.divider) {
      out += "* * *";
    }
    for (const Run& run : line.runs) {
      append_run(out, run);
    }
    out += '\n';
  }
  append_notes(out, lines.notes());
  return out;
}

}  // namespace plenary::markup
