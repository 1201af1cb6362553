#pragma once

#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/markup/markdown.hpp"

namespace plenary::markup {

/// Reads a page of HTML. Pure; any thread.
///
/// Law: import_html(to_html_page(title, d)) == d, for what to_html_page can say (html.hpp).
///
/// Of other pages the document has every word that a browser shows, but those of navigation, forms
/// and players:
///  - lists, headings, code and quotes are as from_markdown has them; a line break between words is
///  U+2028, and several in a row end a line, but in a heading; in a cell each ends a line;
///  - formats are those of elements, of `style` and of rules for one class; alignment and direction
///  are read, fonts and colours are not;
///  - a table's first row names its columns; a cell over several rows or columns is divided, and a
///  table that only places what is in it is lines;
///  - two links to each other's places are a note and its number (html_notes.hpp);
///  - a picture of a document's own and one that its address holds are pictures, another one is a
///  link of its description; an address that is not safe becomes words behind those of its link;
///  - what is hidden, and what a word processor keeps as deleted, is left out.
/// The title is that of the page, or else title_of(document).
/// Errors: kMalformed if it is not UTF-8, kTooLarge (text.hpp).
/// Cost: linear in the input, for every input; elements are at most kHtmlBlocksDeep deep.
[[nodiscard]] Result<Imported> import_html(std::string_view utf8);

}  // namespace plenary::markup
