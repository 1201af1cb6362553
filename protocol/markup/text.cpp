#include "protocol/markup/text.hpp"

#include <utility>

#include "protocol/base/utf.hpp"
#include "protocol/markup/lines.hpp"
#include "protocol/markup/list_numbers.hpp"

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

/// `10^6`: without its sign, a superscript would be digits of the number before it.
void append_run(std::string& out, const Run& run) {
  const bool super = run.style.script == Script::kSuper;
  const bool one_word = run.text.find_first_of(" \t+-*/(),") == std::string::npos;
  out += !super ? "" : one_word ? "^" : "^(";
  out += run.text;
  out += super && !one_word ? ")" : "";
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
  for (const Line& line : lines_of(document)) {
    append_prefix(out, line.style, numbers.next(line.style));
    if (line.divider) {
      out += "* * *";
    }
    for (const Run& run : line.runs) {
      append_run(out, run);
    }
    out += '\n';
  }
  return out;
}

}  // namespace plenary::markup
