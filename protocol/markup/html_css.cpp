#include "protocol/markup/html_css.hpp"

#include <algorithm>

#include "protocol/base/ascii.hpp"
#include "protocol/markup/characters.hpp"
#include "protocol/markup/html_meaning.hpp"

namespace plenary::markup {
namespace {

constexpr std::string_view kBlanks = " \t\n\f\r";

std::string lower(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += to_lower(c);
  }
  return out;
}

void read_weight(std::string_view value, HtmlCss& css) {
  const auto weight = ascii::whole_number<int>(value);
  constexpr int kBold = 600;
  css.bold = value.starts_with("bold") || (weight && *weight >= kBold);
}

void read_decoration(std::string_view value, HtmlCss& css) {
  const bool none = value.find("none") != std::string_view::npos;
  if (none || value.find("underline") != std::string_view::npos) {
    css.underline = !none;
  }
  if (none || value.find("line-through") != std::string_view::npos) {
    css.strike = !none;
  }
}

void read_align(std::string_view value, HtmlCss& css) {
  css.align = value == "center"    ? Align::kCenter
              : value == "right"   ? Align::kRight
              : value == "justify" ? Align::kJustify
                                   : Align::kStart;
}

/// `mso-list: l0 level1 lfo1`, or `Ignore` for the mark before the words.
void read_list(std::string_view value, HtmlCss& css) {
  constexpr std::string_view kLevel = " level";
  const std::size_t level = value.find(kLevel);
  css.hidden = css.is_mark = value == "ignore";
  if (value.starts_with('l') && level != std::string_view::npos) {
    const std::string_view behind = value.substr(level + kLevel.size());
    const std::string_view number = behind.substr(0, behind.find(' '));
    css.list_level = std::clamp(ascii::whole_number<int>(number).value_or(1), 1, kMaxIndent + 1);
    css.list = std::string(value.substr(0, level)) + ":level" + std::string(number);
  }
}

void read_declaration(std::string_view name, std::string_view value, HtmlCss& css) {
  if (name == "font-weight") {
    read_weight(value, css);
  } else if (name == "font-style") {
    css.italic = value == "italic" || value == "oblique";
  } else if (name == "text-decoration" || name == "text-decoration-line") {
    read_decoration(value, css);
  } else if (name == "vertical-align" && (value == "super" || value == "sub")) {
    css.script = value == "super" ? Script::kSuper : Script::kSub;
  } else if (name == "vertical-align" && value == "baseline") {
    css.script = Script::kNone;
  } else if (name == "text-align") {
    read_align(value, css);
  } else if (name == "white-space") {
    css.keeps_spaces = value.starts_with("pre") || value == "break-spaces";
  } else if (name == "mso-list") {
    read_list(value, css);
  } else if ((name == "display" && value == "none") || (name == "mso-hide" && value == "all")) {
    css.hidden = true;
  } else if ((name == "mso-element" || name == "mso-special-character") &&
             value.starts_with("comment")) {
    css.hidden = true;
  }
}

template <class T>
void take_if_said(T& mine, const T& other) {
  if (other) {
    mine = other;
  }
}

}  // namespace

void HtmlCss::take(const HtmlCss& other) {
  take_if_said(bold, other.bold);
  take_if_said(italic, other.italic);
  take_if_said(underline, other.underline);
  take_if_said(strike, other.strike);
  take_if_said(keeps_spaces, other.keeps_spaces);
  take_if_said(script, other.script);
  take_if_said(align, other.align);
  hidden = hidden || other.hidden;
  is_mark = is_mark || other.is_mark;
  if (other.list_level > 0) {
    list_level = other.list_level;
    list = other.list;
  }
}

HtmlCss read_css(std::string_view declarations) {
  HtmlCss css;
  while (!declarations.empty()) {
    const std::size_t end = std::min(declarations.find(';'), declarations.size());
    const std::string_view one = declarations.substr(0, end);
    declarations.remove_prefix(std::min(end + 1, declarations.size()));
    const std::size_t colon = std::min(one.find(':'), one.size());
    std::string_view value = one.substr(std::min(colon + 1, one.size()));
    value = ascii::trimmed(value.substr(0, value.find('!')), kBlanks);
    read_declaration(lower(ascii::trimmed(one.substr(0, colon), kBlanks)), lower(value), css);
  }
  return css;
}

void HtmlSheets::add_rule(std::string_view selectors, std::string_view declarations) {
  constexpr std::string_view kList = "@list ";
  selectors = ascii::trimmed(selectors, kBlanks);
  if (selectors.starts_with(kList)) {
    if (declarations.find("mso-level-number-format:bullet") != std::string_view::npos) {
      bullets_.insert(lower(selectors.substr(kList.size())));
    }
    return;
  }
  const HtmlCss css = read_css(declarations);
  while (!selectors.empty()) {
    const std::size_t end = std::min(selectors.find(','), selectors.size());
    const std::string_view one = ascii::trimmed(selectors.substr(0, end), kBlanks);
    selectors.remove_prefix(std::min(end + 1, selectors.size()));
    const std::size_t dot = one.find('.');
    if (dot != std::string_view::npos && one.find_first_of(" \n\t>+~:[#*.", dot + 1) == one.npos) {
      classes_[std::string(one.substr(dot + 1))].take(css);
    }
  }
}

void HtmlSheets::add(std::string_view sheet) {
  while (!sheet.empty()) {
    const std::size_t open = sheet.find('{');
    const std::size_t close = sheet.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) {
      return;
    }
    const std::string_view before = sheet.substr(0, open);
    const std::size_t last = before.find_last_of("/{};");  // behind a comment, or `@media {`
    add_rule(before.substr(last == std::string_view::npos ? 0 : last + 1),
             sheet.substr(open + 1, close - open - 1));
    sheet.remove_prefix(close + 1);
  }
}

HtmlCss HtmlSheets::of(std::string_view tag) const {
  HtmlCss css;
  if (!classes_.empty()) {
    const std::string names = attribute_of(tag, "class").value_or("");
    std::string_view rest = names;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find_first_of(kBlanks), rest.size());
      const auto found = classes_.find(rest.substr(0, end));
      if (found != classes_.end()) {
        css.take(found->second);
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  if (const auto style = attribute_of(tag, "style")) {
    css.take(read_css(*style));
  }
  return css;
}

}  // namespace plenary::markup
