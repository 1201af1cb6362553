#include "protocol/history/difference.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/history/attributes_at.hpp"
#include "protocol/ot/rich_text/attributes.hpp"

namespace plenary::history {
namespace {

using ot::rich_text::Component;
using ot::rich_text::same;

Component component_of(const Weave& weave, const Piece& piece, const Attributes& attributes) {
  if (weave.embed_of(piece) != nullptr) {
    return Component::insert_embed(weave.embed_of(piece), attributes);
  }
  return Component::insert(std::u16string(weave.text_of(piece)), attributes);
}

class DifferenceMaker {
 public:
  DifferenceMaker(const Weave& weave, OpNumber from, OpNumber to, const Together& together)
      : weave_(weave), from_(from), to_(to), together_(together), attributes_(weave) {}

  Difference make() {
    const std::array versions{from_, to_};
    weave_.for_each_piece(versions, [this](const Piece& piece) { take(piece); });
    made_.delta.chop();
    drop_lone_moves();
    return std::move(made_);
  }

 private:
  void take(const Piece& piece) {
    const bool before = weave_.is_there(piece, from_);
    const bool after = weave_.is_there(piece, to_);
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
    const Attributes& after = attributes_.at(piece, to_);
    const bool touched = newest != 0 && weave_.mark(newest).op >= from_;
    const Attributes before = touched ? attributes_.at(piece, from_) : after;
    if (!touched || same(before, after)) {
      add({.kind = ChangeKind::kKept}, piece, after);
      made_.delta.push(Component::retain(piece.length));
      return;
    }
    const OpNumber last = weave_.mark(newest).op;
    OpNumber first = last;
    for (std::uint32_t at = newest; at != 0 && weave_.mark(at).op >= from_;
         at = weave_.mark(at).older) {
      first = weave_.mark(at).op;
    }
    add({.kind = ChangeKind::kReformatted,
         .by = weave_.author_of(last),
         .first = first,
         .last = last,
         .before = before,
         .after = after},
        piece, after);
    made_.delta.push(Component::retain(piece.length, attributes_change(before, after)));
  }

  void remove(const Piece& piece) {
    const OpNumber died = weave_.taken_by(piece, to_);
    const OpNumber last = weave_.taken_by(last_unit(piece), to_);
    add({.kind = ChangeKind::kDeleted,
         .by = weave_.author_of(died),
         .first = std::min(died, last),
         .last = std::max(died, last),
         .written_by = {weave_.author_of(piece.born())},
         .move = weave_.moves().away(died)},
        piece, attributes_.at(piece, from_));
    made_.delta.push(Component::remove(piece.length));
  }

  void insert(const Piece& piece) {
    const OpNumber born = weave_.brought_by(piece, to_);
    const OpNumber last = weave_.brought_by(last_unit(piece), to_);
    const Attributes& attributes = attributes_.at(piece, to_);
    add({.kind = ChangeKind::kInserted,
         .by = weave_.author_of(born),
         .first = born,
         .last = last,
         .move = weave_.moves().here(born)},
        piece, attributes);
    made_.delta.push(component_of(weave_, piece, attributes));
  }

  static Piece last_unit(const Piece& piece) {
    return {piece.span, piece.offset + piece.length - 1, 1};
  }

  /// Adds it to the change before if that is of the same kind.
  void add(Change change, const Piece& piece, const Attributes& attributes) {
    if (made_.changes.empty() || !goes_on(made_.changes.back(), change)) {
      made_.changes.push_back(std::move(change));
    } else {
      Change& before = made_.changes.back();
      before.first = std::min(before.first, change.first);
      before.last = std::max(before.last, change.last);
      for (const AuthorIndex author : change.written_by) {
        if (std::find(before.written_by.begin(), before.written_by.end(), author) ==
            before.written_by.end()) {
          before.written_by.push_back(author);
        }
      }
    }
    made_.changes.back().content.push(component_of(weave_, piece, attributes));
  }

  bool goes_on(const Change& before, const Change& change) const {
    return before.kind == change.kind && before.by == change.by && before.move == change.move &&
           same(before.before, change.before) && same(before.after, change.after) &&
           (before.kind == ChangeKind::kKept || !together_ || together_(before.last, change.first));
  }

  /// A move is one if both ends are seen.
  void drop_lone_moves() {
    std::vector<std::uint32_t> away;
    std::vector<std::uint32_t> here;
    for (const Change& change : made_.changes) {
      if (change.move != 0) {
        (change.kind == ChangeKind::kDeleted ? away : here).push_back(change.move);
      }
    }
    const auto has = [](const std::vector<std::uint32_t>& list, std::uint32_t move) {
      return std::find(list.begin(), list.end(), move) != list.end();
    };
    for (Change& change : made_.changes) {
      if (!has(away, change.move) || !has(here, change.move)) {
        change.move = 0;
      }
    }
  }

  const Weave& weave_;
  const OpNumber from_;
  const OpNumber to_;
  const Together& together_;
  AttributesAt attributes_;
  Difference made_;
};

}  // namespace

Difference difference(const Weave& weave, OpNumber from, OpNumber to, const Together& together) {
  PLENARY_ASSERT(from <= to && to <= weave.version(), "versions are in order and known");
  return DifferenceMaker(weave, from, to, together).make();
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
  AttributesAt attributes(weave);
  Delta text;
  const std::array versions{version};
  weave.for_each_piece(versions, [&](const Piece& piece) {
    if (weave.is_there(piece, version)) {
      text.push(component_of(weave, piece, attributes.at(piece, version)));
    }
  });
  return text;
}

}  // namespace plenary::history
