#include "protocol/markup/html_meaning.hpp"

#include <algorithm>
#include <array>

#include "protocol/markup/characters.hpp"
#include "protocol/markup/entities.hpp"

namespace plenary::markup {
namespace {

struct Element {
  std::string_view name;
  HtmlMeaning meaning;
};

using Is = HtmlMeaning;
constexpr std::array kElements = {
    Element{"a", Is::kLink},           Element{"abbr", Is::kPlain},
    Element{"article", Is::kBlock},    Element{"aside", Is::kBlock},
    Element{"b", Is::kBold},           Element{"big", Is::kPlain},
    Element{"blockquote", Is::kBlock}, Element{"br", Is::kBreak},
    Element{"caption", Is::kBlock},    Element{"center", Is::kBlock},
    Element{"cite", Is::kItalic},      Element{"code", Is::kCode},
    Element{"dd", Is::kBlock},         Element{"del", Is::kStrike},
    Element{"details", Is::kBlock},    Element{"dfn", Is::kItalic},
    Element{"div", Is::kBlock},        Element{"dl", Is::kBlock},
    Element{"dt", Is::kBlock},         Element{"em", Is::kItalic},
    Element{"figcaption", Is::kBlock}, Element{"figure", Is::kBlock},
    Element{"font", Is::kPlain},       Element{"footer", Is::kBlock},
    Element{"h1", Is::kBlock},         Element{"h2", Is::kBlock},
    Element{"h3", Is::kBlock},         Element{"h4", Is::kBlock},
    Element{"h5", Is::kBlock},         Element{"h6", Is::kBlock},
    Element{"header", Is::kBlock},     Element{"hr", Is::kBlock},
    Element{"i", Is::kItalic},         Element{"img", Is::kImage},
    Element{"ins", Is::kUnderline},    Element{"kbd", Is::kCode},
    Element{"li", Is::kBlock},         Element{"main", Is::kBlock},
    Element{"mark", Is::kPlain},       Element{"nav", Is::kBlock},
    Element{"ol", Is::kBlock},         Element{"p", Is::kBlock},
    Element{"s", Is::kStrike},         Element{"samp", Is::kCode},
    Element{"section", Is::kBlock},    Element{"small", Is::kPlain},
    Element{"span", Is::kPlain},       Element{"strike", Is::kStrike},
    Element{"strong", Is::kBold},      Element{"sub", Is::kSub},
    Element{"summary", Is::kBlock},    Element{"sup", Is::kSuper},
    Element{"table", Is::kBlock},      Element{"tbody", Is::kBlock},
    Element{"td", Is::kCell},          Element{"tfoot", Is::kBlock},
    Element{"th", Is::kCell},          Element{"thead", Is::kBlock},
    Element{"tr", Is::kBlock},         Element{"tt", Is::kCode},
    Element{"u", Is::kUnderline},      Element{"ul", Is::kBlock},
    Element{"var", Is::kItalic},
};

}  // namespace

HtmlPiece meaning_of(std::string_view html) {
  constexpr std::size_t kLongestElement = 10;
  HtmlPiece piece;
  if (html.starts_with("<!--")) {
    piece.meaning = HtmlMeaning::kComment;
    return piece;
  }
  piece.closing = html.size() > 1 && html[1] == '/';
  std::string name;
  for (std::size_t i = piece.closing ? 2 : 1; i < html.size() && name.size() <= kLongestElement;
       ++i) {
    if (!is_letter(html[i]) && !is_digit(html[i]) && html[i] != '-') {
      break;
    }
    name += to_lower(html[i]);
  }
  const auto* found = std::lower_bound(
      kElements.begin(), kElements.end(), name,
      [](const Element& element, const std::string& wanted) { return element.name < wanted; });
  if (found != kElements.end() && found->name == name) {
    piece.meaning = found->meaning;
  }
  return piece;
}

std::optional<std::string> attribute_of(std::string_view tag, std::string_view wanted) {
  std::size_t at = 0;
  while (at < tag.size()) {
    at = std::min(tag.find_first_of(" \t\n", at), tag.size());
    at = std::min(tag.find_first_not_of(" \t\n", at), tag.size());
    const std::size_t end = std::min(tag.find_first_of(" \t\n=>", at), tag.size());
    const std::string_view name = tag.substr(at, end - at);
    at = std::min(tag.find_first_not_of(" \t\n", end), tag.size());
    const bool is_wanted = std::equal(name.begin(), name.end(), wanted.begin(), wanted.end(),
                                      [](char a, char b) { return to_lower(a) == b; });
    if (at == tag.size() || tag[at] != '=') {
      if (is_wanted) {
        return std::string();
      }
      at = end;
      continue;
    }
    at = std::min(tag.find_first_not_of(" \t\n", at + 1), tag.size());
    const bool quoted = at < tag.size() && (tag[at] == '"' || tag[at] == '\'');
    const std::size_t from = at + (quoted ? 1 : 0);
    at = std::min(quoted ? tag.find(tag[at], from) : tag.find_first_of(" \t\n>", from), tag.size());
    if (is_wanted) {
      return decode_references(tag.substr(from, at - from));
    }
  }
  return std::nullopt;
}

}  // namespace plenary::markup
