#pragma once

#include <string>
#include <string_view>

#include "protocol/markup/shown_picture.hpp"
#include "protocol/ot/rich_text/delta.hpp"

/// Semantic HTML of rich-text documents. Everything that came from someone is escaped; only the
/// elements and attributes named in html.cpp are ever written: no script, no style, no event
/// attributes, and no image but the document's own pictures. Pure; any thread; cost linear in the
/// document.
namespace plenary::markup {

/// Marks the text of a difference as changed: `{"kind":"inserted" | "deleted" | "formatted",
/// "title":…}`. Documents do not have it: the maker of the difference removes such an attribute.
inline constexpr const char* kChangeAttribute = "plenary-change";

struct HtmlOptions {
  /// Write kChangeAttribute as `ins`, `del` and `mark` with its title.
  bool with_changes = false;
  /// Give headings the `id` that readers of Markdown give them: links as `#scope` lead there; and
  /// link notes and their places to each other. Not for a fragment in a page of ours, whose own ids
  /// a writer could take.
  bool with_ids = false;
  /// Write what a reader does not see and import_html needs to give back the same document: empty
  /// lines, further indents, which lines a template marks (`data-frozen`, `data-prompt`,
  /// `data-required`, `data-words-max`), pictures that nobody described (`data-undescribed`), and
  /// of tables what Markdown says in its comment (`data-table`) and the ids (`data-ids`); one more
  /// `br` behind U+2028 at the end of a block, and `class="soft"` on its `br` in a cell.
  bool exact = false;
  /// The `rel` of links: by default the target learns nothing, and search engines do not count
  /// links in a text that the public can write.
  std::string_view link_rel = "noopener noreferrer nofollow";
  PlacePicture place_picture{};
};

/// A fragment: h1-h6, p, nested ul/ol/li, checklists (li with a disabled checkbox), blockquote,
/// pre/code, hr, div around a list indented under nothing; table/thead/tbody/tr/th/td, br between
/// the lines of a cell and for U+2028; figure for a paragraph that begins with a picture, its words
/// being the figcaption, and img; strong, em, u, s, sub, sup, code, a; notes as numbers, with a
/// section at the end. Each block has `dir="auto"` (or "rtl"), and a class `align-…` or `indent-…`
/// where the document says so. Empty paragraphs are left out. Requires: document.is_document().
[[nodiscard]] std::string to_html(const ot::rich_text::Delta& document,
                                  const HtmlOptions& options = {});

/// A whole page with that title around the fragment, with ids and exact: its `main` says
/// `data-spaces="kept"`, since no space in it is there for the source's looks, and line feeds are.
/// No style: the reader's own. It cannot say: control characters but tabs, attributes that we do
/// not know, formats in code, marks of dividers and of lines of code, the order of rows other than
/// by where they stand.
[[nodiscard]] std::string to_html_page(std::string_view title, const ot::rich_text::Delta& document,
                                       const HtmlOptions& options = {});

}  // namespace plenary::markup
