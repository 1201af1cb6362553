#pragma once

#include <cstddef>
#include <string_view>

namespace plenary::markup {

/// True for the bytes that may stand around and between the signs of `H~2~O` and `x^2^`: letters
/// and digits; of a text beyond ASCII, all.
[[nodiscard]] constexpr bool is_script_word(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// The length of the subscript or superscript whose first sign is at `at`, or 0. It stands behind a
/// word, has no spaces or signs in it, and for `^` no word behind it: `a^2b^2` is a formula. The
/// reader and the writer of Markdown both ask here. Private to this folder. Cost: O(1).
[[nodiscard]] constexpr std::size_t script_length(std::string_view text, std::size_t at) noexcept {
  constexpr std::size_t kLongest = 64;
  if (at == 0 || !is_script_word(text[at - 1])) {
    return 0;
  }
  std::size_t end = at + 1;
  while (end < text.size() && end - at <= kLongest && is_script_word(text[end])) {
    ++end;
  }
  if (end == at + 1 || end == text.size() || text[end] != text[at]) {
    return 0;
  }
  const char behind = end + 1 < text.size() ? text[end + 1] : '\0';
  const bool goes_on = behind == text[at] || (text[at] == '^' && is_script_word(behind));
  return goes_on ? 0 : end + 1 - at;
}

}  // namespace plenary::markup
