#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

/// The blocks that the first characters of a line begin. Each function gets the line from its first
/// character that is no white space. Private to this folder. Cost: O(line).
namespace plenary::markup {

/// The level of an ATX heading (`## `), or 0.
[[nodiscard]] int heading_level(std::string_view words);
/// The words of an ATX heading without the signs at its two ends.
[[nodiscard]] std::string_view heading_words(std::string_view words, int level);

/// The level of the heading whose words this line underlines, or 0.
[[nodiscard]] int underline_level(std::string_view words);

/// The length of the fence that opens a block of code, or 0.
[[nodiscard]] std::size_t fence_length(std::string_view words);
[[nodiscard]] bool closes_fence(std::string_view words, char sign, std::size_t length);

/// The length of `***`, `- - -` and their like. A line of them alone, with three signs, is a rule.
/// 0 if there is none.
[[nodiscard]] std::size_t rule_length(std::string_view words);

struct ListMarker {
  std::size_t length{0};
  bool ordered{false};
  char delimiter{'-'};
  int number{1};
};
/// The marker of a list item. One that interrupts a paragraph starts at 1 and is not empty.
[[nodiscard]] std::optional<ListMarker> list_marker(std::string_view words, bool interrupts);

/// The kinds of HTML blocks, as CommonMark numbers them: 1 to 7, or 0. Only 7 may not interrupt a
/// paragraph.
[[nodiscard]] int html_block_kind(std::string_view words);
/// True if a block of that kind (1 to 5) ends with this line.
[[nodiscard]] bool ends_html_block(std::string_view line, int kind);

}  // namespace plenary::markup
