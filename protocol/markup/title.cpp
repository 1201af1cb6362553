#include "protocol/markup/title.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "protocol/markup/lines.hpp"

namespace plenary::markup {
namespace {

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string words_of(const Line& line) {
  std::string out;
  for (const Run& run : line.runs) {
    for (const char c : run.text) {
      if (!is_space(c)) {
        out += c;
      } else if (!out.empty() && out.back() != ' ') {
        out += ' ';
      }
    }
  }
  if (!out.empty() && out.back() == ' ') {
    out.pop_back();
  }
  return out;
}

/// The bytes of the first `most` characters.
std::size_t prefix_bytes(std::string_view text, std::size_t most) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
    if (starts && ++characters > most) {
      return i;
    }
  }
  return text.size();
}

std::string cut(std::string words) {
  const std::size_t whole = prefix_bytes(words, kTitleCharactersMax);
  if (whole == words.size()) {
    return words;
  }
  words.resize(prefix_bytes(words, kTitleCharactersMax - 1));
  const std::size_t last_space = words.rfind(' ');
  if (last_space != std::string::npos && last_space > 0) {
    words.resize(last_space);
  }
  return words + "…";
}

}  // namespace

std::string title_of(const ot::rich_text::Delta& document) {
  const Lines lines = lines_of(document);
  const auto heading = std::find_if(lines.begin(), lines.end(), [](const Line& line) {
    return line.style.header > 0 && !words_of(line).empty();
  });
  if (heading != lines.end()) {
    return cut(words_of(*heading));
  }
  const auto line = std::find_if(lines.begin(), lines.end(),
                                 [](const Line& one) { return !words_of(one).empty(); });
  return line == lines.end() ? std::string() : cut(words_of(*line));
}

}  // namespace plenary::markup
