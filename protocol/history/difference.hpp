#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "protocol/history/weave.hpp"

/// The difference between two versions, made from the operations between them, not by comparing
/// texts.
namespace plenary::history {

/// kEdited: a table or note that was there before and after, with other content.
enum class ChangeKind : std::uint8_t { kKept, kInserted, kDeleted, kReformatted, kEdited };

struct EmbedDifference;

/// Consecutive units with the same fate, in the order of the text; deleted ones where they were.
struct Change {
  ChangeKind kind{ChangeKind::kKept};
  /// The units as inserts: deleted ones as they were at the first version, others as at the second.
  Delta content{};
  // Not of kKept:
  AuthorIndex by{0};                      // the author of the insert, delete or reformat
  OpNumber first{0};                      // the first and the last operation that…
  OpNumber last{0};                       // …did so
  std::vector<AuthorIndex> written_by{};  // of kDeleted: the authors of the deleted text
  std::uint32_t move{0};                  // the same number at both ends of a move; 0: none
  Attributes before{};                    // kReformatted, and of kEdited
  Attributes after{};
  std::shared_ptr<EmbedDifference> inside{};  // kEdited
};

/// One cell of a table in a difference.
struct CellDifference {
  std::size_t row{0};  // among the rows and columns of the difference, from 0
  std::size_t column{0};
  std::vector<Change> changes{};
  /// Its attributes at both versions, and who changed them last, if they differ.
  Attributes before{};
  Attributes after{};
  AuthorIndex by{0};
  OpNumber last{0};
};

/// What changed inside of a table or a note. Rows and columns are those of both versions together,
/// deleted ones where they were.
struct EmbedDifference {
  std::vector<Change> content{};  // of a note
  std::vector<Change> rows{};     // of a table; each unit is one row
  std::vector<Change> columns{};
  std::vector<CellDifference> cells{};  // that had something in them, by row and column
};

/// Visits each change, and those inside of tables and notes behind the one that holds them:
/// visit(Change&).
template <class Changes, class Visit>
void for_each_change(Changes& changes, const Visit& visit) {
  for (auto& change : changes) {
    visit(change);
    if (change.inside != nullptr) {
      for_each_change(change.inside->content, visit);
      for_each_change(change.inside->rows, visit);
      for_each_change(change.inside->columns, visit);
      for (auto& cell : change.inside->cells) {
        for_each_change(cell.changes, visit);
      }
    }
  }
}

struct Difference {
  std::vector<Change> changes{};
  /// The same as one operation. Law: applied to version `from` it gives version `to`.
  Delta delta{};
};

/// From version `from` to version `to`. Requires: from <= to <= weave.version(). Cost: O(spans of
/// the weave + units of both versions). Pure; any thread.
[[nodiscard]] Difference difference(const Weave& weave, OpNumber from, OpNumber to,
                                    const Together& together = nullptr);

/// The difference that `op` would make to the text as it is now, to show an undo or a restore
/// before it is done. `first` and `last` are weave.version(), `by` is `by`.
[[nodiscard]] Difference preview(const Weave& weave, const Delta& op, AuthorIndex by);

/// The text at a version, as a document in normal form. Requires: version <= weave.version().
[[nodiscard]] Delta text_at(const Weave& weave, OpNumber version);

}  // namespace plenary::history
