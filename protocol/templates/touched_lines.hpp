#pragma once

#include <cstddef>
#include <vector>

#include "protocol/json/value.hpp"
#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/text/rope.hpp"

namespace plenary::templates {

/// Whole lines of a paper, and what an operation does to them.
struct TouchedLines {
  std::size_t from;
  std::size_t to;
  ot::rich_text::Delta change;  // of a document that is these lines
};

/// A table and a divider are lines of their own.
[[nodiscard]] bool is_own_line(const json::Value& embed);

/// The places of a paper where `op` may change lines: with the lines around them they are whole
/// lines before and after it. Changes of rows and cells of tables are left out. Requires: `op`
/// applies. Private to this folder. Cost: O(op + the lines that it touches).
[[nodiscard]] std::vector<TouchedLines> touched_lines(const text::Rope& paper,
                                                      const ot::rich_text::Delta& op);

}  // namespace plenary::templates
