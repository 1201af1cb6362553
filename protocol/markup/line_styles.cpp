#include "protocol/markup/line_styles.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "protocol/base/utf.hpp"
#include "protocol/json/members.hpp"
#include "protocol/markup/characters.hpp"
#include "protocol/markup/html.hpp"
#include "protocol/markup/safe_link.hpp"
#include "protocol/ot/rich_text/attributes.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Attributes;

const json::Value* find(const Attributes& attributes, const char* name) {
  return attributes == nullptr ? nullptr : json::find_member(*attributes, name);
}

/// True if JavaScript takes the member for true, which is Quill's test.
bool is_set(const Attributes& attributes, const char* name) {
  const json::Value* value = find(attributes, name);
  if (value == nullptr) {
    return false;
  }
  if (value->is_boolean()) {
    return value->get<bool>();
  }
  if (value->is_string()) {
    return !value->get_ref<const std::string&>().empty();
  }
  return !value->is_number() || value->get<double>() != 0.0;
}

/// The number that an item says it has.
std::optional<int> start_in(const Attributes& attributes) {
  constexpr std::size_t kDigitsOfStart = 9;  // of kMaxStart
  const std::string_view digits = member_text(attributes, "start");
  if (digits.empty() || digits.size() > kDigitsOfStart ||
      !std::all_of(digits.begin(), digits.end(), is_digit)) {
    return std::nullopt;
  }
  return std::stoi(std::string(digits));
}

/// A whole number within [1, most], or 0.
int number_of(const Attributes& attributes, const char* name, int most) {
  const json::Value* value = find(attributes, name);
  if (value == nullptr || !value->is_number()) {
    return 0;
  }
  const double number = value->get<double>();
  if (!(number >= 1.0 && number < 1000.0)) {
    return 0;
  }
  return std::min(static_cast<int>(number), most);
}

/// `true` is one level, a whole number that many; whatever else JavaScript takes for true is one.
int quotes_in(const Attributes& attributes) {
  const json::Value* const value = find(attributes, "blockquote");
  if (!is_set(attributes, "blockquote")) {
    return 0;
  }
  const double number = value->is_number() ? value->get<double>() : 1.0;
  if (number >= kMaxQuotes) {
    return kMaxQuotes;
  }
  const int whole = number >= 1.0 ? static_cast<int>(number) : 1;
  return static_cast<double>(whole) == number ? whole : 1;
}

void read_fate(const Attributes& attributes, InlineStyle& style) {
  const json::Value* const change = find(attributes, kChangeAttribute);
  if (change == nullptr || !change->is_object()) {
    return;
  }
  const Attributes members = ot::rich_text::share(*change);
  const std::string_view kind = member_text(members, "kind");
  style.fate = kind == "inserted"    ? Fate::kInserted
               : kind == "deleted"   ? Fate::kDeleted
               : kind == "formatted" ? Fate::kFormatted
                                     : Fate::kNone;
  style.fate_title = SharedText(std::string(member_text(members, "title")));
}

ListKind list_kind(std::string_view name) {
  if (name == "bullet") {
    return ListKind::kBullet;
  }
  if (name == "ordered") {
    return ListKind::kOrdered;
  }
  if (name == "checked") {
    return ListKind::kChecked;
  }
  return name == "unchecked" ? ListKind::kUnchecked : ListKind::kNone;
}

/// Those whose values make sense.
Attributes marks_in(const Attributes& attributes) {
  json::Value marks = json::Value::object();
  for (const char* name : kLineMarks) {
    const json::Value* const value = find(attributes, name);
    if (value == nullptr) {
      continue;
    }
    const bool is_limit = std::string_view(name) == "words-max";
    const std::uint64_t limit = is_limit ? json::whole_or_zero(*attributes, name) : 0;
    const bool is_prompt = std::string_view(name) == "prompt";
    if (limit > 0) {
      marks[name] = limit;
    } else if (is_prompt ? value->is_string() : !is_limit && *value == json::Value(true)) {
      marks[name] = *value;
    }
  }
  return marks.empty() ? nullptr : ot::rich_text::share(std::move(marks));
}

Align align_of(std::string_view name) {
  if (name == "center") {
    return Align::kCenter;
  }
  if (name == "right") {
    return Align::kRight;
  }
  return name == "justify" ? Align::kJustify : Align::kStart;
}

}  // namespace

bool format_line(const Attributes& attributes) {
  constexpr std::array kNames = {"align",  "blockquote", "code-block", "direction",
                                 "header", "indent",     "list"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](const char* name) { return find(attributes, name) != nullptr; });
}

std::optional<std::string_view> find_text(const Attributes& attributes, const char* name) {
  const json::Value* value = find(attributes, name);
  return value != nullptr && value->is_string()
             ? std::optional<std::string_view>(value->get_ref<const std::string&>())
             : std::nullopt;
}

std::string_view member_text(const Attributes& attributes, const char* name) {
  return find_text(attributes, name).value_or(std::string_view());
}

InlineStyle inline_style(const Attributes& attributes) {
  InlineStyle style;
  if (attributes == nullptr) {
    return style;
  }
  style.bold = is_set(attributes, "bold");
  style.italic = is_set(attributes, "italic");
  style.underline = is_set(attributes, "underline");
  style.strike = is_set(attributes, "strike");
  style.code = is_set(attributes, "code");
  const std::string_view script = member_text(attributes, "script");
  style.script = script == "sub"     ? Script::kSub
                 : script == "super" ? Script::kSuper
                                     : Script::kNone;
  const std::string_view link = member_text(attributes, "link");
  if (safe_link(link) && utf::is_utf8(link)) {
    style.link = SharedText(std::string(link));
  }
  read_fate(attributes, style);
  return style;
}

LineStyle line_style(const Attributes& attributes) {
  LineStyle style;
  if (attributes == nullptr) {
    return style;
  }
  style.indent = number_of(attributes, "indent", kMaxIndent);
  style.align = align_of(member_text(attributes, "align"));
  style.rtl = member_text(attributes, "direction") == "rtl";
  style.quotes = quotes_in(attributes);
  style.marks = marks_in(attributes);
  style.list = list_kind(member_text(attributes, "list"));
  if (style.list != ListKind::kNone) {
    style.start = style.list == ListKind::kOrdered ? start_in(attributes) : std::nullopt;
    return style;
  }
  style.code = is_set(attributes, "code-block");
  if (style.code) {
    const std::string_view language = member_text(attributes, "code-block");
    style.language = SharedText(std::string(is_language(language) ? language : ""));
    return style;
  }
  style.header = number_of(attributes, "header", 6);
  return style;
}

}  // namespace plenary::markup
