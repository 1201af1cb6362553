#include "protocol/history/difference.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/history/state.hpp"

namespace plenary::history {
namespace {

using ot::rich_text::Component;
using ot::rich_text::same;

/// Finds what differs in one strand, and in the tables and notes in it.
class Comparison {
 public:
  /// `before` or `after` null: nothing of the strand was there. `taken`, `brought`: the operation
  /// that did so.
  struct Ends {
    State* before{nullptr};
    State* after{nullptr};
    OpNumber taken{kNever};
    OpNumber brought{kNever};
  };

  Comparison(const Weave& weave, OpNumber from, OpNumber to, const Together& together, Ends ends)
      : weave_(weave), from_(from), to_(to), together_(together), ends_(ends) {}

  /// `delta`: gets the same as an operation, if it is not null.
  std::vector<Change> make(StrandId strand, Delta* delta = nullptr) {
    weave_.for_each_piece(
        versions_of(ends_.before, ends_.after), [this](const Piece& piece) { take(piece); },
        strand);
    end_content();
    if (delta != nullptr) {
      *delta = delta_.take().chop();
    }
    return std::move(made_);
  }

 private:
  void take(const Piece& piece) {
    const bool before = ends_.before != nullptr && ends_.before->is_there(piece);
    const bool after = ends_.after != nullptr && ends_.after->is_there(piece);
    if (before && after) {
      keep(piece);
    } else if (before) {
      remove(piece);
    } else if (after) {
      insert(piece);
    }
  }

  void keep(const Piece& piece) {
    const std::uint32_t newest = weave_.mark_at(piece, to_);
    const Attributes& after = ends_.after->attributes(piece);
    const bool touched = newest != 0 && weave_.mark(newest).op >= from_;
    const Attributes before = touched ? ends_.before->attributes(piece) : after;
    Change change;
    if (touched && !same(before, after)) {
      const OpNumber last = weave_.mark(newest).op;
      OpNumber first = last;
      for (std::uint32_t at = newest; at != 0 && weave_.mark(at).op >= from_;
           at = weave_.mark(at).older) {
        first = weave_.mark(at).op;
      }
      change = {.kind = ChangeKind::kReformatted,
                .by = weave_.author_of(last),
                .first = first,
                .last = last,
                .before = before,
                .after = after};
    }
    if (const Inside* inside = weave_.inside_of(piece)) {
      look_inside(*inside, change);
    }
    write_kept(piece, change);
    add(std::move(change), Units(weave_, piece, *ends_.after));
  }

  void write_kept(const Piece& piece, const Change& change) {
    if (change.kind == ChangeKind::kKept) {
      return delta_.retain(piece.length);
    }
    Component retain =
        Component::retain(piece.length, attributes_change(change.before, change.after));
    if (change.inside != nullptr) {
      retain.change = change_between(weave_, *weave_.inside_of(piece), ends_.before, *ends_.after);
    }
    delta_.push(std::move(retain));
  }

  void remove(const Piece& piece) {
    const OpNumber died = or_else(weave_.taken_by(piece, to_), ends_.taken);
    const OpNumber last = or_else(weave_.taken_by(last_unit(piece), to_), ends_.taken);
    add({.kind = ChangeKind::kDeleted,
         .by = weave_.author_of(died),
         .first = std::min(died, last),
         .last = std::max(died, last),
         .written_by = {weave_.author_of(piece.born())},
         .move = weave_.moves().away(died)},
        Units(weave_, piece, *ends_.before));
    delta_.remove(piece.length);
  }

  void insert(const Piece& piece) {
    const OpNumber born = brought(piece);
    const OpNumber last = brought(last_unit(piece));
    const Units units(weave_, piece, *ends_.after);
    units.write(delta_);
    add({.kind = ChangeKind::kInserted,
         .by = weave_.author_of(born),
         .first = born,
         .last = last,
         .move = weave_.moves().here(born)},
        units);
  }

  /// Units that are older than the difference came back with what holds them.
  [[nodiscard]] OpNumber brought(const Piece& piece) const {
    const OpNumber op = weave_.brought_by(piece, to_);
    return op < from_ && ends_.brought != kNever ? ends_.brought : op;
  }

  static OpNumber or_else(OpNumber op, OpNumber other) { return op == kNever ? other : op; }

  static Piece last_unit(const Piece& piece) {
    return {piece.span, piece.offset + piece.length - 1, 1};
  }

  /// Makes it a change of the content if that differs. Its author is that of the newest operation.
  void look_inside(const Inside& inside, Change& change) const {
    auto found = std::make_shared<EmbedDifference>();
    std::visit([&](const auto& story) { compare(story, *found); }, inside);
    bool differs = change.kind != ChangeKind::kKept;
    const auto widen = [&](OpNumber first, OpNumber last) {
      change.first = differs ? std::min(change.first, first) : first;
      change.last = differs ? std::max(change.last, last) : last;
      differs = true;
      change.kind = ChangeKind::kEdited;
    };
    const auto note = [&](const std::vector<Change>& changes) {
      for_each_change(changes, [&](const Change& part) {
        if (part.kind != ChangeKind::kKept) {
          widen(part.first, part.last);
        }
      });
    };
    note(found->content);
    note(found->rows);
    note(found->columns);
    for (const CellDifference& cell : found->cells) {
      note(cell.changes);
      if (!same(cell.before, cell.after)) {
        widen(cell.last, cell.last);
      }
    }
    if (change.kind == ChangeKind::kEdited) {
      change.by = weave_.author_of(change.last);
      change.inside = std::move(found);
    }
  }

  void compare(const NoteStory& story, EmbedDifference& found) const {
    found.content = Comparison(weave_, from_, to_, together_, ends_).make(story.content);
  }

  void compare(const TableStory& story, EmbedDifference& found) const {
    found.rows = Comparison(weave_, from_, to_, together_, ends_).make(story.rows);
    found.columns = Comparison(weave_, from_, to_, together_, ends_).make(story.columns);
    const TableStates states(weave_, story, ends_.before, ends_.after);
    states.for_each_cell([&](const CellStory& cell, const auto& row, const auto& column) {
      compare(cell, row, column, found);
    });
    std::sort(found.cells.begin(), found.cells.end(), [](const auto& a, const auto& b) {
      return std::pair(a.row, a.column) < std::pair(b.row, b.column);
    });
  }

  void compare(const CellStory& cell, const TableStates::Line& row, const TableStates::Line& column,
               EmbedDifference& found) const {
    Ends ends = ends_;
    ends.before = row.before && column.before ? ends.before : nullptr;
    ends.after = row.after && column.after ? ends.after : nullptr;
    for (const TableStates::Line* line : {&row, &column}) {
      if (!line->after) {
        ends.taken = weave_.taken_by(line->piece, to_);
      }
      if (!line->before) {
        ends.brought = weave_.brought_by(line->piece, to_);
      }
    }
    CellDifference made{row.place, column.place,
                        Comparison(weave_, from_, to_, together_, ends).make(cell.content)};
    made.before = ends.before == nullptr ? nullptr : ends.before->attributes(cell);
    made.after = ends.after == nullptr ? nullptr : ends.after->attributes(cell);
    if (ends.before == nullptr || ends.after == nullptr) {
      // The row or the column tells who did it.
      made.before = made.after = ends.after == nullptr ? made.before : made.after;
    } else if (!same(made.before, made.after)) {
      made.last = weave_.mark(weave_.mark_at(cell.mark, to_)).op;
      made.by = weave_.author_of(made.last);
    }
    if (!made.changes.empty() || made.before != nullptr || made.after != nullptr) {
      found.cells.push_back(std::move(made));
    }
  }

  /// Adds it to the change before if that is of the same kind.
  void add(Change change, const Units& units) {
    if (made_.empty() || !goes_on(made_.back(), change)) {
      end_content();
      made_.push_back(std::move(change));
    } else {
      Change& before = made_.back();
      before.first = std::min(before.first, change.first);
      before.last = std::max(before.last, change.last);
      for (const AuthorIndex author : change.written_by) {
        if (std::find(before.written_by.begin(), before.written_by.end(), author) ==
            before.written_by.end()) {
          before.written_by.push_back(author);
        }
      }
    }
    units.write(content_);
  }

  void end_content() {
    if (!made_.empty()) {
      made_.back().content = content_.take();
    }
  }

  bool goes_on(const Change& before, const Change& change) const {
    return before.kind == change.kind && before.kind != ChangeKind::kEdited &&
           before.by == change.by && before.move == change.move &&
           same(before.before, change.before) && same(before.after, change.after) &&
           (before.kind == ChangeKind::kKept || !together_ || together_(before.last, change.first));
  }

  const Weave& weave_;
  const OpNumber from_;
  const OpNumber to_;
  const Together& together_;
  const Ends ends_;
  std::vector<Change> made_;
  DeltaWriter content_;  // of the last of them
  DeltaWriter delta_;
};

/// A move is one if both ends are seen.
void drop_lone_moves(std::vector<Change>& changes) {
  std::vector<std::uint32_t> away;
  std::vector<std::uint32_t> here;
  for_each_change(changes, [&](const Change& change) {
    if (change.move != 0) {
      (change.kind == ChangeKind::kDeleted ? away : here).push_back(change.move);
    }
  });
  const auto has = [](const std::vector<std::uint32_t>& list, std::uint32_t move) {
    return std::find(list.begin(), list.end(), move) != list.end();
  };
  for_each_change(changes, [&](Change& change) {
    if (!has(away, change.move) || !has(here, change.move)) {
      change.move = 0;
    }
  });
}

}  // namespace

Difference difference(const Weave& weave, OpNumber from, OpNumber to, const Together& together) {
  PLENARY_ASSERT(from <= to && to <= weave.version(), "versions are in order and known");
  State before(weave, from);
  State after(weave, to);
  Difference made;
  made.changes = Comparison(weave, from, to, together, {&before, &after, kNever, kNever})
                     .make(kPaper, &made.delta);
  drop_lone_moves(made.changes);
  return made;
}

Difference preview(const Weave& weave, const Delta& op, AuthorIndex by) {
  Weave after = weave;
  Difference made;
  if (after.apply(op, by)) {
    made = difference(after, weave.version(), after.version());
  }
  return made;
}

Delta text_at(const Weave& weave, OpNumber version) {
  State state(weave, version);
  return change_between(weave, nullptr, state);
}

}  // namespace plenary::history
