#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json/value.hpp"
#include "protocol/markup/inline_parser.hpp"
#include "protocol/markup/inline_reader.hpp"
#include "protocol/markup/references.hpp"
#include "protocol/markup/source_notes.hpp"
#include "protocol/markup/source_table.hpp"
#include "protocol/ot/rich_text/table.hpp"

namespace plenary::markup {

/// The largest table that a paper takes; rows and columns are in source_table.hpp.
inline constexpr std::size_t kTableCellsMax = 50'000;
inline constexpr std::size_t kTableUnitsMax = 4 * 1024 * 1024;  // UTF-16 units in all cells
inline constexpr std::size_t kCellUnitsMax = 20'000;

/// Places for cells that a byte of a source may make: a row of one byte has as many as its header.
/// Larger than in any table that somebody wrote; HTML has an element for each.
inline constexpr std::size_t kTablePlacesPerByte = 4;

/// Makes tables of those of a source. Private to this folder.
class TableReader {
 public:
  /// `seed`: of the ids that rows and columns get; of one source they are all different. Lifetime:
  /// the others outlive this.
  TableReader(const References& references, InlineReader& reader, SourceNotes& notes,
              std::uint64_t seed)
      : references_(references), reader_(reader), notes_(notes), last_id_(seed) {}

  /// `said` stood in the comment above it (table_comment.hpp), null if there was none. For rows
  /// with more cells than the header there are columns without a name. Null if the table is too
  /// large. Cost: O(its source).
  [[nodiscard]] ot::rich_text::EmbedValue read(const SourceTable& source, const json::Value& said);

 private:
  [[nodiscard]] std::string name_of(std::string_view header);
  [[nodiscard]] ot::rich_text::Delta content_of(std::string_view cell);
  [[nodiscard]] bool read_row(const std::vector<std::string>& cells, ot::rich_text::Table& table);
  [[nodiscard]] std::string next_id();
  [[nodiscard]] ot::rich_text::Component row_or_column(ot::rich_text::Attributes attributes);

  const References& references_;
  InlineReader& reader_;
  SourceNotes& notes_;
  std::uint64_t last_id_;
  Inlines inlines_;  // of the cell at hand
};

}  // namespace plenary::markup
