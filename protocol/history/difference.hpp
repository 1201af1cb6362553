#pragma once

#include <cstdint>
#include <vector>

#include "protocol/history/weave.hpp"

/// What changed between two versions, from the operations themselves.
namespace plenary::history {

enum class ChangeKind : std::uint8_t { kKept, kInserted, kDeleted, kReformatted };

/// Consecutive units with the same fate, in the order of the text; deleted ones where they were.
struct Change {
  ChangeKind kind{ChangeKind::kKept};
  /// Inserts: as the text was at the first version for what was deleted, else as at the second.
  Delta content{};
  // Not of what was kept:
  AuthorIndex by{0};                      // who inserted, deleted or reformatted it
  OpNumber first{0};                      // the first and the last operation that…
  OpNumber last{0};                       // …did so
  std::vector<AuthorIndex> written_by{};  // of what was deleted: who had written it
  std::uint32_t move{0};                  // the same number at both ends of a move; 0: none
  Attributes before{};                    // kReformatted
  Attributes after{};
};

struct Difference {
  std::vector<Change> changes{};
  /// The same as one operation. Law: applied to version `from` it gives version `to`.
  Delta delta{};
};

/// From version `from` to version `to`. Requires: from <= to <= weave.version(). Cost: O(spans of
/// the weave + units of both versions). Pure; any thread.
[[nodiscard]] Difference difference(const Weave& weave, OpNumber from, OpNumber to,
                                    const Together& together = nullptr);

/// The change from the text as it is now to another, in the same form: what an undo or a restore
/// would do. `first` and `last` are weave.version(), `by` is `by`.
[[nodiscard]] Difference preview(const Weave& weave, const Delta& op, AuthorIndex by);

/// The text at a version, as a document in normal form. Requires: version <= weave.version().
[[nodiscard]] Delta text_at(const Weave& weave, OpNumber version);

}  // namespace plenary::history
