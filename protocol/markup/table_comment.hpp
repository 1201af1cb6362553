#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json/value.hpp"
#include "protocol/markup/shown_table.hpp"
#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/ot/rich_text/table.hpp"

/// A pipe table says the names of columns, which of them are numbers, and the words of cells with
/// their inline formats. The rest stands in a comment above it:
/// `<!-- table {"columns":{"Group":{"kind":"choice","choices":["A","B"]}}} -->`. Columns are named
/// by their headers, or as `#2` where a header is empty or not the only one of its name; rows count
/// from 1 as they are written, cells are `"row:column"`, and what is said of lines in a cell is
/// ignored if somebody has changed how many there are. Private to this folder.
namespace plenary::markup {

/// Bytes, as JSON, of the attributes of one row, column or cell: a paper takes no more.
inline constexpr std::size_t kTableAttributeBytesMax = std::size_t{16} * 1024;

/// Names under which the comment knows columns. Cost: O(columns).
[[nodiscard]] std::vector<std::string> column_labels(const std::vector<std::string>& headers);

/// What the words of a table do not say, as JSON: an empty object if they say all. `kinds`: also
/// which columns are of numbers.
[[nodiscard]] json::Value table_said(const ShownTable& table, bool kinds);

/// The comment; empty if the pipe table says all. The order of rows is said by where they stand.
/// Cost: O(what it says).
[[nodiscard]] std::string table_comment(const ShownTable& table);

/// What the comment says, or null if `comment` is none of a table.
[[nodiscard]] json::Value read_table_comment(std::string_view comment);

/// What table_said wrote, or null.
[[nodiscard]] json::Value read_table_said(std::string_view json);

/// Puts what the comment said into a table that was read under it. `headers` are the names of its
/// columns as they were read. What does not fit the table is ignored.
void apply_table_comment(const json::Value& said, const std::vector<std::string>& headers,
                         ot::rich_text::Table& table);

}  // namespace plenary::markup
