#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "protocol/ot/rich_text/line_map.hpp"
#include "protocol/ot/rich_text/table.hpp"
#include "protocol/text/embed_content.hpp"
#include "protocol/text/rope.hpp"

namespace plenary::text {

/// A table. Its rows are the embeds of a Rope, and a row has its own cells under keys of columns
/// that no change moves: a row inserted on top or a column inserted in front leaves all cells where
/// they are. Cost of a change: O(its size + columns + log rows); of a deleted column O(rows).
class TableContent final : public EmbedContent {
 public:
  /// Requires: table.is_document().
  explicit TableContent(const ot::rich_text::Table& table) { apply(table); }

  /// Its rows and columns, as a delta each. Cost: O(them).
  [[nodiscard]] ot::rich_text::Delta row_lines() const { return rows_.to_delta(); }
  [[nodiscard]] ot::rich_text::Delta column_lines() const;
  /// Cost: O(1).
  [[nodiscard]] EmbedSizes sizes() const;
  /// The text of a cell. Requires: the cell lies in the table. Lifetime: until the table changes.
  /// Cost: O(log rows).
  [[nodiscard]] const ot::rich_text::Delta& content(const ot::rich_text::CellPlace& place) const {
    return cell(place).content;
  }

  [[nodiscard]] Result<void> check(const EmbedChange& change) const override;
  [[nodiscard]] Result<void> check_limits(const EmbedChange& change,
                                          const EmbedLimits& limits) const override;
  [[nodiscard]] std::size_t json_bytes_least() const override;
  [[nodiscard]] Result<ChangeRef> inverse(const EmbedChange& change) const override;

 private:
  using Delta = ot::rich_text::Delta;
  using Table = ot::rich_text::Table;
  using CellPlace = ot::rich_text::CellPlace;
  using LineMap = ot::rich_text::LineMap;
  using ColumnKey = std::uint32_t;
  struct Column {
    Embed id;
    Attributes attributes;
    ColumnKey key;
  };
  struct Columns {
    std::vector<Column> list;
    ColumnKey next_key{0};
  };
  class Row;

  TableContent(const TableContent&) = default;
  [[nodiscard]] Embed write() const override;
  [[nodiscard]] EmbedRef copy() const override { return EmbedRef(new TableContent(*this)); }
  void apply(const EmbedChange& change) override {
    apply(std::get<ot::rich_text::Table>(change.content));
  }
  void apply(const Table& change);
  void change_columns(const Delta& change);
  void change_rows(const Delta& change);
  void change_cell(const CellPlace& place, const ot::rich_text::Cell& change);
  /// Counts a cell no more.
  void forget(const ot::rich_text::Cell& gone);
  /// The content of a cell before rows and columns have changed; empty if it is new. Requires: the
  /// place is in the table after they have.
  [[nodiscard]] const Delta& content_before(const CellPlace& place, const LineMap& rows,
                                            const LineMap& columns) const;
  template <class Change>
  void change_row(std::size_t index, Change change);
  [[nodiscard]] const Row& row(std::size_t index) const;
  [[nodiscard]] const ot::rich_text::Cell& cell(const CellPlace& place) const;
  /// Calls `visit(place, cell)` for the cells of rows [from, to).
  template <class Visit>
  void for_cells(std::size_t from, std::size_t to, Visit visit) const;

  Rope rows_;
  std::shared_ptr<const Columns> columns_{std::make_shared<const Columns>()};
  std::size_t cells_{0};  // with something in them
  std::size_t units_{0};  // of their contents
};

}  // namespace plenary::text
