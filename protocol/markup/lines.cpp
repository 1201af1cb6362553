#include "protocol/markup/lines.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "protocol/base/utf.hpp"
#include "protocol/json/members.hpp"
#include "protocol/markup/html.hpp"
#include "protocol/markup/safe_link.hpp"
#include "protocol/ot/rich_text/attributes.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;

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

std::string_view member_text(const Attributes& attributes, const char* name) {
  const json::Value* value = find(attributes, name);
  return value != nullptr && value->is_string()
             ? std::string_view(value->get_ref<const std::string&>())
             : std::string_view();
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

Align align_of(std::string_view name) {
  if (name == "center") {
    return Align::kCenter;
  }
  if (name == "right") {
    return Align::kRight;
  }
  return name == "justify" ? Align::kJustify : Align::kStart;
}

/// One of list, code, header, quote, in this order: the stock editor shows only one, and the list
/// carries the most.
LineStyle line_style(const Attributes& attributes) {
  LineStyle style;
  if (attributes == nullptr) {
    return style;
  }
  style.indent = number_of(attributes, "indent", kMaxIndent);
  style.align = align_of(member_text(attributes, "align"));
  style.rtl = member_text(attributes, "direction") == "rtl";
  style.list = list_kind(member_text(attributes, "list"));
  if (style.list != ListKind::kNone) {
    return style;
  }
  style.code = is_set(attributes, "code-block");
  if (style.code) {
    const std::string_view language = member_text(attributes, "code-block");
    style.language = SharedText(std::string(is_language(language) ? language : ""));
    return style;
  }
  style.header = number_of(attributes, "header", 6);
  style.quote = style.header == 0 && is_set(attributes, "blockquote");
  return style;
}

/// Ready to print: valid UTF-8, no NUL, no carriage return.
std::string clean(std::u16string_view units) {
  std::u16string copy(units);
  for (std::size_t i = 0; i < copy.size(); ++i) {
    const bool pair = utf::is_high_surrogate(copy[i]) && i + 1 < copy.size() &&
                      utf::is_low_surrogate(copy[i + 1]);
    if (pair) {
      ++i;
    } else if (copy[i] == 0 || utf::is_high_surrogate(copy[i]) || utf::is_low_surrogate(copy[i])) {
      copy[i] = u'\ufffd';
    } else if (copy[i] == u'\r') {
      copy[i] = u' ';
    }
  }
  return utf::to_wtf8(copy);
}

/// As clean, for text of JSON (WTF-8).
std::string clean_line(std::string_view wtf8) {
  std::u16string units = utf::to_utf16(wtf8);
  std::replace(units.begin(), units.end(), u'\n', u' ');
  return clean(units);
}

/// Remembers the styles of the attribute maps that were read lately: a document has few different
/// maps, and shares each among its runs.
template <class Style, Style (*read)(const Attributes&)>
class StyleMemory {
 public:
  /// Lifetime: until the next call.
  const Style& of(const Attributes& attributes) {
    if (attributes == nullptr) {
      return plain_;
    }
    Entry& entry = entries_[reinterpret_cast<std::uintptr_t>(attributes.get()) / 16 % kEntries];
    if (entry.attributes != attributes) {
      entry.attributes = attributes;
      entry.style = read(attributes);
    }
    return entry.style;
  }

 private:
  struct Entry {
    Attributes attributes;
    Style style;
  };
  static constexpr std::size_t kEntries = 64;

  std::array<Entry, kEntries> entries_;
  Style plain_;
};

}  // namespace

class LineReader {
 public:
  void read(const Component& component) {
    if (component.kind == Component::Kind::kText) {
      read_text(component);
    } else if (component.kind == Component::Kind::kEmbed && component.embed != nullptr) {
      read_embed(*component.embed, component.attributes);
    }
  }

  Lines take() {
    end_line_if_any();
    const Run* run = all_.runs_.data();
    for (Line& line : all_.lines_) {
      line.runs = {run, line.runs.size()};
      run += line.runs.size();
    }
    return std::move(all_);
  }

 private:
  void read_text(const Component& component) {
    const InlineStyle& style = inline_styles_.of(component.attributes);
    std::u16string_view rest = component.text;
    while (!rest.empty()) {
      const std::size_t end = rest.find(u'\n');
      add(clean(rest.substr(0, end)), style);
      if (end == std::u16string_view::npos) {
        return;
      }
      line_.style = line_styles_.of(component.attributes);
      end_line();
      rest.remove_prefix(end + 1);
    }
  }

  void read_embed(const json::Value& embed, const Attributes& attributes) {
    if (!embed.is_object() || embed.empty()) {
      return;
    }
    const std::string& name = embed.begin().key();
    const json::Value& value = embed.begin().value();
    if (name == "divider") {
      end_line_if_any();
      line_.divider = true;
      end_line();
      return;
    }
    InlineStyle style = inline_styles_.of(attributes);
    std::string_view shown = name;
    if (name == "image" || name == "video") {
      if (value.is_string() && safe_link(value.get_ref<const std::string&>()) &&
          utf::is_utf8(value.get_ref<const std::string&>())) {
        style.link = SharedText(value.get<std::string>());
      }
      const std::string_view alt = member_text(attributes, "alt");
      shown = alt.empty() ? shown : alt;
    }
    add("[" + clean_line(shown) + "]", style);
  }

  void add(std::string text, const InlineStyle& style) {
    if (text.empty()) {
      return;
    }
    std::vector<Run>& runs = all_.runs_;
    if (runs.size() > line_begin_ && runs.back().style == style) {
      runs.back().text += text;
    } else {
      runs.push_back({std::move(text), style});
    }
  }

  void end_line() {
    // Runs still move while their vector grows: only the number of them is right until take().
    line_.runs = {all_.runs_.data(), all_.runs_.size() - line_begin_};
    line_begin_ = all_.runs_.size();
    all_.lines_.push_back(std::move(line_));
    line_ = Line{};
  }

  void end_line_if_any() {
    if (all_.runs_.size() > line_begin_) {
      end_line();
    }
  }

  Lines all_;
  Line line_;
  std::size_t line_begin_{0};  // the first run of the line at hand
  StyleMemory<InlineStyle, inline_style> inline_styles_;
  StyleMemory<LineStyle, line_style> line_styles_;
};

Lines lines_of(const ot::rich_text::Delta& document) {
  LineReader reader;
  for (const Component& component : document.components()) {
    reader.read(component);
  }
  return reader.take();
}

bool is_blank(const Line& line) {
  return !line.divider && std::all_of(line.runs.begin(), line.runs.end(), [](const Run& run) {
    return run.text.find_first_not_of(" \t\v\f") == std::string::npos;
  });
}

bool is_language(std::string_view name) {
  constexpr std::size_t kLongest = 32;
  return !name.empty() && name.size() <= kLongest &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '+' || c == '#' || c == '.' || c == '_' || c == '-';
         });
}

}  // namespace plenary::markup
