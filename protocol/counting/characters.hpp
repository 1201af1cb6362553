#pragma once

#include <cstddef>

/// The classes of characters that counting needs. Pure; any thread. Cost of each: O(log n) of a
/// table at most.
namespace plenary::counting {

/// Unicode's White_Space.
[[nodiscard]] bool is_space(char32_t c);
/// Unicode's categories L and N.
[[nodiscard]] bool is_letter_or_number(char32_t c);
/// A letter or number of Han, Hiragana or Katakana. These scripts put no spaces between words.
[[nodiscard]] bool is_word_alone(char32_t c);
/// The places that a character takes in a line: wide ones take two.
[[nodiscard]] std::size_t width_of(char32_t c);

}  // namespace plenary::counting
