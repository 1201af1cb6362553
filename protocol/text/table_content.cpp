#include "protocol/text/table_content.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/ot/rich_text/attributes.hpp"
#include "protocol/text/change_fits.hpp"

namespace plenary::text {
namespace {

using ot::rich_text::Cell;
using ot::rich_text::Component;
using ot::rich_text::compose;
using ot::rich_text::Delta;
using ot::rich_text::invert;
using Kind = Component::Kind;

/// A cell that versions of its row share.
struct SharedCell final : RefCounted<SharedCell> {
  Cell cell;
  static void destroy(const SharedCell* shared) noexcept { delete shared; }
};
using CellRef = boost::intrusive_ptr<SharedCell>;

const Delta& no_content() {
  static const Delta none;
  return none;
}

}  // namespace

/// A row: its id, and its cells that are not empty, by the keys of their columns.
class TableContent::Row final : public EmbedContent {
 public:
  explicit Row(Embed id) : id_(std::move(id)) {}
  [[nodiscard]] Result<void> check(const EmbedChange& /*change*/) const override {
    return Error{Errc::kNotApplicable, "a row of a table is changed by its table"};
  }
  [[nodiscard]] Result<ChangeRef> inverse(const EmbedChange& change) const override {
    return check(change).error();
  }

  [[nodiscard]] const Cell& cell(ColumnKey column) const {
    static const Cell none;
    const std::size_t at = place_of(column);
    return is_at(at, column) ? cells_[at].second->cell : none;
  }
  /// The cell, to be changed in place; null if it is empty or shared. Requires: as put().
  [[nodiscard]] Cell* own_cell(ColumnKey column) {
    const std::size_t at = place_of(column);
    return is_at(at, column) && cells_[at].second->unique() ? &cells_[at].second->cell : nullptr;
  }
  /// An empty cell is taken out. Requires: the row has one owner, who calls.
  void put(ColumnKey column, Cell cell) {
    const std::size_t at = place_of(column);
    const auto place = cells_.begin() + static_cast<std::ptrdiff_t>(at);
    if (cell.empty()) {
      cells_.erase(place, is_at(at, column) ? place + 1 : place);
      return;
    }
    if (!is_at(at, column)) {
      cells_.emplace(place, column, new SharedCell);
    } else if (!place->second->unique()) {
      place->second = new SharedCell;
    }
    cells_[at].second->cell = std::move(cell);
  }
  /// Calls `visit(cell)` for each of its cells.
  template <class Visit>
  void for_each(Visit visit) const {
    for (const auto& entry : cells_) {
      visit(entry.second->cell);
    }
  }
  [[nodiscard]] EmbedRef copy() const override { return EmbedRef(new Row(*this)); }

 private:
  Row(const Row&) = default;
  [[nodiscard]] Embed write() const override { return id_; }
  void apply(const EmbedChange& /*change*/) override {}
  [[nodiscard]] std::size_t place_of(ColumnKey column) const {
    const auto found =
        std::lower_bound(cells_.begin(), cells_.end(), column,
                         [](const auto& entry, ColumnKey key) { return entry.first < key; });
    return static_cast<std::size_t>(found - cells_.begin());
  }
  [[nodiscard]] bool is_at(std::size_t place, ColumnKey column) const {
    return place < cells_.size() && cells_[place].first == column;
  }

  Embed id_;
  std::vector<std::pair<ColumnKey, CellRef>> cells_;  // by key
};

const TableContent::Row& TableContent::row(std::size_t index) const {
  return static_cast<const Row&>(*rows_.embed_at(index));  // rows_ has nothing else
}

const Cell& TableContent::cell(const CellPlace& place) const {
  return row(place.first).cell(columns_->list[place.second].key);
}

/// Calls `change(Row&)` with a row that is ours alone.
template <class Change>
void TableContent::change_row(std::size_t index, Change change) {
  rows_.change_embed(index, [&](EmbedRef& embed) {
    if (!embed->unique()) {
      embed = static_cast<const Row&>(*embed).copy();
    }
    change(static_cast<Row&>(*embed));
  });
}

template <class Visit>
void TableContent::for_cells(std::size_t from, std::size_t to, Visit visit) const {
  for (std::size_t index = from; index < to; ++index) {
    const Row& there = row(index);
    for (std::size_t column = 0; column < columns_->list.size(); ++column) {
      if (const Cell& cell = there.cell(columns_->list[column].key); !cell.empty()) {
        visit(CellPlace{index, column}, cell);
      }
    }
  }
}

Result<void> TableContent::check(const EmbedChange& change) const {
  const auto* table = std::get_if<Table>(&change.content);
  if (table == nullptr) {
    return Error{Errc::kNotApplicable, "the operation changes a table as something else"};
  }
  PLENARY_TRY_VOID(ot::rich_text::check_applies(table->rows, rows_.length()));
  PLENARY_TRY_VOID(ot::rich_text::check_applies(table->columns, columns_->list.size()));
  const LineMap rows(table->rows);
  const LineMap columns(table->columns);
  const std::size_t row_count = rows.count_after(rows_.length());
  const std::size_t column_count = columns.count_after(columns_->list.size());
  for (const auto& [place, cell] : table->cells) {
    if (place.first >= row_count || place.second >= column_count) {
      return Error{Errc::kNotApplicable, "the operation changes a cell outside of its table"};
    }
    PLENARY_TRY_VOID(check_fits(cell.content, content_before(place, rows, columns)));
  }
  return {};
}

const TableContent::Delta& TableContent::content_before(const CellPlace& place, const LineMap& rows,
                                                        const LineMap& columns) const {
  const auto row = rows.before(place.first);
  const auto column = columns.before(place.second);
  return row && column ? cell({*row, *column}).content : no_content();
}

EmbedSizes TableContent::sizes() const {
  return {rows_.length(), columns_->list.size(), cells_, units_};
}

std::size_t TableContent::json_bytes_least() const {
  return rows_.length() + columns_->list.size() + cells_ + units_;
}

Result<void> TableContent::check_limits(const EmbedChange& change,
                                        const EmbedLimits& limits) const {
  const auto& table = std::get<Table>(change.content);
  PLENARY_TRY_VOID(check_lines(table, sizes(), limits));
  const LineMap rows(table.rows);
  const LineMap columns(table.columns);
  EmbedSizes most = sizes();
  for (const auto& [place, cell] : table.cells) {
    PLENARY_TRY_VOID(check_cell(cell, content_before(place, rows, columns), limits));
    most.cells += 1;
    most.units += cell.content.inserted_length();
  }
  if (table.cells.empty() || check_cells_in_all(most, limits)) {
    return {};
  }
  // What is added looks like too much: see what is left after what the change takes away.
  TableContent after(*this);
  after.apply(table);
  return after.cells_ > cells_ || after.units_ > units_ ? check_cells_in_all(after.sizes(), limits)
                                                        : Result<void>();
}

void TableContent::apply(const Table& change) {
  if (!change.columns.empty()) {
    change_columns(change.columns);
  }
  if (!change.rows.empty()) {
    change_rows(change.rows);
  }
  for (const auto& [place, cell] : change.cells) {
    change_cell(place, cell);
  }
}

void TableContent::change_columns(const Delta& change) {
  auto next = std::make_shared<Columns>();
  next->next_key = columns_->next_key;
  std::vector<ColumnKey> removed;
  auto at = columns_->list.begin();
  for (const Component& component : change.components()) {
    if (component.is_insert()) {
      next->list.push_back(
          {component.embed, compose(nullptr, component.attributes, false), next->next_key++});
      continue;
    }
    for (std::size_t n = component.length; n > 0; --n, ++at) {
      if (component.kind == Kind::kDelete) {
        removed.push_back(at->key);
        continue;
      }
      next->list.push_back(*at);
      Attributes& attributes = next->list.back().attributes;
      attributes = compose(attributes, component.attributes, false);
    }
  }
  next->list.insert(next->list.end(), at, columns_->list.end());
  columns_ = std::move(next);
  for (const ColumnKey column : removed) {
    for (std::size_t index = 0; index < rows_.length(); ++index) {
      if (const Cell& gone = row(index).cell(column); !gone.empty()) {
        forget(gone);
        change_row(index, [column](Row& row) { row.put(column, {}); });
      }
    }
  }
}

void TableContent::change_rows(const Delta& change) {
  std::size_t index = 0;
  for (const Component& component : change.components()) {
    if (component.is_insert()) {
      rows_.insert_embed(index, EmbedRef(new Row(component.embed)), component.attributes);
    } else if (component.kind == Kind::kDelete) {
      for (std::size_t i = index; i < index + component.length; ++i) {
        row(i).for_each([this](const Cell& gone) { forget(gone); });
      }
      rows_.erase(index, component.length);
      continue;
    } else {
      rows_.format(index, component.length, component.attributes);
    }
    index += component.length;
  }
}

void TableContent::forget(const Cell& gone) {
  cells_ -= 1;
  units_ -= gone.content.inserted_length();
}

void TableContent::change_cell(const CellPlace& place, const Cell& change) {
  const ColumnKey column = columns_->list[place.second].key;
  change_row(place.first, [&](Row& row) {
    const Cell& base = row.cell(column);
    if (!base.empty()) {
      forget(base);
    }
    Cell* const own = row.own_cell(column);
    if (own == nullptr || change.attributes != nullptr || !own->content.type(change.content)) {
      row.put(column, {compose(base.content, change.content),
                       compose(base.attributes, change.attributes, false)});
    }
    if (const Cell& now = row.cell(column); !now.empty()) {
      cells_ += 1;
      units_ += now.content.inserted_length();
    }
  });
}

Result<ChangeRef> TableContent::inverse(const EmbedChange& change) const {
  PLENARY_TRY_VOID(check(change));
  const Table& op = std::get<Table>(change.content);
  PLENARY_TRY(Delta rows, rows_.invert(op.rows));
  Table back{std::move(rows), invert(op.columns, column_lines()), {}};
  const LineMap row_map(op.rows);
  const LineMap column_map(op.columns);
  for (const auto& [after, changed] : op.cells) {
    const auto row_before = row_map.before(after.first);
    const auto column_before = column_map.before(after.second);
    if (!row_before || !column_before) {
      continue;  // it goes with its row or column
    }
    const CellPlace place{*row_before, *column_before};
    const Cell& base = cell(place);
    Cell undone{invert(changed.content, base.content),
                ot::rich_text::unless_empty(invert(changed.attributes, base.attributes))};
    if (!undone.empty()) {
      back.cells.insert_or_assign(place, std::move(undone));
    }
  }
  const bool all_rows = column_map.removes();
  std::size_t index = 0;
  const auto bring_back = [&](const CellPlace& place, const Cell& cell) {
    if (!row_map.after(place.first) || !column_map.after(place.second)) {
      back.cells.insert_or_assign(place, cell);
    }
  };
  for (const Component& component : op.rows.components()) {
    if (component.kind == Kind::kDelete && !all_rows) {
      for_cells(index, index + component.length, bring_back);
    }
    index += component.is_insert() ? 0 : component.length;
  }
  if (all_rows) {
    for_cells(0, rows_.length(), bring_back);
  }
  return std::make_shared<const EmbedChange>(EmbedChange{std::move(back)});
}

ot::rich_text::Delta TableContent::column_lines() const {
  std::vector<Component> list;
  for (const Column& column : columns_->list) {
    list.push_back(Component::insert_embed(column.id, column.attributes));
  }
  return Delta(std::move(list));
}

Embed TableContent::write() const {
  Table table{rows_.to_delta(), column_lines(), {}};
  for_cells(0, rows_.length(), [&](const CellPlace& place, const Cell& cell) {
    table.cells.emplace_hint(table.cells.end(), place, cell);
  });
  return ot::rich_text::to_embed({std::move(table)});
}

}  // namespace plenary::text
