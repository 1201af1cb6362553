#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/tables/table_view.hpp"

/// Tables as programs read and write them: rows by id, cells by the names of columns, words only.
/// Pure; any thread.
namespace plenary::tables {

/// The label of each column, by which programs name it: its name, or its effective id if it has
/// none, or if another column could be meant as well. Each is there once.
[[nodiscard]] std::vector<std::string> labels_of(const TableView& view);

/// One row as it should be. UTF-8.
struct RowEdit {
  std::optional<std::string> id{};             // effective; nothing: a new row with any id
  std::map<std::string, std::string> cells{};  // by label; cells that are not named stay
  bool removes{false};
  /// A new row with this id. If a row has it already, it was added by the same edit before: it
  /// stays as it is by now. So an edit that is made twice adds one row.
  bool adds{false};
};

struct RowEdits {
  ot::rich_text::Table change;     // empty if nothing differs
  std::vector<std::string> added;  // the ids of the new rows, and of those that were added before
};

/// The change that makes the rows so: only what differs, so that all else that happens to the table
/// at the same time stays. In a cell the words around the difference keep their formats and notes.
/// New rows come last, in their order. Rows that stay are shown in the order in which they were.
/// `new_id` is called until it gives one that no row has. Errors, in words: kMalformed: an unknown
/// column, or edits that contradict each other; kNotFound: an unknown row. Cost: O(table).
[[nodiscard]] Result<RowEdits> edit_rows(const ot::rich_text::Table& table,
                                         const std::vector<RowEdit>& edits,
                                         const std::function<std::string()>& new_id);

/// The change that makes the text of `content` this one, in which U+FFFC stands for an embed. In
/// each stretch between embeds only the part that differs changes. What is inserted has no formats.
/// If the embeds are not as many as before, those in the part that differs are deleted.
[[nodiscard]] ot::rich_text::Delta change_words(const ot::rich_text::Delta& content,
                                                const std::u16string& wanted);

}  // namespace plenary::tables
