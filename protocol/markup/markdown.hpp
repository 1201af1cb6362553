#pragma once

#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/ot/rich_text/delta.hpp"

/// GitHub-flavoured Markdown in and out of rich-text documents. Pure; any thread; cost linear in
/// the input (the limits that make it so are in markdown_source.hpp).
namespace plenary::markup {

/// Reads Markdown. Every word that a reader of the rendered page would see is in the document, and
/// some that they would not:
///  - a paragraph's lines are joined by a space; a hard line break starts a new line of the
///  document;
///  - a line under a list item's first has no list attribute but the item's indent plus one;
///  - an ordered list that does not start at 1 becomes paragraphs with their numbers as text, as
///  Quill always counts from 1;
///  - a table becomes a line for each row, cells divided by " | ";
///  - raw HTML becomes visible text; an image becomes a link of its description;
///  - an address that is not safe (safe_link.hpp) loses its link and keeps its words; a link's
///  title is dropped;
///  - a definition that nothing refers to, and every footnote, stays as visible text: `[Chair]:
///  Yes` is a sentence in minutes.
/// Errors: kMalformed if it is not UTF-8, kTooLarge (text.hpp).
[[nodiscard]] Result<ot::rich_text::Delta> from_markdown(std::string_view utf8);

/// Writes Markdown. Law: from_markdown(to_markdown(d)) == d for what Markdown can say. It cannot
/// say: underline, script, alignment, direction, indents without a list, empty paragraphs (one
/// between two lists is kept). Addresses in plain words become links, as readers of Markdown make
/// them in any case. Requires: document.is_document().
[[nodiscard]] std::string to_markdown(const ot::rich_text::Delta& document);

}  // namespace plenary::markup
