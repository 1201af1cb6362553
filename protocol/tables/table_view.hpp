#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/ot/rich_text/table.hpp"

/// What the tables of a paper mean: the order in which their rows are shown, the ids by which
/// programs name rows and columns, and what a column's attributes say. All attributes are read
/// leniently: other programs write them, too, so one that makes no sense counts as left out. Pure;
/// any thread.
namespace plenary::tables {

/// The kind of a column. Kinds guide input and refuse nothing.
enum class ColumnKind : std::uint8_t {
  kText,
  kLong,
  kChoice,
  kPerson,
  kDate,
  kNumber,
  kLink,
  kDone,
};
/// "text", "long", …, as the attribute `kind` has it.
[[nodiscard]] std::string_view name_of(ColumnKind kind);
/// kText for any other name.
[[nodiscard]] ColumnKind kind_named(std::string_view name);

struct Column {
  std::string id;    // effective: see effective_ids
  std::string name;  // UTF-8; empty: it has none
  ColumnKind kind{ColumnKind::kText};
  bool required{false};
  std::optional<std::size_t> width{};  // CSS pixels
  std::vector<std::string> choices{};

  friend bool operator==(const Column& a, const Column& b) = default;
};

struct Row {
  std::string id;     // effective
  std::size_t place;  // where it lies in the table, from 0: the first part of a CellPlace
  friend bool operator==(const Row& a, const Row& b) = default;
};

/// A table as people see it.
struct TableView {
  std::vector<Column> columns;  // in the order in which they lie and are shown
  std::vector<Row> rows;        // in the order in which they are shown
};

/// Requires: table.is_document(). Cost: O(rows · log rows + columns).
[[nodiscard]] TableView view_of(const ot::rich_text::Table& table);

/// The ids by which rows or columns can be named: each is there once. An id that occurs twice
/// belongs to the first that has it; later ones are `id~2`, `id~3`, … as far as these are free.
[[nodiscard]] std::vector<std::string> effective_ids(const ot::rich_text::Delta& lines);

/// The place of the row or column with that effective id; nothing if there is none. Cost:
/// O(lines).
[[nodiscard]] std::optional<std::size_t> place_of(const ot::rich_text::Delta& lines,
                                                  const std::string& id);
/// Whether a change of the lines adds one that may have that effective id.
[[nodiscard]] bool may_add(const ot::rich_text::Delta& change, const std::string& id);

/// The places of rows, in the order in which they are shown: by key, then by place. The key of a
/// row is its attribute `order`; without one it is that of the nearest row before it that has one,
/// else "". Keys are compared byte by byte.
[[nodiscard]] std::vector<std::size_t> shown_order(const ot::rich_text::Delta& rows);
/// The key of each row.
[[nodiscard]] std::vector<std::string> order_keys(const ot::rich_text::Delta& rows);
/// The attribute `order` of a row, if it is a text; else nullptr. Lifetime: that of the rows.
[[nodiscard]] const std::string* own_order(const ot::rich_text::Delta& rows, std::size_t place);

/// The text of a cell or a note, one unit for each of its units: an embed is U+FFFC.
[[nodiscard]] std::u16string plain_text(const ot::rich_text::Delta& content);
inline constexpr char16_t kEmbedSign = u'\uFFFC';

}  // namespace plenary::tables
