#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// The only place that converts between the two forms of text. Inside, text of documents is UTF-16
/// code units, as the wire counts them, and may hold lone surrogates (a pair that an edit cut in
/// half). Bytes are UTF-8, extended so that a lone surrogate has its own three bytes (WTF-8). All
/// functions are pure and may run on any thread.
namespace plenary::utf {

/// True for a unit that is the first / second half of a pair.
[[nodiscard]] constexpr bool is_high_surrogate(char16_t unit) noexcept {
  return (unit & 0xfc00) == 0xd800;
}
[[nodiscard]] constexpr bool is_low_surrogate(char16_t unit) noexcept {
  return (unit & 0xfc00) == 0xdc00;
}

/// Appends `units` to `out` as WTF-8: pairs become four bytes, lone halves three. Cost: O(n).
void append_wtf8(std::string& out, std::u16string_view units);
[[nodiscard]] std::string to_wtf8(std::u16string_view units);

/// Requires: `bytes` is WTF-8 (checked by is_wtf8 at the border). Halves that meet form their pair.
/// Cost: O(n).
[[nodiscard]] std::u16string to_utf16(std::string_view bytes);

/// Number of UTF-16 units of WTF-8 text. Requires: is_wtf8(bytes). Cost: O(n).
[[nodiscard]] std::size_t utf16_length(std::string_view bytes) noexcept;

/// True for well-formed UTF-8; no surrogates, no overlong forms, nothing above U+10FFFF. Every
/// text frame must be.
[[nodiscard]] bool is_utf8(std::string_view bytes) noexcept;

/// As is_utf8, but encoded lone surrogates are allowed. Our own records may hold these.
[[nodiscard]] bool is_wtf8(std::string_view bytes) noexcept;

/// Joins `tail` onto `head`, both WTF-8; a high half at the end of `head` and a low half at the
/// start of `tail` become one four-byte character, as they would in UTF-16.
void append_joining(std::string& head, std::string_view tail);

}  // namespace plenary::utf
