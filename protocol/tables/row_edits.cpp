#include "protocol/tables/row_edits.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"

namespace plenary::tables {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Cell;
using ot::rich_text::CellPlace;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::Table;

Attributes ordered(const std::string& key) {
  return std::make_shared<const json::Value>(json::Value{{"order", key}});
}

Component row_with(const std::string& id, Attributes attributes) {
  return Component::insert_embed(std::make_shared<const json::Value>(json::Value{{"id", id}}),
                                 std::move(attributes));
}

Error malformed(std::string words) {
  return {Errc::kMalformed, std::move(words)};
}

/// True for an id that a program may give to a row. No `~`: see effective ids in table_view.hpp.
bool may_be_an_id(const std::string& id) {
  constexpr std::size_t kLongest = 64;
  return !id.empty() && id.size() <= kLongest && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

/// The edits of one call while their change is made.
class Editing {
 public:
  Editing(const Table& table, const std::vector<RowEdit>& edits) : table_(table), edits_(edits) {}

  Result<RowEdits> run(const std::function<std::string()>& new_id) {
    PLENARY_TRY_VOID(find_rows());
    remove_and_keep_order();
    add_rows(new_id);
    PLENARY_TRY_VOID(change_cells());
    return std::move(result_);
  }

 private:
  /// Where the edited rows lie, and which are to go.
  Result<void> find_rows();
  /// Takes rows out. A row that had its key from one of them gets it as its own.
  void remove_and_keep_order();
  void add_rows(const std::function<std::string()>& new_id);
  Result<void> change_cells();
  Result<void> change_cell(CellPlace before, std::size_t row_after, const std::string& text);

  const Table& table_;
  const std::vector<RowEdit>& edits_;
  const TableView view_{view_of(table_)};
  std::vector<std::optional<std::size_t>> places_{};  // of each edit's row; nothing: a new row
  std::set<std::size_t> removed_{};
  std::vector<std::size_t> after_{};  // the place of each row that stays
  std::size_t left_{0};               // rows that stay
  RowEdits result_{};
};

Result<void> Editing::find_rows() {
  std::map<std::string, std::size_t> by_id;
  for (const Row& row : view_.rows) {
    by_id.emplace(row.id, row.place);
  }
  std::set<std::size_t> seen;
  std::set<std::string> added;
  for (const RowEdit& edit : edits_) {
    if (edit.adds && edit.removes) {
      return malformed("a row is new or deleted, not both");
    }
    if (!edit.id) {
      if (edit.removes) {
        return malformed("a row that is to be deleted is named by its id");
      }
      places_.emplace_back();
      continue;
    }
    const auto found = by_id.find(*edit.id);
    if (found == by_id.end() && edit.adds) {
      if (!may_be_an_id(*edit.id)) {
        return malformed("the id of a new row is 1 to 64 letters, digits, - and _");
      }
      if (!added.insert(*edit.id).second) {
        return malformed("row " + *edit.id + " is there twice");
      }
      places_.emplace_back();
      continue;
    }
    if (found == by_id.end()) {
      return Error{Errc::kNotFound, "The table has no row " + *edit.id + "; nothing was changed."};
    }
    if (!seen.insert(found->second).second) {
      return malformed("row " + *edit.id + " is there twice");
    }
    places_.emplace_back(found->second);
    if (edit.removes) {
      removed_.insert(found->second);
    }
  }
  return {};
}

void Editing::remove_and_keep_order() {
  const std::vector<std::string> keys = order_keys(table_.rows);
  std::string inherited;
  for (std::size_t place = 0; place < keys.size(); ++place) {
    after_.push_back(left_);
    if (removed_.contains(place)) {
      result_.change.rows.push(Component::remove(1));
      continue;
    }
    ++left_;
    const bool loses_its_key = own_order(table_.rows, place) == nullptr && inherited != keys[place];
    result_.change.rows.push(Component::retain(1, loses_its_key ? ordered(keys[place]) : nullptr));
    inherited = keys[place];
  }
}

void Editing::add_rows(const std::function<std::string()>& new_id) {
  std::set<std::string> taken;
  std::string last;  // the greatest key of the rows that stay
  std::string inherited;
  const std::vector<std::string> keys = order_keys(table_.rows);
  for (const Row& row : view_.rows) {
    taken.insert(row.id);
  }
  for (const RowEdit& edit : edits_) {
    if (edit.adds && edit.id) {
      taken.insert(*edit.id);
    }
  }
  for (std::size_t place = 0; place < keys.size(); ++place) {
    if (!removed_.contains(place)) {
      last = std::max(last, keys[place]);
      inherited = keys[place];
    }
  }
  for (std::size_t i = 0; i < edits_.size(); ++i) {
    const RowEdit& edit = edits_[i];
    if (places_[i]) {
      if (edit.adds) {
        result_.added.push_back(*edit.id);
      }
      continue;
    }
    std::string id = edit.id ? *edit.id : new_id();
    while (!edit.id && !taken.insert(id).second) {
      id = new_id();
    }
    result_.change.rows.push(row_with(id, inherited == last ? nullptr : ordered(last)));
    inherited = last;
    result_.added.push_back(std::move(id));
  }
  result_.change.rows.chop();
}

Result<void> Editing::change_cells() {
  const std::vector<std::string> labels = labels_of(view_);
  std::map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    columns.emplace(labels[i], i);
  }
  std::size_t next_new = left_;
  for (std::size_t i = 0; i < edits_.size(); ++i) {
    const bool is_new = !places_[i];
    const std::size_t row_after = is_new ? next_new++ : after_[*places_[i]];
    if (edits_[i].adds && places_[i]) {
      continue;  // it was added before
    }
    if (edits_[i].removes && !edits_[i].cells.empty()) {
      return malformed("a row that is to be deleted gets no cells");
    }
    for (const auto& [label, text] : edits_[i].cells) {
      const auto column = columns.find(label);
      if (column == columns.end()) {
        return malformed("the table has no column \"" + label + "\"");
      }
      const CellPlace before{is_new ? table_.rows.inserted_length() : *places_[i], column->second};
      PLENARY_TRY_VOID(change_cell(before, row_after, text));
    }
  }
  return {};
}

Result<void> Editing::change_cell(CellPlace before, std::size_t row_after,
                                  const std::string& text) {
  const auto found = table_.cells.find(before);
  const Delta content = found == table_.cells.end() ? Delta() : found->second.content;
  std::u16string wanted = utf::to_utf16(text);
  wanted.erase(std::remove(wanted.begin(), wanted.end(), u'\r'), wanted.end());
  Cell change{change_words(content, wanted), nullptr};
  if (!change.empty()) {
    result_.change.cells.insert_or_assign({row_after, before.second}, std::move(change));
  }
  return {};
}

}  // namespace

std::vector<std::string> labels_of(const TableView& view) {
  std::map<std::string, int> times;
  for (const Column& column : view.columns) {
    ++times[column.name];
    ++times[column.id];
  }
  std::vector<std::string> labels;
  for (const Column& column : view.columns) {
    // A column may be called like its own id.
    const int alone = column.name == column.id ? 2 : 1;
    const bool is_clear = !column.name.empty() && times[column.name] == alone;
    labels.push_back(is_clear ? column.name : column.id);
  }
  return labels;
}

Result<RowEdits> edit_rows(const Table& table, const std::vector<RowEdit>& edits,
                           const std::function<std::string()>& new_id) {
  return Editing(table, edits).run(new_id);
}

}  // namespace plenary::tables
