#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "protocol/json/value.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::markup {

/// The largest table that a paper takes; rows and columns are in source_table.hpp.
inline constexpr std::size_t kTableCellsMax = 50'000;
inline constexpr std::size_t kTableUnitsMax = 4 * 1024 * 1024;  // UTF-16 units in all cells
inline constexpr std::size_t kCellUnitsMax = 20'000;

/// Places for cells that a byte of a source may make: a row of one byte has as many as its header.
/// Larger than in any table that somebody wrote; HTML has an element for each.
inline constexpr std::size_t kTablePlacesPerByte = 4;

/// Tables that a source may make, and how many bytes of it give it one more. A table costs 40 times
/// the prose that it is written with if that is 12 bytes; those that somebody wrote have hundreds.
inline constexpr std::size_t kTablesOfAnySource = 200;
inline constexpr std::size_t kBytesOfATable = 100;

/// Ids of rows and columns that depend on the source alone. Of one source they are all different.
class TableIds {
 public:
  explicit TableIds(std::uint64_t seed) : last_(seed) {}
  [[nodiscard]] std::string next();

 private:
  std::uint64_t last_;
};

/// A table as it was read.
struct TableParts {
  std::vector<std::string> headers;
  std::vector<bool> right_aligned;                      // of the columns
  std::vector<std::vector<ot::rich_text::Delta>> rows;  // each may have fewer cells than others
  std::vector<std::string> ids;  // of the columns, then of the rows; empty: it gets new ones
  std::size_t bytes{0};          // of its source
};

/// True if a table of so many rows and columns may be made of so many bytes.
[[nodiscard]] bool table_fits(std::size_t rows, std::size_t columns, std::size_t bytes);

/// `said`: what the source says besides (table_comment.hpp), or null. Null if the table is too
/// large. Private to this folder. Cost: O(parts).
[[nodiscard]] ot::rich_text::EmbedValue make_table(TableParts parts, const json::Value& said,
                                                   TableIds& ids);

}  // namespace plenary::markup
