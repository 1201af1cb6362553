#pragma once

#include <cstddef>
#include <string_view>

namespace plenary::counting {

/// Stands for an embed in the text of a line: part of the word around it, without a width.
inline constexpr char16_t kEmbedSign = u'\uFFFC';

struct TextSize {
  std::size_t words{0};
  std::size_t width{0};  // in places of a line

  friend bool operator==(const TextSize&, const TextSize&) = default;
};

/// Counts one line of text. A word is a longest run of characters without white space that has a
/// letter or number in it. A letter or number of Han, Hiragana or Katakana is a word of its own,
/// and ends the run before it. Pure; any thread. Cost: O(n).
[[nodiscard]] TextSize size_of(std::u16string_view line);

}  // namespace plenary::counting
