#include "protocol/history/undo.hpp"

#include <memory>
#include <utility>

#include "protocol/history/state.hpp"

namespace plenary::history {
namespace {

using ot::rich_text::Component;

/// The same change, whatever it was written like.
bool says_the_same(const Delta& a, const Delta& b) {
  const auto pushed = [](const Delta& delta) {
    Delta out;
    for (const Component& component : delta.components()) {
      out.push(component);
    }
    return out.chop();
  };
  return pushed(a) == pushed(b);
}

}  // namespace

/// Makes a weave's text what it is in a state: units that it has die, dead ones live again. So text
/// that comes back is known to be the same, which no operation can say.
class Enactment {
 public:
  /// `before`: the weave as the state is of it; `weave` is the same with one operation more begun.
  Enactment(Weave& weave, const Weave& before, State& wanted)
      : weave_(weave),
        before_(before),
        now_(before, before.version()),
        wanted_(wanted),
        versions_(versions_of(&now_, &wanted)) {}

  void enact(StrandId strand) {
    std::vector<Span> spans;
    before_.for_each_piece(
        versions_, [&](const Piece& piece) { spans.push_back(changed(piece)); }, strand);
    weave_.strands_[strand].rebuild(weave_.record_, spans);
  }

 private:
  Span changed(const Piece& piece) {
    Record& record = weave_.record_;
    Span span = *piece.span;
    if (piece.offset > 0) {
      span = record.cut(span, piece.offset);
    }
    if (piece.length < span.length) {
      static_cast<void>(record.cut(span, piece.length));
    }
    if (!wanted_.is_there(piece)) {
      if (span.is_alive()) {
        span.died = {record.version() - 1, 0};
      }
      return span;
    }
    if (!span.is_alive()) {
      record.revive(span);
    }
    span.mark = laid(span.mark, now_.attributes(piece), wanted_.attributes(piece));
    if (const std::uint32_t inside = record.style(span.style).inside; inside != kNoInside) {
      std::visit([this](auto& story) { enact(story); }, weave_.insides_[inside]);
    }
    return span;
  }

  std::uint32_t laid(std::uint32_t mark, const Attributes& is, const Attributes& wanted) {
    const Attributes change = attributes_change(is, wanted);
    return change == nullptr ? mark : weave_.record_.lay(weave_.record_.change(change), mark);
  }

  void enact(NoteStory& story) { enact(story.content); }

  void enact(TableStory& story) {
    enact(story.rows);
    enact(story.columns);
    // It knows the rows of the weave before, whose units are the same.
    const TableStates states(before_, story, nullptr, &wanted_);
    states.for_each_cell([&](const CellStory& cell, const auto& row, const auto& column) {
      enact(cell.content);
      story.cells.at({row.unit(), column.unit()}).mark =
          laid(cell.mark, now_.attributes(cell), wanted_.attributes(cell));
    });
  }

  Weave& weave_;
  const Weave& before_;
  State now_;
  State& wanted_;
  const std::vector<OpNumber> versions_;
};

Delta restore_delta(const Weave& weave, OpNumber version) {
  State now(weave, weave.version());
  State wanted(weave, version);
  return change_between(weave, &now, wanted);
}

Delta undo_delta(const Weave& weave, AuthorIndex author, OpNumber from, OpNumber to) {
  State now(weave, weave.version());
  State wanted(weave, author, from, to);
  return change_between(weave, &now, wanted);
}

Result<void> Weave::apply_restore(const Delta& op, OpNumber restored, AuthorIndex author) {
  if (restored > version() || !says_the_same(op, restore_delta(*this, restored))) {
    return apply(op, author);
  }
  const Weave before = *this;
  State wanted(before, restored);
  record_.begin(author);
  Enactment(*this, before, wanted).enact(kPaper);
  return {};
}

Result<void> Weave::apply_undo(const Delta& op, AuthorIndex undone, OpNumber from, OpNumber to,
                               AuthorIndex author) {
  if (from > to || to > version() || !says_the_same(op, undo_delta(*this, undone, from, to))) {
    return apply(op, author);
  }
  const Weave before = *this;
  State wanted(before, undone, from, to);
  record_.begin(author);
  Enactment(*this, before, wanted).enact(kPaper);
  return {};
}

}  // namespace plenary::history
