#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "protocol/ot/rich_text/table.hpp"
#include "protocol/ot/type.hpp"

/// The tables of a paper, for programs. Pure; any thread.
namespace plenary::server {

struct PaperTable {
  std::size_t position{0};  // of its unit in the text
  ot::rich_text::Table table{};
};

/// Finds a table by its number in the text, from 1, or by the effective id of one of its columns: a
/// number beyond the last may be an id. Of several tables with that column it is the first.
/// Errors: kNotFound; kNotApplicable: the document is no text. Cost: O(text + tables).
[[nodiscard]] Result<PaperTable> find_table(const ot::Content& content, std::string_view name);

/// The operation that makes `change` to it. JSON.
[[nodiscard]] std::string change_of(const PaperTable& table, ot::rich_text::Table change);

}  // namespace plenary::server
