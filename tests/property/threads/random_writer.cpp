#include "tests/property/threads/random_writer.hpp"

#include <utility>

#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/tables/table_view.hpp"
#include "protocol/text/embed_content.hpp"

namespace plenary::test {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using ot::rich_text::EmbedChange;
using ot::rich_text::Note;
using ot::rich_text::Table;

Delta lines(std::initializer_list<const char*> ids) {
  Delta all;
  for (const char* const id : ids) {
    all.push(Component::insert_embed(std::make_shared<const json::Value>(json::Value{{"id", id}})));
  }
  return all;
}

Component embed(EmbedChange content) {
  return Component::insert_embed(ot::rich_text::to_embed(content));
}

Delta changed_at(std::size_t at, EmbedChange change) {
  return Delta()
      .push(Component::retain(at))
      .push(Component::change_embed(std::make_shared<const EmbedChange>(std::move(change))));
}

/// The content of the first embed of a kind, and where it is.
template <class Content>
std::optional<std::pair<std::size_t, Content>> find(const text::Rope& paper) {
  for (std::size_t at = 0; at < paper.length(); ++at) {
    const auto* const there = paper.embed_at(at);
    const auto content = there == nullptr ? nullptr : ot::rich_text::content_of(*there->json());
    if (content != nullptr && std::holds_alternative<Content>(content->content)) {
      return std::pair(at, std::get<Content>(content->content));
    }
  }
  return std::nullopt;
}

std::optional<ot::rich_text::CellPlace> cell_in(const Table& table) {
  const auto row = tables::place_of(table.rows, RandomWriter::kRow);
  const auto column = tables::place_of(table.columns, RandomWriter::kColumn);
  return row && column ? std::optional(std::pair(*row, *column)) : std::nullopt;
}

}  // namespace

RandomWriter::RandomWriter(Random& random) : random_(random) {
  Table table{lines({"r1", kRow}), lines({"c1", kColumn}), {}};
  table.cells[{0, 0}].content.push(Component::insert(u"name"));
  table.cells[{1, 1}].content.push(Component::insert(letters() + letters() + letters()));
  Note note{Delta().push(Component::insert(letters() + letters() + letters()))};
  paper_ = *text::Rope::from_delta(Delta()
                                       .push(Component::insert(u"abcd"))
                                       .push(embed({std::move(table)}))
                                       .push(Component::insert(u"efgh"))
                                       .push(embed({std::move(note)}))
                                       .push(Component::insert(u"ijkl\n")));
}

std::u16string RandomWriter::letters() {
  std::u16string text;
  for (std::size_t n = 1 + random_.below(4); n > 0; --n) {
    text += next_letter_++;
  }
  return text;
}

std::optional<std::size_t> RandomWriter::embed_of(const text::Rope& paper, Text text) {
  if (text == Text::kCell) {
    const auto table = find<Table>(paper);
    return table ? std::optional(table->first) : std::nullopt;
  }
  const auto note = find<Note>(paper);
  return note ? std::optional(note->first) : std::nullopt;
}

std::optional<std::u16string> RandomWriter::read(const text::Rope& paper, Text text) {
  if (text == Text::kNote) {
    const auto note = find<Note>(paper);
    return note ? std::optional(tables::plain_text(note->second.content)) : std::nullopt;
  }
  const auto table = find<Table>(paper);
  const auto place = table ? cell_in(table->second) : std::nullopt;
  if (!place) {
    return std::nullopt;
  }
  const auto cell = table->second.cells.find(*place);
  return cell == table->second.cells.end() ? u"" : tables::plain_text(cell->second.content);
}

RandomWriter::Step RandomWriter::write(Text text) {
  const auto now = read(paper_, text);
  if (!now) {
    return {write_beside(), {}, 0, {}};
  }
  Step step{{}, text, random_.below(now->size() + 1), {}};
  const std::size_t left = now->size() - step.at;
  const std::size_t gone =
      random_.chance(50) ? random_.below(std::min<std::size_t>(left + 1, 6)) : 0;
  if (gone == 0 || random_.chance(30)) {
    step.written = letters();
  }
  const Delta inner = Delta()
                          .push(Component::retain(step.at))
                          .push(Component::insert(step.written))
                          .push(Component::remove(gone));
  EmbedChange change;
  if (text == Text::kNote) {
    change.content = Note{inner};
  } else {
    Table table;
    table.cells[*cell_in(find<Table>(paper_)->second)].content = inner;
    change.content = std::move(table);
  }
  step.change = changed_at(*embed_of(paper_, text), std::move(change));
  return step;
}

/// A row or column comes or goes.
Delta RandomWriter::change_lines(bool rows) {
  const auto table = find<Table>(paper_);
  if (!table) {
    return write_beside();
  }
  const std::size_t count = (rows ? table->second.rows : table->second.columns).inserted_length();
  Delta change;
  const std::size_t at = random_.below(count + 1);
  change.push(Component::retain(at));
  if (at < count && random_.chance(40)) {
    change.push(Component::remove(1));
  } else {
    const std::string id = "x" + std::to_string(next_id_++);
    change.push(
        Component::insert_embed(std::make_shared<const json::Value>(json::Value{{"id", id}})));
  }
  return changed_at(table->first, {rows ? Table{change, {}, {}} : Table{{}, change, {}}});
}

Delta RandomWriter::write_beside() {
  return Delta().push(Component::retain(1)).push(Component::insert(letters()));
}

RandomWriter::Step RandomWriter::make() {
  switch (random_.below(12)) {
    case 0:
      return {change_lines(true), {}, 0, {}};
    case 1:
      return {change_lines(false), {}, 0, {}};
    case 2: {
      const auto at = embed_of(paper_, random_.chance(50) ? Text::kCell : Text::kNote);
      return {at ? Delta().push(Component::retain(*at)).push(Component::remove(1)) : write_beside(),
              {},
              0,
              {}};
    }
    case 3:
      return {write_beside(), {}, 0, {}};
    default:
      return write(random_.chance(70) ? Text::kCell : Text::kNote);
  }
}

RandomWriter::Step RandomWriter::next() {
  Step step;
  if (undo_ && random_.chance(40)) {
    step.change = std::exchange(undo_, std::nullopt)->change;
  } else {
    step = make();
    // Undo is sure to find its words only if nobody wrote into the same text since.
    const bool keeps = undo_ && undo_->text != step.text && random_.chance(50);
    if (keeps) {
      undo_->change =
          ot::rich_text::transform(undo_->change, step.change, ot::rich_text::Priority::kOverFirst);
    } else {
      undo_ = Step{*paper_.invert(step.change), step.text, 0, {}};
    }
  }
  EXPECT_TRUE(paper_.apply(step.change));
  return step;
}

}  // namespace plenary::test
