#include "protocol/markup/html_block_style.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "protocol/base/ascii.hpp"
#include "protocol/json/value.hpp"

namespace plenary::markup {
namespace {

template <class Take>
void each_class(const std::string& classes, Take take) {
  std::string_view rest = classes;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(" \t\n"), rest.size());
    take(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

std::optional<Align> align_named(std::string_view name) {
  if (name == "center") {
    return Align::kCenter;
  }
  if (name == "right") {
    return Align::kRight;
  }
  if (name == "justify") {
    return Align::kJustify;
  }
  return name == "left" ? std::optional(Align::kStart) : std::nullopt;
}

/// Our classes; those of the editor begin with `ql-`.
void read_classes(const std::string& classes, LineStyle& style) {
  each_class(classes, [&style](std::string_view name) {
    name.remove_prefix(name.starts_with("ql-") ? 3 : 0);
    constexpr std::string_view kAlign = "align-";
    constexpr std::string_view kIndent = "indent-";
    if (name.starts_with(kAlign)) {
      style.align = align_named(name.substr(kAlign.size())).value_or(style.align);
    } else if (name.starts_with(kIndent)) {
      const auto indent = ascii::whole_number<int>(name.substr(kIndent.size()));
      style.indent = std::clamp(indent.value_or(0), 0, kMaxIndent);
    }
  });
}

ot::rich_text::Attributes marks_of(std::string_view tag) {
  json::Value marks = json::Value::object();
  for (const char* name : kLineMarks) {
    if (const auto said = attribute_of(tag, "data-" + std::string(name))) {
      const auto number = ascii::whole_number<std::uint64_t>(*said);
      const std::string_view key = name;
      if (key == "prompt") {
        marks[name] = *said;
      } else if (key == "words-max" ? number.has_value() : true) {
        marks[name] = key == "words-max" ? json::Value(*number) : json::Value(true);
      }
    }
  }
  return marks.empty() ? nullptr : std::make_shared<const json::Value>(std::move(marks));
}

}  // namespace

LineStyle own_style(const HtmlTree& tree, const HtmlNode& block, const LineStyle& around,
                    bool exact) {
  LineStyle style;
  const HtmlNode& parent = tree.nodes[block.parent];
  const bool inherits = parent.element->role != HtmlRole::kItem;
  style.align = inherits ? around.align : Align::kStart;
  style.rtl = around.rtl;
  const std::string_view tag = tree.tag_of(block);
  if (block.element->name == "center") {
    style.align = Align::kCenter;
  }
  if (tag.find_first_of(" \t\n") == std::string_view::npos) {
    return style;
  }
  style.align = align_named(attribute_of(tag, "align").value_or("")).value_or(style.align);
  style.align = block.align.value_or(style.align);
  if (const auto direction = attribute_of(tag, "dir")) {
    style.rtl = *direction == "rtl";
  }
  read_classes(attribute_of(tag, "class").value_or(""), style);
  style.marks = exact ? marks_of(tag) : nullptr;
  return style;
}

}  // namespace plenary::markup
