#pragma once

#include <string>

#include "protocol/anchor/range.hpp"
#include "protocol/base/result.hpp"
#include "protocol/text/rope.hpp"
#include "protocol/threads/event.hpp"

namespace plenary::server {

/// The words of a part of the table at `range`, cut like words_of: of a row the words of its cells,
/// of a column its name. Requires: the range lies in the text. Errors: kNotApplicable: there is no
/// such part. Thread: any. Cost: O(table).
[[nodiscard]] Result<std::string> words_of_cell(const text::Rope& rope, anchor::Range range,
                                                const threads::CellName& cell);

}  // namespace plenary::server
