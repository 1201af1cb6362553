#include "protocol/markup/front_matter.hpp"

#include <algorithm>
#include <cstddef>

#include "protocol/markup/characters.hpp"

namespace plenary::markup {
namespace {

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line.substr(0, line.find_last_not_of(" \t") + 1);
}

/// `key: value` or `key:`; the length of the key, or 0.
std::size_t key_length(std::string_view line) {
  const auto* end = std::find_if_not(line.begin(), line.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
  });
  const auto length = static_cast<std::size_t>(end - line.begin());
  const bool key = length < line.size() && line[length] == ':' &&
                   (length + 1 == line.size() || is_blank(line[length + 1]));
  return key ? length : 0;
}

/// A value without its quotes. A title over several lines is none.
std::string value_of(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  if (text.empty() || std::string_view("|>[{&*!").find(text.front()) != std::string_view::npos) {
    return {};
  }
  const char quote = text.front();
  if (text.size() < 2 || (quote != '"' && quote != '\'') || text.back() != quote) {
    return std::string(text.substr(0, text.find(" #")));
  }
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const bool escape = i + 2 < text.size() && (text[i + 1] == quote || text[i + 1] == '\\');
    i += escape && text[i] == (quote == '"' ? '\\' : '\'') ? 1 : 0;
    out += text[i];
  }
  return out;
}

}  // namespace

FrontMatter split_front_matter(std::string_view source) {
  FrontMatter none{.lines = {}, .rest = source, .title = {}};
  std::string_view rest = source;
  if (take_line(rest) != "---") {
    return none;
  }
  FrontMatter found;
  const std::string_view begin = rest;
  bool has_key = false;
  while (!rest.empty()) {
    const std::size_t length = begin.size() - rest.size();
    const std::string_view line = take_line(rest);
    if (line == "---" || line == "...") {
      found.lines = begin.substr(0, length);
      found.rest = rest;
      return has_key ? found : none;
    }
    const std::size_t key = key_length(line);
    const bool belongs = line.empty()
                             ? has_key
                             : line.front() == '#' ||
                                   (has_key && (is_blank(line.front()) || line.starts_with("- ")));
    if (key == 0 && !belongs) {
      return none;
    }
    has_key = has_key || key > 0;
    if (key > 0 && found.title.empty() &&
        (line.starts_with("title:") || line.starts_with("Title:"))) {
      found.title = value_of(line.substr(key + 1));
    }
  }
  return none;
}

}  // namespace plenary::markup
