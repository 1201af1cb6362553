#include "protocol/markup/math.hpp"

#include <algorithm>

#include "protocol/markup/characters.hpp"

namespace plenary::markup {
namespace {

/// The end of the formula whose inside begins at `from`, or 0.
std::size_t end_of(std::string_view text, std::size_t from, std::string_view sign) {
  const std::size_t most = std::min(text.size(), from + kLongestFormula);
  for (std::size_t i = from; i < most && text[i] != '\n'; ++i) {
    const std::string_view here = text.substr(i);
    if (here.starts_with(sign)) {
      return i + sign.size();
    }
    if (here.starts_with("\\(") && sign == "\\)") {
      return 0;
    }
    i += text[i] == '\\' && i + 1 < text.size() ? 1 : 0;
  }
  return 0;
}

}  // namespace

std::size_t formula_length(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  const bool bracket = rest.starts_with("\\(");
  if (!bracket && !rest.starts_with('$')) {
    return 0;
  }
  const std::string_view sign = bracket ? "\\)" : rest.starts_with("$$") ? "$$" : "$";
  const std::size_t from = at + (bracket ? 2 : sign.size());
  const std::size_t end = end_of(text, from, sign);
  if (end == 0 || end - sign.size() == from) {
    return 0;
  }
  const std::string_view inside = text.substr(from, end - sign.size() - from);
  const bool plain = std::all_of(inside.begin(), inside.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '`';
  });
  const char behind = end < text.size() ? text[end] : '\0';
  const bool dollar = sign == "$";
  const bool spaced = is_ascii_space(inside.front()) || is_ascii_space(inside.back());
  if (!plain) {
    return 0;
  }
  if (dollar && (spaced || is_digit(behind) || behind == '$')) {
    return 0;
  }
  return bracket || inside.find('\\') != std::string_view::npos ? end - at : 0;
}

}  // namespace plenary::markup
