#include "protocol/history/state.hpp"

#include <algorithm>
#include <memory>

#include "protocol/base/assert.hpp"

namespace plenary::history {
namespace {

using ot::rich_text::ChangeRef;
using ot::rich_text::Component;
using ot::rich_text::EmbedChange;
using ot::rich_text::Table;

ot::rich_text::Note content_between(const Weave& weave, const NoteStory& story, State* before,
                                    State& after) {
  return {change_between(weave, before, after, story.content)};
}

Table content_between(const Weave& weave, const TableStory& story, State* before, State& after) {
  Table table{change_between(weave, before, after, story.rows),
              change_between(weave, before, after, story.columns),
              {}};
  const TableStates states(weave, story, before, &after);
  states.for_each_cell([&](const CellStory& cell, const auto& row, const auto& column) {
    if (!row.after || !column.after) {
      return;
    }
    State* const was = row.before && column.before ? before : nullptr;
    ot::rich_text::Cell change{change_between(weave, was, after, cell.content),
                               attributes_change(was == nullptr ? nullptr : was->attributes(cell),
                                                 after.attributes(cell))};
    if (!change.empty()) {
      table.cells.emplace(ot::rich_text::CellPlace{row.place_after, column.place_after},
                          std::move(change));
    }
  });
  return table;
}

void write_kept(const Weave& weave, const Piece& piece, State& before, State& after,
                DeltaWriter& out) {
  Attributes attributes = attributes_change(before.attributes(piece), after.attributes(piece));
  const Inside* const inside = weave.inside_of(piece);
  if (attributes == nullptr && inside == nullptr) {
    return out.retain(piece.length);
  }
  Component kept = Component::retain(piece.length, std::move(attributes));
  if (inside != nullptr) {
    kept.change = change_between(weave, *inside, &before, after);
  }
  out.push(std::move(kept));
}

TableStates::Lines lines_of(const Weave& weave, StrandId strand, const State* before,
                            const State* after) {
  TableStates::Lines lines;
  std::size_t place = 0;
  std::size_t place_after = 0;
  weave.for_each_piece(
      {},
      [&](const Piece& piece) {
        TableStates::Line line{before != nullptr && before->is_there(piece),
                               after != nullptr && after->is_there(piece), place, place_after,
                               piece};
        if (line.before || line.after) {
          place += 1;
          place_after += line.after ? 1 : 0;
          lines.emplace_back(piece.span->text, line);
        }
      },
      strand);
  std::sort(lines.begin(), lines.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return lines;
}

}  // namespace

State::State(const Weave& weave, OpNumber version)
    : weave_(weave), version_(version), attributes_(weave), versions_{version} {}

State::State(const Weave& weave, AuthorIndex author, OpNumber from, OpNumber to)
    : weave_(weave),
      version_(weave.version()),
      undone_([&weave, author, from, to](OpNumber op) {
        return op >= from && op < to && weave.author_of(op) == author;
      }),
      attributes_(weave, [undone = undone_](const Mark& mark) { return undone(mark.op); }),
      versions_{from, to} {}

bool State::is_there_undone(const Piece& piece) const {
  const bool is_alive = piece.span->is_alive();
  if (undone_(piece.born()) || (is_alive && undone_(weave_.brought_by(piece, version_)))) {
    return false;
  }
  return is_alive || undone_(piece.died());
}

TableStates::TableStates(const Weave& weave, const TableStory& story, const State* before,
                         const State* after)
    : story_(story),
      rows_(lines_of(weave, story.rows, before, after)),
      columns_(lines_of(weave, story.columns, before, after)) {}

const TableStates::Line* TableStates::find(const Lines& lines, std::uint32_t unit) {
  const auto found =
      std::lower_bound(lines.begin(), lines.end(), unit,
                       [](const auto& line, std::uint32_t at) { return line.first < at; });
  return found == lines.end() || found->first != unit ? nullptr : &found->second;
}

std::vector<OpNumber> versions_of(const State* a, const State* b) {
  std::vector<OpNumber> versions;
  for (const State* state : {a, b}) {
    if (state != nullptr) {
      versions.insert(versions.end(), state->versions().begin(), state->versions().end());
    }
  }
  return versions;
}

Delta change_between(const Weave& weave, State* before, State& after, StrandId strand) {
  DeltaWriter made;
  const auto take = [&](const Piece& piece) {
    const bool was = before != nullptr && before->is_there(piece);
    const bool is = after.is_there(piece);
    if (was && is) {
      write_kept(weave, piece, *before, after, made);
    } else if (was) {
      made.remove(piece.length);
    } else if (is) {
      Units(weave, piece, after).write(made);
    }
  };
  weave.for_each_piece(versions_of(before, &after), take, strand);
  return made.take().chop();
}

ChangeRef change_between(const Weave& weave, const Inside& inside, State* before, State& after) {
  return std::visit(
      [&](const auto& story) -> ChangeRef {
        auto content = content_between(weave, story, before, after);
        if (before != nullptr && content == decltype(content){}) {
          return nullptr;
        }
        return std::make_shared<const EmbedChange>(EmbedChange{std::move(content)});
      },
      inside);
}

Units::Units(const Weave& weave, const Piece& piece, State& state)
    : attributes_(state.attributes(piece)) {
  if (const Inside* inside = weave.inside_of(piece)) {
    embed_ = ot::rich_text::to_embed(*change_between(weave, *inside, nullptr, state));
  } else if (weave.embed_of(piece) != nullptr) {
    embed_ = weave.embed_of(piece);
  } else {
    text_ = weave.text_of(piece);
  }
}

void Units::write(DeltaWriter& out) const {
  if (embed_ != nullptr) {
    out.push(Component::insert_embed(embed_, attributes_));
  } else {
    out.insert(text_, attributes_);
  }
}

}  // namespace plenary::history
