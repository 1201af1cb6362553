#include "protocol/markup/block_starts.hpp"

#include <algorithm>
#include <array>

#include "protocol/markup/characters.hpp"
#include "protocol/markup/html_tag.hpp"

namespace plenary::markup {
namespace {

std::size_t count_of(std::string_view words, char sign) {
  return std::min(words.find_first_not_of(sign), words.size());
}

bool starts_with_name(std::string_view words, std::string_view name) {
  return words.size() >= name.size() &&
         std::equal(name.begin(), name.end(), words.begin(),
                    [](char want, char c) { return want == to_lower(c); });
}

/// True if `words` is one of the names, and then white space, `>`, or the end.
template <std::size_t kCount>
bool is_tag_of(std::string_view words, const std::array<std::string_view, kCount>& names,
               bool or_slash) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    if (!starts_with_name(words, name)) {
      return false;
    }
    const std::string_view after = words.substr(name.size());
    return after.empty() || is_ascii_space(after.front()) || after.front() == '>' ||
           (or_slash && after.starts_with("/>"));
  });
}

constexpr std::array<std::string_view, 4> kVerbatim = {"script", "pre", "style", "textarea"};
constexpr std::array<std::string_view, 62> kBlocks = {
    "address",  "article",  "aside",    "base",       "basefont", "blockquote", "body",   "caption",
    "center",   "col",      "colgroup", "dd",         "details",  "dialog",     "dir",    "div",
    "dl",       "dt",       "fieldset", "figcaption", "figure",   "footer",     "form",   "frame",
    "frameset", "h1",       "h2",       "h3",         "h4",       "h5",         "h6",     "head",
    "header",   "hr",       "html",     "iframe",     "legend",   "li",         "link",   "main",
    "menu",     "menuitem", "nav",      "noframes",   "ol",       "optgroup",   "option", "p",
    "param",    "section",  "source",   "summary",    "table",    "tbody",      "td",     "tfoot",
    "th",       "thead",    "title",    "tr",         "track",    "ul"};

bool contains_name(std::string_view line, std::string_view name) {
  return std::search(line.begin(), line.end(), name.begin(), name.end(),
                     [](char c, char want) { return to_lower(c) == want; }) != line.end();
}

}  // namespace

int heading_level(std::string_view words) {
  const std::size_t count = count_of(words, '#');
  const bool ends = count == words.size() || is_blank(words[count]);
  return count >= 1 && count <= 6 && ends ? static_cast<int>(count) : 0;
}

std::string_view heading_words(std::string_view words, int level) {
  words.remove_prefix(static_cast<std::size_t>(level));
  const auto trim_end = [&words] { words = words.substr(0, words.find_last_not_of(" \t") + 1); };
  trim_end();
  const std::size_t before_signs = words.find_last_not_of('#');
  if (before_signs == std::string_view::npos) {
    return {};
  }
  if (is_blank(words[before_signs])) {
    words = words.substr(0, before_signs);
    trim_end();
  }
  return words.substr(std::min(words.find_first_not_of(" \t"), words.size()));
}

int underline_level(std::string_view words) {
  if (words.empty() || (words.front() != '=' && words.front() != '-')) {
    return 0;
  }
  const std::size_t end = count_of(words, words.front());
  const bool alone = words.find_first_not_of(" \t", end) == std::string_view::npos;
  return !alone ? 0 : words.front() == '=' ? 1 : 2;
}

std::size_t fence_length(std::string_view words) {
  if (words.empty() || (words.front() != '`' && words.front() != '~')) {
    return 0;
  }
  const std::size_t count = count_of(words, words.front());
  const bool inline_code = words.front() == '`' && words.find('`', count) != std::string_view::npos;
  return count >= 3 && !inline_code ? count : 0;
}

bool closes_fence(std::string_view words, char sign, std::size_t length) {
  const std::size_t count = count_of(words, sign);
  return count >= length && words.find_first_not_of(" \t", count) == std::string_view::npos;
}

std::size_t rule_length(std::string_view words) {
  if (words.empty() || std::string_view("*-_").find(words.front()) == std::string_view::npos) {
    return 0;
  }
  const auto* end = std::find_if(words.begin(), words.end(),
                                 [&](char c) { return c != words.front() && !is_blank(c); });
  return static_cast<std::size_t>(end - words.begin());
}

std::optional<ListMarker> list_marker(std::string_view words, bool interrupts) {
  if (words.empty()) {
    return std::nullopt;
  }
  ListMarker marker;
  const char first = words.front();
  if (first == '-' || first == '+' || first == '*') {
    marker = {.length = 1, .ordered = false, .delimiter = first, .number = 1};
  } else {
    constexpr std::size_t kMostDigits = 9;
    std::size_t digits = 0;
    marker.number = 0;
    while (digits < words.size() && digits < kMostDigits && is_digit(words[digits])) {
      marker.number = marker.number * 10 + (words[digits] - '0');
      ++digits;
    }
    const bool ends =
        digits > 0 && digits < words.size() && (words[digits] == '.' || words[digits] == ')');
    if (!ends || (interrupts && marker.number != 1)) {
      return std::nullopt;
    }
    marker.length = digits + 1;
    marker.ordered = true;
    marker.delimiter = words[digits];
  }
  const std::string_view after = words.substr(marker.length);
  const bool apart = after.empty() || is_blank(after.front());
  const bool empty = after.find_first_not_of(" \t") == std::string_view::npos;
  return apart && !(interrupts && empty) ? std::optional(marker) : std::nullopt;
}

int html_block_kind(std::string_view words) {
  if (words.size() < 2 || words.front() != '<') {
    return 0;
  }
  const std::string_view after = words.substr(1);
  if (is_tag_of(after, kVerbatim, false)) {
    return 1;
  }
  if (after.starts_with("!--")) {
    return 2;
  }
  if (after.front() == '?') {
    return 3;
  }
  if (after.starts_with("![CDATA[")) {
    return 5;
  }
  if (after.size() > 1 && after.front() == '!' && is_letter(after[1])) {
    return 4;
  }
  if (is_tag_of(after.substr(after.front() == '/' ? 1 : 0), kBlocks, true)) {
    return 6;
  }
  std::size_t work = 0;
  const std::size_t length = tag_length(words, work);
  const bool alone = length > 0 && words.find_first_not_of(" \t", length) == std::string_view::npos;
  return alone ? 7 : 0;
}

bool ends_html_block(std::string_view line, int kind) {
  switch (kind) {
    case 1:
      return std::any_of(kVerbatim.begin(), kVerbatim.end(), [&](std::string_view name) {
        return contains_name(line, "</" + std::string(name) + ">");
      });
    case 2:
      return line.find("-->") != std::string_view::npos;
    case 3:
      return line.find("?>") != std::string_view::npos;
    case 4:
      return line.find('>') != std::string_view::npos;
    case 5:
      return line.find("]]>") != std::string_view::npos;
    default:
      return false;
  }
}

}  // namespace plenary::markup
