#include "protocol/markup/html_element.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "protocol/markup/characters.hpp"

namespace plenary::markup {
namespace {

using Is = HtmlMeaning;
using Role = HtmlRole;

/// Sorted by name. The first stands for all that we do not know.
constexpr std::array kAllElements = {HtmlElement{"-", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"a", Role::kInline, Is::kLink, true},
                                     HtmlElement{"abbr", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"acronym", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"address", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"applet", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"area", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"article", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"aside", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"audio", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"b", Role::kInline, Is::kBold, true},
                                     HtmlElement{"base", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"basefont", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"bdi", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"bdo", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"bgsound", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"big", Role::kInline, Is::kPlain, true},
                                     HtmlElement{"blockquote", Role::kQuote, Is::kPlain, false},
                                     HtmlElement{"body", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"br", Role::kLeaf, Is::kBreak, false},
                                     HtmlElement{"button", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"canvas", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"caption", Role::kTableCaption, Is::kPlain, false},
                                     HtmlElement{"center", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"cite", Role::kInline, Is::kItalic, false},
                                     HtmlElement{"code", Role::kInline, Is::kCode, true},
                                     HtmlElement{"col", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"colgroup", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"data", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"datalist", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"dd", Role::kDescription, Is::kPlain, false},
                                     HtmlElement{"del", Role::kInline, Is::kStrike, false},
                                     HtmlElement{"details", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"dfn", Role::kInline, Is::kItalic, false},
                                     HtmlElement{"dialog", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"dir", Role::kList, Is::kPlain, false},
                                     HtmlElement{"div", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"dl", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"dt", Role::kTerm, Is::kPlain, false},
                                     HtmlElement{"em", Role::kInline, Is::kItalic, true},
                                     HtmlElement{"embed", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"fieldset", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"figcaption", Role::kCaption, Is::kPlain, false},
                                     HtmlElement{"figure", Role::kFigure, Is::kPlain, false},
                                     HtmlElement{"font", Role::kInline, Is::kPlain, true},
                                     HtmlElement{"footer", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"form", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"frame", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"frameset", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"h1", Role::kHeading, Is::kPlain, false},
                                     HtmlElement{"h2", Role::kHeading, Is::kPlain, false},
                                     HtmlElement{"h3", Role::kHeading, Is::kPlain, false},
                                     HtmlElement{"h4", Role::kHeading, Is::kPlain, false},
                                     HtmlElement{"h5", Role::kHeading, Is::kPlain, false},
                                     HtmlElement{"h6", Role::kHeading, Is::kPlain, false},
                                     HtmlElement{"head", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"header", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"hgroup", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"hr", Role::kRule, Is::kPlain, false},
                                     HtmlElement{"html", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"i", Role::kInline, Is::kItalic, true},
                                     HtmlElement{"iframe", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"img", Role::kLeaf, Is::kImage, false},
                                     HtmlElement{"input", Role::kLeaf, Is::kUnknown, false},
                                     HtmlElement{"ins", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"kbd", Role::kInline, Is::kCode, false},
                                     HtmlElement{"keygen", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"label", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"legend", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"li", Role::kItem, Is::kPlain, false},
                                     HtmlElement{"link", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"listing", Role::kCode, Is::kPlain, false},
                                     HtmlElement{"main", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"mark", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"math", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"menu", Role::kList, Is::kPlain, false},
                                     HtmlElement{"meta", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"nav", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"nobr", Role::kInline, Is::kPlain, true},
                                     HtmlElement{"noembed", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"noframes", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"noscript", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"object", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"ol", Role::kList, Is::kPlain, false},
                                     HtmlElement{"optgroup", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"output", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"p", Role::kParagraph, Is::kPlain, false},
                                     HtmlElement{"param", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"picture", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"pre", Role::kCode, Is::kPlain, false},
                                     HtmlElement{"q", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"rb", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"rp", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"rt", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"ruby", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"s", Role::kInline, Is::kStrike, true},
                                     HtmlElement{"samp", Role::kInline, Is::kCode, false},
                                     HtmlElement{"script", Role::kRaw, Is::kPlain, false},
                                     HtmlElement{"section", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"select", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"small", Role::kInline, Is::kPlain, true},
                                     HtmlElement{"source", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"span", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"strike", Role::kInline, Is::kStrike, true},
                                     HtmlElement{"strong", Role::kInline, Is::kBold, true},
                                     HtmlElement{"style", Role::kStyle, Is::kPlain, false},
                                     HtmlElement{"sub", Role::kInline, Is::kSub, false},
                                     HtmlElement{"summary", Role::kBlock, Is::kPlain, false},
                                     HtmlElement{"sup", Role::kInline, Is::kSuper, false},
                                     HtmlElement{"svg", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"table", Role::kTable, Is::kPlain, false},
                                     HtmlElement{"tbody", Role::kRows, Is::kPlain, false},
                                     HtmlElement{"td", Role::kCell, Is::kPlain, false},
                                     HtmlElement{"template", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"textarea", Role::kRaw, Is::kPlain, false},
                                     HtmlElement{"tfoot", Role::kRows, Is::kPlain, false},
                                     HtmlElement{"th", Role::kCell, Is::kPlain, false},
                                     HtmlElement{"thead", Role::kRows, Is::kPlain, false},
                                     HtmlElement{"time", Role::kInline, Is::kPlain, false},
                                     HtmlElement{"title", Role::kTitle, Is::kPlain, false},
                                     HtmlElement{"tr", Role::kRow, Is::kPlain, false},
                                     HtmlElement{"track", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"tt", Role::kInline, Is::kCode, true},
                                     HtmlElement{"u", Role::kInline, Is::kUnderline, true},
                                     HtmlElement{"ul", Role::kList, Is::kPlain, false},
                                     HtmlElement{"var", Role::kInline, Is::kItalic, false},
                                     HtmlElement{"video", Role::kHidden, Is::kPlain, false},
                                     HtmlElement{"wbr", Role::kNothing, Is::kPlain, false},
                                     HtmlElement{"xmp", Role::kRaw, Is::kPlain, false}};
static_assert(kAllElements.size() == kHtmlElements);

}  // namespace

const HtmlElement* html_element(std::string_view name) {
  constexpr std::size_t kLongest = 10;
  std::string wanted;
  for (const char c : name.substr(0, kLongest + 1)) {
    wanted += to_lower(c);
  }
  const auto* const found = std::lower_bound(
      kAllElements.begin(), kAllElements.end(), std::string_view(wanted),
      [](const HtmlElement& element, std::string_view key) { return element.name < key; });
  return found != kAllElements.end() && found->name == wanted ? found : kAllElements.data();
}

std::size_t number_of(const HtmlElement* element) {
  return static_cast<std::size_t>(element - kAllElements.data());
}

}  // namespace plenary::markup
