#pragma once

#include <vector>

#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/text/rope.hpp"

/// The parts of a paper that those who fill it in cannot change (line_marks.hpp). Pure; any thread.
namespace plenary::templates {

/// The frozen lines of a document in their order, each as a document of its own: the line's words
/// and embeds with its "\n", all with their attributes. Of a frozen table, the table with its
/// columns alone: rows and cells are free. Tables and dividers are lines of their own. Cost: O(n).
[[nodiscard]] std::vector<ot::rich_text::Delta> frozen_lines(const ot::rich_text::Delta& document);

/// Whether `op` leaves the frozen lines as they are. Law: frozen_lines(compose(paper, op)) ==
/// frozen_lines(paper). An operation that Rope::apply refuses may be answered either way. Cost:
/// that of reading the lines that `op` touches, and of a table whose columns it changes. Of an
/// operation that takes as many frozen lines out at one place as it puts in at another, that of all
/// between.
[[nodiscard]] bool keeps_frozen_lines(const text::Rope& paper, const ot::rich_text::Delta& op);

}  // namespace plenary::templates
