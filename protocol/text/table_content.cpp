#include "protocol/text/table_content.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/ot/rich_text/attributes.hpp"
#include "protocol/ot/rich_text/embed_type.hpp"
#include "protocol/text/change_fits.hpp"

namespace plenary::text {
namespace {

using ot::rich_text::Cell;
using ot::rich_text::Component;
using ot::rich_text::compose;
using ot::rich_text::invert;
using Kind = Component::Kind;

constexpr const char* kName = "table-embed";

Embed table_embed_of(const ot::rich_text::Table& table) {
  json::Value embed = json::Value::object();
  embed[kName] = ot::rich_text::to_value(table);
  return std::make_shared<const json::Value>(std::move(embed));
}

}  // namespace

/// A row: its id, and its cells that are not empty, by the keys of their columns.
class TableContent::Row final : public EmbedContent {
 public:
  explicit Row(Embed id) : id_(std::move(id)) {}
  [[nodiscard]] Result<EmbedRef> changed(const json::Value& /*change*/) const override {
    return Error{Errc::kNotApplicable, "a row of a table is changed by its table"};
  }
  [[nodiscard]] Result<Embed> inverse(const json::Value& change) const override {
    return changed(change).error();
  }

  [[nodiscard]] const Cell& cell(ColumnKey column) const {
    static const Cell none;
    const auto found = find(column);
    return found == cells_.end() || found->first != column ? none : *found->second;
  }
  /// The same row with another cell; an empty one is taken out.
  [[nodiscard]] boost::intrusive_ptr<Row> with(ColumnKey column, Cell cell) const {
    boost::intrusive_ptr<Row> copy(new Row(id_));
    copy->cells_.reserve(cells_.size() + 1);
    const auto at = find(column);
    copy->cells_.assign(cells_.begin(), at);
    if (!cell.empty()) {
      copy->cells_.emplace_back(column, std::make_shared<const Cell>(std::move(cell)));
    }
    const bool is_there = at != cells_.end() && at->first == column;
    copy->cells_.insert(copy->cells_.end(), is_there ? at + 1 : at, cells_.end());
    return copy;
  }

 private:
  using Entry = std::pair<ColumnKey, CellRef>;
  [[nodiscard]] Embed write() const override { return id_; }
  [[nodiscard]] std::vector<Entry>::const_iterator find(ColumnKey column) const {
    return std::lower_bound(cells_.begin(), cells_.end(), column,
                            [](const Entry& entry, ColumnKey key) { return entry.first < key; });
  }

  const Embed id_;
  std::vector<Entry> cells_;  // by key
};

const TableContent::Row& TableContent::row(std::size_t index) const {
  return static_cast<const Row&>(*rows_.embed_at(index));  // rows_ has nothing else
}

const Cell& TableContent::cell(const CellPlace& place) const {
  return row(place.first).cell(columns_->list[place.second].key);
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

EmbedRef TableContent::of(const json::Value& embed) {
  const Result<Table> table = ot::rich_text::read_table(embed.at(kName));
  if (!table || !table->rows.is_document() || !table->columns.is_document()) {
    return nullptr;
  }
  boost::intrusive_ptr<TableContent> content(new TableContent);
  return content->apply(*table) ? EmbedRef(content) : nullptr;
}

Result<TableContent::Table> TableContent::change_of(const json::Value& change) const {
  if (ot::rich_text::type_of(change) != &ot::rich_text::table_embed()) {
    return Error{Errc::kNotApplicable, "a table is changed as something else"};
  }
  PLENARY_TRY(Table table, ot::rich_text::read_table(change.at(kName)));
  PLENARY_TRY_VOID(ot::rich_text::check_applies(table.rows, rows_.length()));
  PLENARY_TRY_VOID(ot::rich_text::check_applies(table.columns, columns_->list.size()));
  return table;
}

Result<EmbedRef> TableContent::changed(const json::Value& change) const {
  PLENARY_TRY(const Table table, change_of(change));
  boost::intrusive_ptr<TableContent> next(new TableContent(rows_, columns_));
  PLENARY_TRY_VOID(next->apply(table));
  return EmbedRef(next);
}

/// Requires: rows and columns of the change fit.
Result<void> TableContent::apply(const Table& change) {
  if (!change.columns.empty()) {
    change_columns(change.columns);
  }
  if (!change.rows.empty()) {
    change_rows(change.rows);
  }
  for (const auto& [place, cell] : change.cells) {
    PLENARY_TRY_VOID(change_cell(place, cell));
  }
  return {};
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
      if (!row(index).cell(column).empty()) {
        rows_.replace_embed(index, row(index).with(column, {}));
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
      rows_.erase(index, component.length);
      continue;
    } else {
      rows_.format(index, component.length, component.attributes);
    }
    index += component.length;
  }
}

Result<void> TableContent::change_cell(const CellPlace& place, const Cell& change) {
  if (place.first >= rows_.length() || place.second >= columns_->list.size()) {
    return Error{Errc::kNotApplicable, "the operation changes a cell outside of its table"};
  }
  const Row& before = row(place.first);
  const ColumnKey column = columns_->list[place.second].key;
  const Cell& base = before.cell(column);
  PLENARY_TRY_VOID(check_fits(change.content, base.content));
  rows_.replace_embed(place.first,
                      before.with(column, {compose(base.content, change.content),
                                           compose(base.attributes, change.attributes, false)}));
  return {};
}

Result<Embed> TableContent::inverse(const json::Value& change) const {
  PLENARY_TRY(const Table op, change_of(change));
  PLENARY_TRY(Delta rows, rows_.invert(op.rows));
  Table back{std::move(rows), invert(op.columns, columns_as_delta()), {}};
  for (const auto& [after, changed] : op.cells) {
    const auto place = place_after(after, back.rows, back.columns);
    if (!place) {
      continue;
    }
    if (place->first >= rows_.length() || place->second >= columns_->list.size()) {
      return Error{Errc::kNotApplicable, "the operation changes a cell outside of its table"};
    }
    const Cell& base = cell(*place);
    PLENARY_TRY_VOID(check_fits(changed.content, base.content));
    Cell undone{invert(changed.content, base.content),
                ot::rich_text::unless_empty(invert(changed.attributes, base.attributes))};
    if (!undone.empty()) {
      back.cells.insert_or_assign(*place, std::move(undone));
    }
  }
  const bool all_rows = std::any_of(op.columns.components().begin(), op.columns.components().end(),
                                    [](const Component& c) { return c.kind == Kind::kDelete; });
  std::size_t index = 0;
  const auto bring_back = [&](const CellPlace& place, const Cell& cell) {
    if (!place_after(place, op.rows, op.columns)) {
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
  return table_embed_of(back);
}

ot::rich_text::Delta TableContent::columns_as_delta() const {
  std::vector<Component> list;
  for (const Column& column : columns_->list) {
    list.push_back(Component::insert_embed(column.id, column.attributes));
  }
  return Delta(std::move(list));
}

ot::rich_text::Table TableContent::table() const {
  Table table{rows_.to_delta(), columns_as_delta(), {}};
  for_cells(0, rows_.length(), [&](const CellPlace& place, const Cell& cell) {
    table.cells.emplace_hint(table.cells.end(), place, cell);
  });
  return table;
}

Embed TableContent::write() const {
  return table_embed_of(table());
}

}  // namespace plenary::text
