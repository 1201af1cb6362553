#pragma once

#include <span>
#include <string>
#include <string_view>

#include "protocol/markup/html.hpp"
#include "protocol/markup/lines.hpp"

/// Words in HTML. Private to this folder.
namespace plenary::markup {

/// Appends words that mean nothing but themselves, in text and in attributes. Requires: UTF-8.
void append_escaped(std::string& out, std::string_view text);

inline constexpr std::string_view kSoftBreakTag = "<br>";

/// In a cell of a page of ours, where a plain tag divides lines.
inline constexpr std::string_view kSoftBreakOfCell = "<br class=\"soft\">";

/// Appends runs with their styles, links and the numbers of notes, and a tag for each soft break.
void append_html_runs(std::string& out, std::span<const Run> runs, const HtmlOptions& options,
                      std::string_view soft_break = kSoftBreakTag);

/// Appends the beginning of the element of a change: `ins`, `del` or `mark`. Returns its end. Both
/// are empty where there is none, or where `options` do not ask for it.
[[nodiscard]] std::string begin_change(std::string& out, Fate fate, const SharedText& title,
                                       const HtmlOptions& options);

/// Ids of a note and of its number in the text. They have a colon, which those of headings never
/// have.
[[nodiscard]] std::string id_of_note(std::size_t note);
[[nodiscard]] std::string id_of_note_reference(std::size_t note);

}  // namespace plenary::markup
