#include "protocol/markup/title.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "protocol/markup/lines.hpp"
#include "protocol/markup/superscript.hpp"

namespace plenary::markup {
namespace {

/// The length of the white space or control character at the start of `text`, or 0. U+0080 to
/// U+009F, U+2028 and U+2029 are among them: a title is one line.
std::size_t space_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first <= 0x20 || first == 0x7f) {
    return 1;
  }
  if (first == 0xc2 && text.size() > 1) {
    return static_cast<unsigned char>(text[1]) < 0xa0 ? 2 : 0;
  }
  return text.starts_with("\xe2\x80\xa8") || text.starts_with("\xe2\x80\xa9") ? 3 : 0;
}

/// Appends words with single spaces between them, and none at the start.
void append_words(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t space = space_length(text);
    if (space == 0) {
      out += text.front();
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
    text.remove_prefix(std::max<std::size_t>(space, 1));
  }
}

std::string words_of(const Line& line) {
  std::string out;
  for (const Run& run : line.runs) {
    std::string words;
    if (is_words(run.style)) {
      append_with_sign(words, run);
    }
    append_words(out, words);
  }
  out.erase(out.find_last_not_of(' ') + 1);
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

std::string title_from(std::string_view words) {
  std::string out;
  append_words(out, words);
  out.erase(out.find_last_not_of(' ') + 1);
  return cut(std::move(out));
}

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
