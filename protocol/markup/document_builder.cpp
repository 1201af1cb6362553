#include "protocol/markup/document_builder.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "protocol/base/utf.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;

Attributes shared(json::Value value) {
  return value.empty() ? nullptr : std::make_shared<const json::Value>(std::move(value));
}

const char* list_name(ListKind kind) {
  switch (kind) {
    case ListKind::kBullet:
      return "bullet";
    case ListKind::kOrdered:
      return "ordered";
    case ListKind::kChecked:
      return "checked";
    case ListKind::kUnchecked:
      return "unchecked";
    case ListKind::kNone:
      break;
  }
  return "";
}

const char* name_of(Align align) {
  return align == Align::kCenter ? "center" : align == Align::kRight ? "right" : "justify";
}

Attributes attributes_of(const LineStyle& style) {
  json::Value value = style.marks == nullptr ? json::Value::object() : *style.marks;
  if (style.header > 0) {
    value["header"] = style.header;
  }
  if (style.list != ListKind::kNone) {
    value["list"] = list_name(style.list);
  }
  if (style.start) {
    value["start"] = std::to_string(*style.start);
  }
  if (style.indent > 0) {
    value["indent"] = style.indent;
  }
  if (style.quotes > 0) {
    value["blockquote"] = style.quotes == 1 ? json::Value(true) : json::Value(style.quotes);
  }
  if (style.code) {
    value["code-block"] = style.language.empty() ? json::Value(true)
                                                 : json::Value(std::string(style.language.view()));
  }
  if (style.align != Align::kStart) {
    value["align"] = name_of(style.align);
  }
  if (style.rtl) {
    value["direction"] = "rtl";
  }
  return shared(std::move(value));
}

Attributes attributes_of(const InlineStyle& style) {
  json::Value value = json::Value::object();
  for (const auto& [name, set] :
       {std::pair{"bold", style.bold}, std::pair{"italic", style.italic},
        std::pair{"underline", style.underline}, std::pair{"strike", style.strike},
        std::pair{"code", style.code}}) {
    if (set) {
      value[name] = true;
    }
  }
  if (style.script != Script::kNone) {
    value["script"] = style.script == Script::kSub ? "sub" : "super";
  }
  if (!style.link.empty()) {
    value["link"] = std::string(style.link.view());
  }
  return shared(std::move(value));
}

std::size_t bit(bool set, unsigned place) {
  return static_cast<std::size_t>(set) << place;
}

/// Inline styles have odd numbers and line styles even ones. Of both only what attributes_of reads.
std::size_t flags_of(const InlineStyle& style) {
  return 1 | bit(style.bold, 1) | bit(style.italic, 2) | bit(style.strike, 3) | bit(style.code, 4) |
         bit(style.underline, 5) | static_cast<std::size_t>(style.script) << 6U;
}

std::size_t flags_of(const LineStyle& style) {
  return static_cast<std::size_t>(style.quotes) << 50U | bit(style.code, 2) |
         static_cast<std::size_t>(style.list) << 3U | static_cast<std::size_t>(style.header) << 6U |
         static_cast<std::size_t>(style.indent) << 9U | bit(style.rtl, 13) |
         static_cast<std::size_t>(style.align) << 14U |
         static_cast<std::size_t>(style.start.value_or(-1) + 1) << 17U;
}

}  // namespace

template <class Style>
const Attributes& AttributeMemory::find(std::size_t flags, const SharedText& text,
                                        const Style& style) {
  const std::size_t address = reinterpret_cast<std::uintptr_t>(text.id()) / 16;
  Entry& entry = entries_[(flags * 31 + address) % kEntries];
  if (entry.flags != flags || entry.text.id() != text.id()) {
    entry = {.flags = flags, .text = text, .attributes = attributes_of(style)};
  }
  return entry.attributes;
}

const Attributes& AttributeMemory::of(const InlineStyle& style) {
  return find(flags_of(style), style.link, style);
}

const Attributes& AttributeMemory::of(const LineStyle& style) {
  return find(flags_of(style), style.language, style);
}

void DocumentBuilder::add(std::string_view text, const InlineStyle& style) {
  if (!text.empty()) {
    document_.push(Component::insert(utf::to_utf16(text), attributes_.of(style)));
    ends_with_line_ = false;
  }
}

void DocumentBuilder::end_line(const LineStyle& style) {
  document_.push(Component::insert(
      u"\n", style.marks == nullptr ? attributes_.of(style) : attributes_of(style)));
  ends_with_line_ = true;
}

void DocumentBuilder::add_divider() {
  static const auto kDivider = std::make_shared<const json::Value>(json::Value{{"divider", true}});
  document_.push(Component::insert_embed(kDivider));
  ends_with_line_ = false;
}

void DocumentBuilder::add_table(ot::rich_text::EmbedValue table,
                                ot::rich_text::Attributes attributes) {
  document_.push(Component::insert_embed(std::move(table), std::move(attributes)));
  ends_with_line_ = false;
}

void DocumentBuilder::add_note(ot::rich_text::EmbedValue note, const InlineStyle& style) {
  document_.push(Component::insert_embed(std::move(note), attributes_.of(style)));
  ends_with_line_ = false;
}

void DocumentBuilder::add_picture(const ShownPicture& picture, const InlineStyle& style) {
  const Attributes& around = attributes_.of(style);
  json::Value value = around == nullptr ? json::Value::object() : *around;
  if (picture.alt) {
    value["alt"] = *picture.alt;
  }
  for (const auto& [name, side] :
       {std::pair{"width", picture.width}, std::pair{"height", picture.height}}) {
    if (side > 0) {
      value[name] = std::to_string(side);
    }
  }
  document_.push(Component::insert_embed(
      std::make_shared<const json::Value>(json::Value{{"image", picture.address}}),
      shared(std::move(value))));
  ends_with_line_ = false;
}

void DocumentBuilder::append(Delta part) {
  for (Component& component : std::move(part).take()) {
    ends_with_line_ = component.text.ends_with(u'\n');
    document_.push(std::move(component));
  }
}

Delta DocumentBuilder::take() {
  if (!ends_with_line_) {
    end_line(LineStyle{});
  }
  return take_part();
}

Delta DocumentBuilder::take_part() {
  ends_with_line_ = false;
  return std::exchange(document_, Delta());
}

Delta DocumentBuilder::take_content() {
  std::vector<Component> components = take_part().take();
  if (!components.empty() && components.back().attributes == nullptr &&
      components.back().text.ends_with(u'\n')) {
    components.back().text.pop_back();
    components.back().length -= 1;
    if (components.back().length == 0) {
      components.pop_back();
    }
  }
  return Delta(std::move(components));
}

}  // namespace plenary::markup
