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
#include "protocol/markup/table_parts.hpp"

namespace plenary::markup {

/// Makes tables of those of a source. Private to this folder.
class TableReader {
 public:
  /// `seed`: of the ids that rows and columns get; of one source they are all different. Lifetime:
  /// the others outlive this.
  TableReader(const References& references, InlineReader& reader, SourceNotes& notes,
              std::uint64_t seed)
      : references_(references), reader_(reader), notes_(notes), ids_(seed) {}

  /// `said` stood in the comment above it (table_comment.hpp), null if there was none. For rows
  /// with more cells than the header there are columns without a name. Null if the table is too
  /// large. Cost: O(its source).
  [[nodiscard]] ot::rich_text::EmbedValue read(const SourceTable& source, const json::Value& said);

 private:
  [[nodiscard]] std::string name_of(std::string_view header);
  [[nodiscard]] ot::rich_text::Delta content_of(std::string_view cell);

  const References& references_;
  InlineReader& reader_;
  SourceNotes& notes_;
  TableIds ids_;
  Inlines inlines_;  // of the cell at hand
};

}  // namespace plenary::markup
