#include "protocol/counting/text_size.hpp"

#include "protocol/base/utf.hpp"
#include "protocol/counting/characters.hpp"

namespace plenary::counting {
namespace {

/// The character at `at`, which moves behind it. Half a surrogate pair is a character.
char32_t next_character(std::u16string_view text, std::size_t& at) {
  const char16_t first = text[at++];
  if (!utf::is_high_surrogate(first) || at == text.size() || !utf::is_low_surrogate(text[at])) {
    return first;
  }
  const char16_t second = text[at++];
  return 0x10000 + ((static_cast<char32_t>(first) & 0x3ff) << 10) +
         (static_cast<char32_t>(second) & 0x3ff);
}

}  // namespace

TextSize size_of(std::u16string_view line) {
  TextSize size;
  bool in_word = false;  // the run so far has a letter or number
  for (std::size_t at = 0; at < line.size();) {
    const char32_t c = next_character(line, at);
    size.width += c == kEmbedSign ? 0 : width_of(c);
    if (is_word_alone(c)) {
      size.words += 1;
      in_word = false;
    } else if (is_space(c)) {
      in_word = false;
    } else if (!in_word && is_letter_or_number(c)) {
      size.words += 1;
      in_word = true;
    }
  }
  return size;
}

}  // namespace plenary::counting
