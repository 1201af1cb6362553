// What operations do inside of tables and notes.

#include <variant>

#include "protocol/base/try.hpp"
#include "protocol/history/weave.hpp"

namespace plenary::history {
namespace {

using ot::rich_text::EmbedChange;
using ot::rich_text::Table;

Error does_not_fit() {
  return {Errc::kNotApplicable, "an embed is changed that is not of that kind, or not so large"};
}

}  // namespace

Result<std::uint32_t> Weave::enter(const EmbedChange& content) {
  Inside& inside = insides_.emplace_back();
  const auto index = static_cast<std::uint32_t>(insides_.size() - 1);
  if (const auto* note = std::get_if<ot::rich_text::Note>(&content.content)) {
    PLENARY_TRY_VOID(change(inside.emplace<NoteStory>(NoteStory{new_strand()}), *note));
  } else {
    const StrandId rows = new_strand();
    const StrandId columns = new_strand();
    PLENARY_TRY_VOID(change(inside.emplace<TableStory>(TableStory{rows, columns}),
                            std::get<Table>(content.content)));
  }
  return index;
}

Result<void> Weave::change_embed(Strand& strand, std::size_t position, const EmbedChange& change) {
  const std::uint32_t index = record_.style(strand.span_at(position).style).inside;
  if (index == kNoInside || insides_[index].index() != change.content.index()) {
    return does_not_fit();
  }
  Inside& inside = insides_[index];
  if (const auto* note = std::get_if<ot::rich_text::Note>(&change.content)) {
    return this->change(std::get<NoteStory>(inside), *note);
  }
  return this->change(std::get<TableStory>(inside), std::get<Table>(change.content));
}

Result<void> Weave::change(NoteStory& story, const ot::rich_text::Note& change) {
  return apply_to(strands_[story.content], change.content);
}

Result<void> Weave::change(TableStory& story, const Table& change) {
  Strand& rows = strands_[story.rows];
  Strand& columns = strands_[story.columns];
  PLENARY_TRY_VOID(apply_to(rows, change.rows));
  PLENARY_TRY_VOID(apply_to(columns, change.columns));
  for (const auto& [place, cell] : change.cells) {
    if (place.first >= rows.length() || place.second >= columns.length()) {
      return does_not_fit();
    }
    const CellUnits units{rows.span_at(place.first).text, columns.span_at(place.second).text};
    const auto [found, is_new] = story.cells.try_emplace(units);
    CellStory& cell_story = found->second;
    if (is_new) {
      cell_story.content = new_strand();
    }
    PLENARY_TRY_VOID(apply_to(strands_[cell_story.content], cell.content));
    if (cell.attributes != nullptr) {
      cell_story.mark = record_.lay(record_.change(cell.attributes), cell_story.mark);
    }
  }
  return {};
}

}  // namespace plenary::history
