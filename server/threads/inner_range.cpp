#include "server/threads/inner_range.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "protocol/base/assert.hpp"
#include "protocol/base/try.hpp"
#include "protocol/tables/table_view.hpp"
#include "protocol/text/note_content.hpp"
#include "protocol/text/table_content.hpp"

namespace plenary::server {
namespace {

using anchor::AnchorId;
using ot::rich_text::CellPlace;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::Note;
using ot::rich_text::Table;
using text::EmbedContent;
using text::NoteContent;
using text::TableContent;

constexpr AnchorId kOnly{0};

std::optional<CellPlace> find_cell(const EmbedContent* embed, const threads::CellName& cell) {
  const auto* const table = dynamic_cast<const TableContent*>(embed);
  if (table == nullptr) {
    return std::nullopt;
  }
  const auto row = tables::place_of(table->row_lines(), cell.row);
  const auto column = row ? tables::place_of(table->column_lines(), cell.column) : std::nullopt;
  return column ? std::optional(CellPlace{*row, *column}) : std::nullopt;
}

bool deletes_text(const Delta& op) {
  return std::any_of(op.components().begin(), op.components().end(),
                     [](const Component& part) { return part.kind == Component::Kind::kDelete; });
}

}  // namespace

/// The text of the cell or note in an embed; null if it is not in there.
const Delta* InnerRange::text_in(const EmbedContent* embed) const {
  if (!state_.cell) {
    const auto* const note = dynamic_cast<const NoteContent*>(embed);
    return note == nullptr ? nullptr : &note->content();
  }
  const auto* const table = dynamic_cast<const TableContent*>(embed);
  const bool is_there = table != nullptr && state_.place &&
                        state_.place->first < table->sizes().rows &&
                        state_.place->second < table->sizes().columns;
  return is_there ? &table->content(*state_.place) : nullptr;
}

Result<InnerRange> InnerRange::begin(const EmbedContent* embed, const InnerName& name) {
  InnerRange range({.cell = name.cell, .range = name.range});
  if (name.cell) {
    range.state_.place = find_cell(embed, *name.cell);
  }
  const Delta* const text = range.text_in(embed);
  if (text == nullptr || name.range.empty() || name.range.end > text->inserted_length()) {
    return Error{Errc::kNotApplicable, "There is no such range in a cell or note at this place"};
  }
  return range;
}

Result<InnerRange> InnerRange::resume(State state, const EmbedContent* embed) {
  InnerRange range(std::move(state));
  const State& its = range.state_;
  const Delta* const text = range.text_in(embed);
  const std::size_t length = its.absence       ? its.absence->text.size()
                             : text == nullptr ? 0
                                               : text->inserted_length();
  const bool has_anchor = !its.anchors || (its.anchors->size() == 1 && its.anchors->find(kOnly));
  if (!has_anchor || (!its.absence && text == nullptr) || range.anchor().range.end > length) {
    return Error{Errc::kCorrupt, "a checkpoint of words in an embed is not of this text"};
  }
  return range;
}

bool InnerRange::concerns(const text::EmbedChange& change) const {
  if (state_.absence) {
    return false;
  }
  const auto* const table = std::get_if<Table>(&change.content);
  if (table == nullptr || !state_.place) {
    return true;
  }
  const bool moves = !table->rows.empty() || !table->columns.empty();
  return table->cells.contains(*state_.place) ||
         (moves &&
          ot::rich_text::place_after(*state_.place, table->rows, table->columns) != state_.place);
}

void InnerRange::change(const EmbedContent& before, const text::EmbedChange& change,
                        Version version) {
  const Delta* const text = state_.absence ? nullptr : text_in(&before);
  if (text == nullptr) {
    return;
  }
  if (const auto* const note = std::get_if<Note>(&change.content)) {
    apply(note->content, *text, version);
    return;
  }
  const auto& table = std::get<Table>(change.content);
  const auto after = ot::rich_text::place_after(*state_.place, table.rows, table.columns);
  if (!after) {
    lose(before, version);
    return;
  }
  if (const auto cell = table.cells.find(*after); cell != table.cells.end()) {
    apply(cell->second.content, *text, version);
  }
  state_.place = after;
}

void InnerRange::lose(const EmbedContent& before, Version version) {
  if (const Delta* const text = state_.absence ? nullptr : text_in(&before)) {
    state_.absence = {version, tables::plain_text(*text)};
    state_.place.reset();
  }
}

void InnerRange::look_in(const EmbedContent* after, Version version) {
  if (!state_.absence) {
    return;
  }
  if (state_.cell) {
    state_.place = find_cell(after, *state_.cell);
  }
  if (const Delta* const text = text_in(after)) {
    const Absence old = *std::exchange(state_.absence, std::nullopt);
    replace(old, tables::plain_text(*text), version);
  }
}

bool InnerRange::may_return(const text::EmbedChange& change) const {
  const auto* const table = std::get_if<Table>(&change.content);
  return state_.absence && state_.cell && table != nullptr &&
         (tables::may_add(table->rows, state_.cell->row) ||
          tables::may_add(table->columns, state_.cell->column));
}

/// Follows an operation on the text. As long as nothing was deleted in it there are no words that
/// could come back, and the range alone tells where they are.
void InnerRange::apply(const Delta& op, const Delta& before, Version version) {
  if (!state_.anchors && !deletes_text(op)) {
    state_.range = anchor::map(state_.range, op);
    return;
  }
  if (!state_.anchors) {
    std::ignore = state_.anchors.emplace().insert(kOnly, state_.range);
  }
  const auto rope = text::Rope::from_delta(before);
  PLENARY_ASSERT(rope.has_value(), "the text of a cell or note is a document");
  std::ignore = state_.anchors->apply(op, *rope, version);
}

/// The text is there again, with other words: they are as good as deleted and written anew.
void InnerRange::replace(const Absence& old, const std::u16string& text, Version version) {
  if (old.text == text) {
    return;
  }
  const Delta before = Delta().push(Component::insert(old.text));
  const Delta written = Delta().push(Component::insert(text));
  if (old.since < version) {
    apply(Delta().push(Component::remove(old.text.size())), before, old.since);
    apply(written, {}, version);
  } else {
    apply(Delta(written).push(Component::remove(old.text.size())), before, version);
  }
}

anchor::Anchor InnerRange::anchor() const {
  return state_.anchors ? *state_.anchors->find(kOnly)
                        : anchor::Anchor{kOnly, state_.range, std::nullopt};
}

std::optional<anchor::Range> InnerRange::range() const {
  return state_.absence ? std::nullopt : std::optional(anchor().range);
}

std::optional<Version> InnerRange::orphaned_at() const {
  const std::optional<Version> deleted = anchor().orphaned_at;
  return deleted || !state_.absence ? deleted : std::optional(state_.absence->since);
}

std::u16string InnerRange::words(const EmbedContent* embed) const {
  const anchor::Anchor now = anchor();
  std::u16string words;
  if (now.orphaned()) {
    words = state_.anchors->lost_words(kOnly);
  } else if (state_.absence) {
    words = state_.absence->text.substr(now.range.start, now.range.length());
  } else if (const Delta* const text = text_in(embed)) {
    words = tables::plain_text(*text).substr(now.range.start, now.range.length());
  }
  words.erase(std::remove(words.begin(), words.end(), tables::kEmbedSign), words.end());
  return words;
}

std::size_t InnerRange::memory_bytes() const {
  return sizeof(InnerRange) + (state_.anchors ? state_.anchors->memory_bytes() : 0) +
         (state_.absence ? state_.absence->text.capacity() * sizeof(char16_t) : 0) +
         (state_.cell ? state_.cell->row.capacity() + state_.cell->column.capacity() : 0);
}

}  // namespace plenary::server
