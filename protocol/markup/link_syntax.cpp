#include "protocol/markup/link_syntax.hpp"

#include <algorithm>

#include "protocol/markup/characters.hpp"
#include "protocol/markup/entities.hpp"

namespace plenary::markup {
namespace {

bool is_escape(std::string_view text, std::size_t at) {
  return text[at] == '\\' && at + 1 < text.size() && is_ascii_punctuation(text[at + 1]);
}

/// The end of `<…>` whose first byte is at `at`.
std::optional<std::size_t> end_in_angles(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '>') {
      return i + 1;
    }
    if (text[i] == '\n' || text[i] == '<') {
      return std::nullopt;
    }
    i += is_escape(text, i) ? 1 : 0;
  }
  return std::nullopt;
}

/// The end of an address without angles; parentheses in it are in pairs.
std::optional<std::size_t> end_of_bare(std::string_view text, std::size_t at, std::size_t& work) {
  constexpr int kMostParentheses = 32;
  int open = 0;
  std::size_t i = at;
  for (; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c <= 0x20 || c == 0x7f || (c == ')' && open == 0)) {
      break;
    }
    if (c == '(' && ++open > kMostParentheses) {
      break;
    }
    open -= c == ')' ? 1 : 0;
    i += is_escape(text, i) ? 1 : 0;
  }
  work += i - at;
  return open == 0 ? std::optional(std::min(i, text.size())) : std::nullopt;
}

/// Goes over the rest of a line if it is white space.
bool skip_line_end(std::string_view text, std::size_t& at) {
  const std::size_t end = std::min(text.find_first_not_of(" \t", at), text.size());
  if (end < text.size() && text[end] != '\n') {
    return false;
  }
  at = std::min(end + 1, text.size());
  return true;
}

/// Not a single word: `[Chair]: Agreed` is a line of minutes.
bool looks_like_address(std::string_view address) {
  const std::size_t sign = address.find_first_of("/#?@:%&=");
  const std::size_t dot = address.find('.');
  return sign != std::string_view::npos ||
         (dot != std::string_view::npos && dot + 1 < address.size());
}

}  // namespace

std::size_t note_length(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "[^") {
    return 0;
  }
  const std::string_view label = text.substr(at + 2, kMaxLabelBytes + 1);
  const std::size_t end = label.find_first_of("[] \t\n");
  return end != std::string_view::npos && end > 0 && label[end] == ']' ? end + 3 : 0;
}

std::optional<std::string_view> read_label(std::string_view text, std::size_t& at) {
  if (at >= text.size() || text[at] != '[') {
    return std::nullopt;
  }
  const std::size_t most = std::min(text.size(), at + 2 + kMaxLabelBytes);
  bool word = false;
  for (std::size_t i = at + 1; i < most; ++i) {
    if (text[i] == ']') {
      const std::string_view label = text.substr(at + 1, i - at - 1);
      at = word ? i + 1 : at;
      return word ? std::optional(label) : std::nullopt;
    }
    if (text[i] == '[') {
      return std::nullopt;
    }
    word = word || !is_ascii_space(text[i]);
    i += is_escape(text, i) ? 1 : 0;
  }
  return std::nullopt;
}

std::optional<std::string> read_destination(std::string_view text, std::size_t& at,
                                            std::size_t& work) {
  const bool angles = at < text.size() && text[at] == '<';
  const std::size_t from = at;
  const auto end = angles ? end_in_angles(text, at) : end_of_bare(text, at, work);
  if (!end || *end == at) {
    return std::nullopt;
  }
  at = *end;
  return unescape(angles ? text.substr(from + 1, at - from - 2) : text.substr(from, at - from));
}

std::optional<std::string_view> read_title(std::string_view text, std::size_t& at) {
  const char open = at < text.size() ? text[at] : '\0';
  if (open != '"' && open != '\'' && open != '(') {
    return std::nullopt;
  }
  const char close = open == '(' ? ')' : open;
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == close) {
      const std::string_view title = text.substr(at + 1, i - at - 1);
      at = i + 1;
      return title;
    }
    if (text[i] == '(' && open == '(') {
      return std::nullopt;
    }
    i += is_escape(text, i) ? 1 : 0;
  }
  return std::nullopt;
}

void skip_space(std::string_view text, std::size_t& at) {
  const auto skip_blanks = [&] {
    at = std::min(text.find_first_not_of(" \t\v\f\r", at), text.size());
  };
  skip_blanks();
  if (at < text.size() && text[at] == '\n') {
    ++at;
    skip_blanks();
  }
}

std::optional<WrittenTarget> read_target(std::string_view text, std::size_t& at,
                                         std::size_t& work) {
  if (at >= text.size() || text[at] != '(') {
    return std::nullopt;
  }
  std::size_t i = at + 1;
  skip_space(text, i);
  WrittenTarget target;
  std::string_view title;
  if (i < text.size() && text[i] != ')') {
    auto read = read_destination(text, i, work);
    if (!read) {
      return std::nullopt;
    }
    target.address = std::move(*read);
    const std::size_t behind = i;
    skip_space(text, i);
    if (const auto read_words = i > behind ? read_title(text, i) : std::nullopt) {
      title = *read_words;
      skip_space(text, i);
    }
  }
  if (i >= text.size() || text[i] != ')') {
    return std::nullopt;
  }
  at = i + 1;
  target.title = unescape(title);
  return target;
}

std::optional<LinkDefinition> read_definition(std::string_view text, std::size_t& at) {
  std::size_t i = at;
  const auto label = read_label(text, i);
  if (!label || label->starts_with('^') || i >= text.size() || text[i] != ':') {
    return std::nullopt;
  }
  skip_space(text, ++i);
  std::size_t work = 0;
  const bool in_angles = i < text.size() && text[i] == '<';
  auto address = read_destination(text, i, work);
  if (!address) {
    return std::nullopt;
  }
  std::size_t end = i;
  skip_space(text, i);
  auto title = i > end ? read_title(text, i) : std::nullopt;
  if (title && !skip_line_end(text, i)) {
    title = std::nullopt;
  }
  if (title) {
    end = i;
  } else if (!skip_line_end(text, end)) {
    return std::nullopt;
  }
  at = end;
  const bool defines = in_angles || looks_like_address(*address);
  return LinkDefinition{.label = fold_label(*label),
                        .address = std::move(*address),
                        .title = unescape(title.value_or(std::string_view())),
                        .defines = defines};
}

}  // namespace plenary::markup
