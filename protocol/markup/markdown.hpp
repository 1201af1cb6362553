#pragma once

#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/markup/import_notes.hpp"
#include "protocol/markup/shown_picture.hpp"
#include "protocol/ot/rich_text/delta.hpp"

/// Markdown (CommonMark, with GitHub's task lists, strikethrough, tables, footnotes and plain
/// addresses) in and out of rich-text documents. Pure; any thread.
///
/// Cost: linear in the input, for every input. tests/support/markup/hostile.hpp lists the texts
/// that are known to cost others the square of their size.
namespace plenary::markup {

/// Reads Markdown. The document has every word that a reader of the rendered page would see, and
/// some more:
///  - the lines of a paragraph are joined by a space, unless it keeps them (line_habits.hpp); a
///  hard line break, or a `<br>` between words, is U+2028, a break inside of the line, in headings,
///  too; two `<br>` that follow each other start a new line, but in a heading;
///  - a line under the first line of a list item has no list attribute, but the item's indent plus
///  one;
///  - the first item of an ordered list has the attribute `start` if it would have another number
///  (list_numbers.hpp);
///  - a line is one of item, heading and code, at sixteen levels of lists and nine of quotes, which
///  `blockquote` counts (`true` is one); a heading, quote or code at the start of an item stands
///  under an empty line of the item, and a table or dividing line in no quote;
///  - a pipe table, or a grid of Pandoc's without spans, is a table: what stands above its first
///  row of dashes names the columns, `<br>` divides the lines of a
///  cell (`<br/>` is U+2028), a column aligned to the
///  right holds numbers. Columns and rows get ids that depend on the source alone. In a note it is
///  a line for each row;
///  - HTML is read as what it means (`<br>`, `<b>`, `<sup>`, `<a href>`, …), its comments are left
///  out, and what has no meaning here stays as words;
///  - a picture of a document's own (shown_picture.hpp) and one that its address holds
///  (`data:image/…`) are pictures, with Pandoc's attributes `{width=640 height=480}`, and so is an
///  `<img>` of one; another image becomes a link of its description;
///  - an address that is not safe (safe_link.hpp) becomes words behind those of its link, and so
///  does the title of a link;
///  - lines between `---` at the start (front matter) become code;
///  - a definition that nothing refers to stays as visible text, because `[Chair]: Yes` is a
///  sentence in minutes. So does a footnote that nothing refers to; the others become notes, one
///  for each reference (in the header of a table and in a note, a reference stays words);
/// Errors: kMalformed if it is not UTF-8, kTooLarge (text.hpp).
///
/// With kWords, tables, notes and pictures stay the lines that they are in the source: for
/// comments, which have no place for them.
enum class Embeds : bool { kWords, kRead };
[[nodiscard]] Result<ot::rich_text::Delta> from_markdown(std::string_view utf8,
                                                         Embeds embeds = Embeds::kRead);

/// As from_markdown, with a title for the document, and what was changed or left out.
struct Imported {
  ot::rich_text::Delta document;
  std::string title;  // that of the front matter, or else title_of(document); may be empty
  ImportNotes notes;
};
[[nodiscard]] Result<Imported> import_markdown(std::string_view utf8,
                                               Embeds embeds = Embeds::kRead);

/// Writes Markdown. Law: from_markdown(to_markdown(d)) == d for what Markdown can say. It cannot
/// say: alignment, direction, indents without a list, empty paragraphs (one
/// between two lists is kept), a table without columns, ids of rows and columns, the order of rows
/// other than by where they stand. What a pipe table cannot say stands in a comment above it.
/// U+2028 is a backslash at the end of a line, or `<br/>` where none can end.
/// Addresses in plain words become links, as readers of Markdown make them in any case. Requires:
/// document.is_document().
[[nodiscard]] std::string to_markdown(const ot::rich_text::Delta& document,
                                      const PlacePicture& place = {});

}  // namespace plenary::markup
