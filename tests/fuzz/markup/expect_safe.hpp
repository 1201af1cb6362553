#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "protocol/base/assert.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/markup/html.hpp"
#include "protocol/markup/html_reader.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/safe_link.hpp"
#include "protocol/markup/shown_picture.hpp"
#include "protocol/markup/text.hpp"
#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::markup::testing {

/// The elements that our HTML may have.
inline bool is_known_element(std::string_view name) {
  constexpr std::array<std::string_view, 34> kNames = {
      "p",   "h1",         "h2",  "h3",      "h4",  "h5",     "h6",        "ul",    "ol",
      "li",  "blockquote", "pre", "code",    "hr",  "strong", "em",        "u",     "s",
      "sub", "sup",        "a",   "input",   "div", "table",  "thead",     "tbody", "tr",
      "th",  "td",         "br",  "section", "img", "figure", "figcaption"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/// True for the attributes that our HTML may have, with the values that it may give them.
inline bool is_known_attribute(std::string_view name, std::string_view value) {
  if (name == "href") {
    // The rest of an escaped address after a fragment or path cannot change its scheme.
    return safe_link(value);
  }
  if (name == "src") {
    return is_picture_address(value);
  }
  if (name == "start" || name == "width" || name == "height") {
    return !value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos;
  }
  if (name == "role" || name == "scope") {
    return value == "col" || value.starts_with("doc-");
  }
  return name == "rel" || name == "class" || name == "dir" || name == "type" || name == "alt" ||
         name == "id" || name.starts_with("data-") || name == "disabled" || name == "checked" ||
         name == "aria-label";
}

/// Reads one tag as a browser would, quoted values only; dies on anything that the writer may not
/// write.
inline void expect_known_tag(std::string_view tag) {
  if (tag.starts_with('/')) {
    tag.remove_prefix(1);
  }
  const std::size_t end = std::min(tag.find(' '), tag.size());
  PLENARY_ASSERT(is_known_element(tag.substr(0, end)), "an element that the writer does not write");
  tag.remove_prefix(end);
  while (!tag.empty()) {
    tag.remove_prefix(1);
    const std::size_t name_end = std::min(tag.find_first_of("= "), tag.size());
    const std::string_view name = tag.substr(0, name_end);
    tag.remove_prefix(name_end);
    std::string_view value;
    if (tag.starts_with("=\"")) {
      const std::size_t close = tag.find('"', 2);
      PLENARY_ASSERT(close != std::string_view::npos, "a value that does not end");
      value = tag.substr(2, close - 2);
      tag.remove_prefix(close + 1);
    }
    PLENARY_ASSERT(is_known_attribute(name, value), "an attribute that the writer does not write");
    PLENARY_ASSERT(tag.empty() || tag.front() == ' ', "attributes are apart");
  }
}

/// Dies unless every `<` of the fragment begins a tag that we mean to write.
inline void expect_safe_html(std::string_view html) {
  std::size_t at = 0;
  while ((at = html.find('<', at)) != std::string_view::npos) {
    const std::size_t end = html.find('>', at);
    PLENARY_ASSERT(end != std::string_view::npos, "a tag that does not end");
    expect_known_tag(html.substr(at + 1, end - at - 1));
    at = end;
  }
}

/// Writes a document in every form and dies on anything that a reader's browser must not get.
inline void expect_safe_exports(const ot::rich_text::Delta& document) {
  const std::string html = to_html(document);
  PLENARY_ASSERT(utf::is_utf8(html), "HTML is UTF-8");
  expect_safe_html(html);
  const std::string exact = to_html(document, {.with_ids = true, .exact = true});
  expect_safe_html(exact);
  PLENARY_ASSERT(import_html(exact).has_value(), "our own HTML reads back");
  PLENARY_ASSERT(utf::is_utf8(to_text(document)), "text is UTF-8");
  const std::string markdown = to_markdown(document);
  PLENARY_ASSERT(utf::is_utf8(markdown), "Markdown is UTF-8");
  PLENARY_ASSERT(from_markdown(markdown).has_value(), "our own Markdown reads back");
}

}  // namespace plenary::markup::testing
