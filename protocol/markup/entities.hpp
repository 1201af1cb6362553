#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Character references (`&amp;`, `&#65;`, `&#x41;`). Private to this folder.
namespace plenary::markup {

/// A reference and the bytes that it has in the source.
struct CharacterReference {
  std::string text;  // UTF-8
  std::size_t length{0};
};

/// The reference that starts at `text[at]`, which is an ampersand; nothing if it is plain text.
/// Zero, surrogates and numbers beyond Unicode become U+FFFD. Cost: O(1).
[[nodiscard]] std::optional<CharacterReference> reference_at(std::string_view text, std::size_t at);

/// The text with backslash escapes and references resolved: addresses, info strings. Cost: O(n).
[[nodiscard]] std::string unescape(std::string_view text);

/// As unescape, but a backslash is a backslash: text of HTML. Cost: O(n).
[[nodiscard]] std::string decode_references(std::string_view text);

/// The names of HTML with the characters that they stand for: `name hex` or `name hex+hex`, each
/// followed by a space. Sorted by name.
extern const std::string_view kNamedReferences;

}  // namespace plenary::markup
