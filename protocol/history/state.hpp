#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "protocol/history/attributes_at.hpp"
#include "protocol/history/delta_writer.hpp"
#include "protocol/history/weave.hpp"

namespace plenary::history {

/// One state of a text with its tables and notes: which of the units ever are there, and with what
/// attributes. Thread: one. Lifetime: not beyond the weave's next change.
class State {
 public:
  /// As it was at `version`. Requires: version <= weave.version().
  State(const Weave& weave, OpNumber version);
  /// As it would be now if `author` had done nothing in [from, to): their insertions are not there,
  /// their deletions are, their formatting was never done. Changes by others are.
  State(const Weave& weave, AuthorIndex author, OpNumber from, OpNumber to);

  [[nodiscard]] bool is_there(const Piece& piece) const {
    return undone_ == nullptr ? weave_.is_there(piece, version_) : is_there_undone(piece);
  }
  /// Null: none.
  [[nodiscard]] const Attributes& attributes(const Piece& piece) {
    return attributes_.at(piece, version_);
  }
  [[nodiscard]] const Attributes& attributes(const CellStory& cell) {
    return attributes_.at(cell, version_);
  }
  /// Pieces have to be alike at each of them.
  [[nodiscard]] const std::vector<OpNumber>& versions() const { return versions_; }

 private:
  [[nodiscard]] bool is_there_undone(const Piece& piece) const;

  const Weave& weave_;
  const OpNumber version_;
  const std::function<bool(OpNumber)> undone_;  // is that operation taken back? null: none is
  AttributesAt attributes_;
  std::vector<OpNumber> versions_;
};

/// A table, as two states have it: where its rows and columns are in both of them together, in the
/// order of the text, and in the second one.
class TableStates {
 public:
  struct Line {
    bool before{false};
    bool after{false};
    std::size_t place{0};        // among the lines of both states
    std::size_t place_after{0};  // among those of the second one; if it is there
    Piece piece{};

    [[nodiscard]] std::uint32_t unit() const { return piece.span->text; }
  };
  using Lines = std::vector<std::pair<std::uint32_t, Line>>;  // by unit

  /// `before` null: it was not there.
  TableStates(const Weave& weave, const TableStory& story, const State* before, const State* after);

  /// Visits the cells that ever had something in them and whose row and column are there in one of
  /// the states, in no order: visit(const CellStory&, const Line& row, const Line& column).
  template <class Visit>
  void for_each_cell(Visit visit) const {
    for (const auto& [units, cell] : story_.cells) {
      const Line* const row = find(rows_, units.first);
      const Line* const column = row == nullptr ? nullptr : find(columns_, units.second);
      if (column != nullptr) {
        visit(cell, *row, *column);
      }
    }
  }

 private:
  [[nodiscard]] static const Line* find(const Lines& lines, std::uint32_t unit);

  const TableStory& story_;
  Lines rows_;
  Lines columns_;
};

/// The operation that makes the one state of a text of the other. `before` null: of an empty text,
/// so that it is a document. Cost: O(spans of the strands + units that are inserted).
[[nodiscard]] Delta change_between(const Weave& weave, State* before, State& after,
                                   StrandId strand = kPaper);
/// The same of the content of a table or note; null if nothing differs and there is a `before`.
[[nodiscard]] ot::rich_text::ChangeRef change_between(const Weave& weave, const Inside& inside,
                                                      State* before, State& after);
/// Units as an insert, with their content as it is in `state`. Lifetime: not beyond the state's.
class Units {
 public:
  Units(const Weave& weave, const Piece& piece, State& state);
  void write(DeltaWriter& out) const;

 private:
  std::u16string_view text_;
  std::shared_ptr<const json::Value> embed_;  // null: a text
  const Attributes& attributes_;
};

/// The versions at which pieces have to be alike for both.
[[nodiscard]] std::vector<OpNumber> versions_of(const State* a, const State* b);

}  // namespace plenary::history
