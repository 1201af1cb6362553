#include "protocol/markup/line_habits.hpp"

#include <algorithm>
#include <cstddef>

#include "protocol/markup/characters.hpp"

namespace plenary::markup {
namespace {

/// `Chair: Welcome.`, `**Chair:** Welcome.` or `[Chair]: Welcome.`: a name of a few words.
bool names_speaker(std::string_view line) {
  constexpr std::size_t kLongestSpeaker = 48;
  constexpr auto kMostSpaces = 4;
  line.remove_prefix(std::min(line.find_first_not_of("*_["), line.size()));
  const std::size_t colon = line.substr(0, kLongestSpeaker).find(':');
  if (colon == std::string_view::npos || colon == 0) {
    return false;
  }
  const std::string_view name = line.substr(0, colon);
  const std::string_view behind =
      line.substr(std::min(line.find_first_not_of("*_", colon + 1), line.size()));
  const bool capital = (name.front() >= 'A' && name.front() <= 'Z') ||
                       static_cast<unsigned char>(name.front()) >= 0x80;
  return capital && (behind.empty() || is_blank(behind.front())) &&
         name.find_first_of(".,;?!`<") == std::string_view::npos &&
         std::count(name.begin(), name.end(), ' ') <= kMostSpaces;
}

bool is_marked(std::string_view line) {
  return line.starts_with(": ") || line.starts_with("+-") || line.starts_with("+=") ||
         line.starts_with(":::") || line.starts_with("{:") ||
         (line.starts_with("[!") && line.ends_with(']'));
}

}  // namespace

bool keeps_lines(std::string_view paragraph) {
  bool marked = false;
  bool speakers = true;
  while (!paragraph.empty()) {
    const std::size_t end = std::min(paragraph.find('\n'), paragraph.size());
    std::string_view line = paragraph.substr(0, end);
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    marked = marked || is_marked(line);
    speakers = speakers && names_speaker(line);
    paragraph.remove_prefix(std::min(end + 1, paragraph.size()));
  }
  return marked || speakers;
}

}  // namespace plenary::markup
