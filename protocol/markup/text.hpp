#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/ot/rich_text/delta.hpp"

/// Plain text in and out of rich-text documents. Pure; any thread; cost linear in the input.
namespace plenary::markup {

/// The most that one import reads: a document holds at most 16 Mi units, and the longest papers are
/// under 2 MiB.
inline constexpr std::size_t kMaxSourceBytes = std::size_t{16} * 1024 * 1024;

/// A document with a paragraph for each line of UTF-8 text. Line ends are LF, CR, CRLF, form feed,
/// vertical tab and U+0085, U+2028, U+2029; a byte order mark goes; NUL becomes U+FFFD; other
/// control characters but the tab are dropped. All else is kept as it is: tabs, no-break spaces,
/// bullets typed by hand. Errors: kMalformed if it is not UTF-8, kTooLarge.
[[nodiscard]] Result<ot::rich_text::Delta> from_text(std::string_view utf8);

/// The words, a line for each line of the document, with `- `, `1. `, `[x] ` before list items and
/// `> ` for each level of quotes; U+2028 is a line end, and what follows stands under the first
/// word; addresses of links are not shown. Superscript is `10^6`. A row of a table is a line `Name:
/// value` for each cell that holds something, and an empty line; a note is `[1]`, and its words
/// stand at the end. UTF-8: half a surrogate pair becomes U+FFFD. Law: to_text(from_text(t)) == t
/// for t of clean lines that ends with a line end. Requires: document.is_document().
[[nodiscard]] std::string to_text(const ot::rich_text::Delta& document);

}  // namespace plenary::markup
