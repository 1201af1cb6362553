#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Classes of characters as CommonMark defines them. Private to this folder. Pure; any thread.
namespace plenary::markup {

[[nodiscard]] constexpr bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t';
}
/// ASCII white space.
[[nodiscard]] constexpr bool is_ascii_space(char c) noexcept {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
[[nodiscard]] constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
/// ASCII punctuation: the characters that a backslash escapes.
[[nodiscard]] constexpr bool is_ascii_punctuation(char c) noexcept {
  return c > ' ' && c < 0x7f && !is_digit(c) && !is_letter(c);
}
[[nodiscard]] constexpr char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// White space of any script: Unicode category Zs, and the ASCII controls that are white space.
[[nodiscard]] bool is_space(char32_t c) noexcept;
/// ASCII punctuation, or a character of a Unicode category P. Cost: O(log n) of a table.
[[nodiscard]] bool is_punctuation(char32_t c) noexcept;

/// The character that ends before byte `at`, or that starts at it; a line feed beyond the text.
/// Requires: UTF-8; `at` is a boundary.
[[nodiscard]] char32_t character_before(std::string_view text, std::size_t at) noexcept;
[[nodiscard]] char32_t character_at(std::string_view text, std::size_t at) noexcept;

void append_utf8(std::string& out, char32_t c);

/// A label of a link as labels are compared: without case in any script, its white space one space
/// each, none at the ends. Cost: O(n).
[[nodiscard]] std::string fold_label(std::string_view label);

}  // namespace plenary::markup
