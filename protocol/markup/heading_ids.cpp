#include "protocol/markup/heading_ids.hpp"

#include <algorithm>
#include <string_view>

#include "protocol/markup/characters.hpp"

namespace plenary::markup {

std::string HeadingIds::next(std::span<const Run> heading) {
  std::string words;
  for (const Run& run : heading) {
    words += is_words(run.style) ? std::string_view(run.text) : std::string_view();
  }
  std::string id;
  for (std::size_t at = 0; at < words.size();) {
    const char32_t c = character_at(words, at);
    const std::size_t from = at;
    while (++at < words.size() && (static_cast<unsigned char>(words[at]) & 0xc0) == 0x80) {
    }
    const bool is_gap = is_space(c) || c == U'\u2028';
    if (c == U'-' || c == U'_' || (!is_gap && !is_punctuation(c))) {
      id += fold_label(std::string_view(words).substr(from, at - from));
    } else if (is_gap && !id.empty()) {
      id += '-';
    }
  }
  id = id.empty() ? "section" : id;
  const auto [found, fresh] = taken_.try_emplace(id, 0);
  if (fresh) {
    return id;
  }
  // A heading may have the very words that a number makes.
  std::string numbered;
  std::size_t last = found->second;
  do {
    numbered = id + '-' + std::to_string(++last);
  } while (taken_.contains(numbered));
  taken_[id] = last;
  taken_.emplace(numbered, 0);
  return numbered;
}

}  // namespace plenary::markup
