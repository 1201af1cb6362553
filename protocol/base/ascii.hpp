#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>

/// Small readings and writings of ASCII text. Pure; any thread; cost O(n).
namespace plenary::ascii {

/// `text` without the characters of `blanks` at its two ends. Lifetime: that of `text`.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text,
                                                 std::string_view blanks = " \t") noexcept {
  const std::size_t first = text.find_first_not_of(blanks);
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The number that the whole text is, in decimal: digits, and a minus if `Number` has a sign.
/// Nothing if there is anything else, or if the number does not fit.
template <std::integral Number>
[[nodiscard]] std::optional<Number> whole_number(std::string_view text) noexcept {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [after, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && after == end ? std::optional(number) : std::nullopt;
}

/// Appends a byte as two hex digits in lower case.
inline void append_hex(std::string& out, char byte) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto bits = static_cast<unsigned char>(byte);
  out += kDigits[bits >> 4U];
  out += kDigits[bits & 15U];
}

/// Bytes as hex digits in lower case, two for each.
[[nodiscard]] inline std::string to_hex(std::string_view bytes) {
  std::string out;
  out.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    append_hex(out, byte);
  }
  return out;
}

}  // namespace plenary::ascii
