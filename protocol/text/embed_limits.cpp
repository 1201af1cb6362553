#include "protocol/text/embed_limits.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/json/members.hpp"
#include "protocol/ot/rich_text/iterator.hpp"
#include "protocol/text/rope.hpp"

namespace plenary::text {
namespace {

using ot::rich_text::Cell;
using ot::rich_text::ChangeRef;
using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::Note;
using ot::rich_text::Table;

enum class Inside { kPaper, kCell, kNote };

Error too_many(std::size_t max, std::string_view what) {
  return {Errc::kTooLarge, "this server allows at most " + std::to_string(max) + " " +
                               std::string(what) + "; nothing was changed"};
}

Error not_applicable(std::string_view why) {
  return {Errc::kNotApplicable, std::string(why) + "; nothing was changed"};
}

std::size_t removed_by(const Delta& change) {
  std::size_t removed = 0;
  for (const Component& component : change.components()) {
    removed += component.kind == Component::Kind::kDelete ? component.length : 0;
  }
  return removed;
}

/// `units`: those of the content before.
Result<void> check_length(const Delta& change, std::size_t units, std::size_t max,
                          std::string_view what) {
  const std::size_t inserted = change.inserted_length();
  return inserted > 0 && units + inserted - removed_by(change) > max
             ? Result<void>(too_many(max, what))
             : Result<void>();
}

Result<void> check_attributes(const ot::rich_text::Attributes& attributes,
                              const EmbedLimits& limits) {
  return attributes != nullptr && json::to_string(*attributes).size() > limits.attribute_bytes
             ? Result<void>(
                   too_many(limits.attribute_bytes, "bytes of attributes of a row, column or cell"))
             : Result<void>();
}

Result<void> check_id(const json::Value& line, const EmbedLimits& limits) {
  const std::size_t units = utf::utf16_length(json::text_or_empty(line, "id"));
  return units == 0 || units > limits.id_units
             ? Result<void>(not_applicable("the id of a row or column is a text of 1 to " +
                                           std::to_string(limits.id_units) + " characters"))
             : Result<void>();
}

Result<void> check_these_lines(const Delta& change, std::size_t before, std::size_t max,
                               std::string_view what, const EmbedLimits& limits) {
  PLENARY_TRY_VOID(check_length(change, before, max, what));
  for (const Component& component : change.components()) {
    PLENARY_TRY_VOID(check_attributes(component.attributes, limits));
    if (component.is_insert()) {
      PLENARY_TRY_VOID(check_id(*component.embed, limits));
    }
  }
  return {};
}

Result<void> check_new_table(const Table& table, const EmbedLimits& limits) {
  PLENARY_TRY_VOID(check_lines(table, {}, limits));
  EmbedSizes sizes;
  for (const auto& [place, cell] : table.cells) {
    PLENARY_TRY_VOID(check_cell(cell, {}, limits));
    ++sizes.cells;
    sizes.units += cell.content.inserted_length();
  }
  return check_cells_in_all(sizes, limits);
}

Result<void> check_new(const json::Value& embed, Inside inside, const EmbedLimits& limits) {
  const bool is_table = embed.contains(Table::kName);
  if (!is_table && !embed.contains(Note::kName)) {
    return {};
  }
  if (inside == Inside::kNote || (inside == Inside::kCell && is_table)) {
    return not_applicable(is_table ? "there are no tables in tables and notes"
                                   : "there are no notes in notes");
  }
  const Result<ChangeRef> content = ot::rich_text::change_from_value(embed);
  if (!content) {
    return {};  // it only has that name: it takes no changes
  }
  if (const auto* note = std::get_if<Note>(&(*content)->content)) {
    return note->is_document() ? check_note(*note, {}, limits)
                               : Result<void>(not_applicable("a new note has text only"));
  }
  const auto& table = std::get<Table>((*content)->content);
  return table.is_document()
             ? check_new_table(table, limits)
             : Result<void>(not_applicable("the cells of a new table lie in its rows and columns"));
}

Result<void> check_inserts(const Delta& delta, Inside inside, const EmbedLimits& limits) {
  for (const Component& component : delta.components()) {
    if (component.embed != nullptr) {
      PLENARY_TRY_VOID(check_new(*component.embed, inside, limits));
    }
  }
  return {};
}

/// The changes of notes in a cell with this content.
Result<void> check_notes_in_cell(const Delta& change, const Delta& before,
                                 const EmbedLimits& limits) {
  ot::rich_text::ComponentIterator base(before);
  for (const Component& component : change.components()) {
    if (component.change != nullptr) {
      const ChangeRef content = ot::rich_text::content_of(*base.peek().embed);
      if (const auto* note = std::get_if<Note>(&content->content)) {
        PLENARY_TRY_VOID(
            check_note(std::get<Note>(component.change->content), note->content, limits));
      }
    }
    for (std::size_t left = component.is_insert() ? 0 : component.length; left > 0;) {
      const std::size_t step = std::min(left, base.length_left());
      base.advance(step);
      left -= step;
    }
  }
  return {};
}

}  // namespace

Result<void> check_limits(const Rope& rope, const Delta& op, const EmbedLimits& limits) {
  PLENARY_TRY_VOID(check_inserts(op, Inside::kPaper, limits));
  std::size_t position = 0;
  for (const Component& component : op.components()) {
    if (component.change != nullptr) {
      const EmbedContent* const embed = rope.embed_at(position);
      if (embed == nullptr) {
        return not_applicable("the operation changes text as if it were an embed");
      }
      PLENARY_TRY_VOID(embed->check(*component.change));
      PLENARY_TRY_VOID(embed->check_limits(*component.change, limits));
    }
    position += component.is_insert() ? 0 : component.length;
  }
  return {};
}

Result<void> check_note(const Note& change, const Delta& before, const EmbedLimits& limits) {
  PLENARY_TRY_VOID(check_length(change.content, before.inserted_length(), limits.note_units,
                                "characters in a note"));
  return check_inserts(change.content, Inside::kNote, limits);
}

Result<void> check_cell(const Cell& change, const Delta& before, const EmbedLimits& limits) {
  PLENARY_TRY_VOID(check_length(change.content, before.inserted_length(), limits.cell_units,
                                "characters in a cell of a table"));
  PLENARY_TRY_VOID(check_attributes(change.attributes, limits));
  PLENARY_TRY_VOID(check_inserts(change.content, Inside::kCell, limits));
  return check_notes_in_cell(change.content, before, limits);
}

Result<void> check_lines(const Table& change, const EmbedSizes& before, const EmbedLimits& limits) {
  PLENARY_TRY_VOID(
      check_these_lines(change.rows, before.rows, limits.rows, "rows in a table", limits));
  return check_these_lines(change.columns, before.columns, limits.columns, "columns in a table",
                           limits);
}

Result<void> check_cells_in_all(const EmbedSizes& sizes, const EmbedLimits& limits) {
  if (sizes.cells > limits.cells) {
    return too_many(limits.cells, "cells with content in a table");
  }
  return sizes.units > limits.table_units
             ? Result<void>(too_many(limits.table_units, "characters in all cells of a table"))
             : Result<void>();
}

}  // namespace plenary::text
