#pragma once

#include <cstddef>
#include <limits>

#include "protocol/base/result.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::text {

class Rope;

/// Limits of the tables and notes of a paper. They hold for what an operation adds: what an older
/// server took stays, can be read and can shrink.
struct EmbedLimits {
  /// Rows of a table: five times a register of a thousand speakers. All of them are drawn on a
  /// page.
  std::size_t rows{5'000};
  /// Columns: a form with more questions is several tables. A deleted column costs a walk over all
  /// rows.
  std::size_t columns{100};
  /// Cells with something in them: 5,000 rows of ten columns, 1,000 of fifty.
  std::size_t cells{50'000};
  /// UTF-16 units in one cell: six printed pages. A key in a cell costs a walk over its pieces.
  std::size_t cell_units{20'000};
  /// UTF-16 units in all cells of a table: a quarter of the largest paper.
  std::size_t table_units{4 * 1024 * 1024};
  /// UTF-16 units in a note.
  std::size_t note_units{20'000};
  /// Bytes, as JSON, of the attributes that an operation gives to a row, column or cell: a list of
  /// 300 choices.
  std::size_t attribute_bytes{16 * 1024};
  /// Units in the id of a row or column.
  std::size_t id_units{64};

  [[nodiscard]] static constexpr EmbedLimits none() {
    constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();
    return {kAny, kAny, kAny, kAny, kAny, kAny, kAny, kAny};
  }
};

/// How much a table or a note holds.
struct EmbedSizes {
  std::size_t rows{0};
  std::size_t columns{0};
  std::size_t cells{0};  // with content or attributes
  std::size_t units{0};  // of all contents
};

/// Whether an operation leaves each table and note that it inserts or changes within the limits:
/// the sizes above; no tables in tables and notes, no notes in notes; in a new table cells that lie
/// in it. An embed that is no table or note, whatever its name, is let through. Errors: kTooLarge,
/// kNotApplicable, in words. Requires: the operation applies. Cost: O(its size + log text); if it
/// comes close to a limit, that of applying it.
[[nodiscard]] Result<void> check_limits(const Rope& rope, const ot::rich_text::Delta& op,
                                        const EmbedLimits& limits);

/// The same for the change of one note or cell with this content.
[[nodiscard]] Result<void> check_note(const ot::rich_text::Note& change,
                                      const ot::rich_text::Delta& before,
                                      const EmbedLimits& limits);
[[nodiscard]] Result<void> check_cell(const ot::rich_text::Cell& change,
                                      const ot::rich_text::Delta& before,
                                      const EmbedLimits& limits);
/// The same for the rows, columns and attributes of a change of a table; `before`: its sizes.
[[nodiscard]] Result<void> check_lines(const ot::rich_text::Table& change, const EmbedSizes& before,
                                       const EmbedLimits& limits);
/// The same for the cells of a table and their units in all.
[[nodiscard]] Result<void> check_cells_in_all(const EmbedSizes& sizes, const EmbedLimits& limits);

}  // namespace plenary::text
