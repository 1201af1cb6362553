#pragma once

#include <string>
#include <string_view>

#include "protocol/base/result.hpp"

/// The words of a comment: Markdown of which paragraphs, bold, italic, lists, links, quotes and
/// code are shown; a heading is a paragraph, a ticked box a bullet, a divider nothing.
namespace plenary::threads {

/// Whether this can be a comment. Errors: kMalformed (blank, or not UTF-8), kTooLarge
/// (kMaxCommentBytes). Cost: O(n). Thread: any.
[[nodiscard]] Result<void> check_text(std::string_view markdown);

/// As HTML that is safe wherever it is put: the elements of markup::to_html without headings,
/// dividers and checkboxes; safe addresses only. Cost: O(n).
[[nodiscard]] std::string to_html(std::string_view markdown);

}  // namespace plenary::threads
