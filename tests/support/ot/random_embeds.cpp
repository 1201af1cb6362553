#include "tests/support/ot/random_embeds.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include "protocol/ot/rich_text/attributes.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/ot/rich_text/table.hpp"
#include "tests/support/ot/random_delta.hpp"

namespace plenary::test {
namespace {

using namespace ot::rich_text;

template <class Content>
ChangeRef shared(Content content) {
  return std::make_shared<const EmbedChange>(EmbedChange{std::move(content)});
}

Component line(Random& random) {
  const json::Value id = {{"id", "id" + std::to_string(random.below(1'000'000'000))}};
  return Component::insert_embed(std::make_shared<const json::Value>(id),
                                 random.chance(40) ? share({{"name", random.below(3)}}) : nullptr);
}

/// Rows or columns; as a change of `length` ones if that is not 0.
Delta lines(Random& random, std::size_t length) {
  Delta delta;
  for (std::size_t n = 1 + random.below(3); n > 0; --n) {
    const std::size_t step = length == 0 ? 0 : 1 + random.below(length);
    switch (random.below(step > 0 ? 3 : 1)) {
      case 0:
        delta.push(line(random));
        continue;
      case 1:
        delta.push(Component::remove(step));
        break;
      default:
        delta.push(Component::retain(
            step, random.chance(30) ? share({{"name", random.below(3)}}) : nullptr));
    }
    length -= step;
  }
  return delta.chop();
}

Table random_table(Random& random) {
  Table table{random.chance(80) ? lines(random, 0) : Delta(),
              random.chance(80) ? lines(random, 0) : Delta(),
              {}};
  const std::size_t rows = table.rows.inserted_length();
  const std::size_t columns = table.columns.inserted_length();
  for (std::size_t n = rows * columns == 0 ? 0 : random.below(4); n > 0; --n) {
    Cell cell{random_document(random), random.chance(20) ? share({{"done", true}}) : nullptr};
    if (!cell.empty()) {
      table.cells[{random.below(rows), random.below(columns)}] = std::move(cell);
    }
  }
  return table;
}

Table table_change(Random& random, const Table& base) {
  Table change;
  if (random.chance(40)) {
    change.rows = lines(random, base.rows.inserted_length());
  }
  if (random.chance(25)) {
    change.columns = lines(random, base.columns.inserted_length());
  }
  const Table between = compose(base, change, false);
  const std::size_t rows = between.rows.inserted_length();
  const std::size_t columns = between.columns.inserted_length();
  for (std::size_t n = rows * columns == 0 ? 0 : random.below(4); n > 0; --n) {
    const CellPlace place{random.below(rows), random.below(columns)};
    const auto before = between.cells.find(place);
    const std::size_t length =
        before == between.cells.end() ? 0 : before->second.content.inserted_length();
    Cell cell{random_change(random, length),
              random.chance(20)
                  ? share({{"done", random.chance(50) ? json::Value() : json::Value(true)}})
                  : nullptr};
    if (!cell.empty()) {
      change.cells[place] = std::move(cell);
    }
  }
  return change;
}

Note note_change(Random& random, const Note& base) {
  return {random_change(random, base.content.inserted_length())};
}

Attributes some_attributes(Random& random) {
  return random.chance(20) ? share({{"align", random.chance(50) ? "center" : "right"}}) : nullptr;
}

void push_piece(Random& random, Delta& delta) {
  const std::size_t kind = random.below(10);
  if (kind < 3) {
    delta.push(Component::insert_embed(to_embed({random_table(random)}), some_attributes(random)));
  } else if (kind < 5) {
    delta.push(Component::insert_embed(to_embed({Note{random_document(random)}}),
                                       some_attributes(random)));
  } else {
    const Delta text = random_document(random);
    for (const Component& component : text.components()) {
      delta.push(component);
    }
  }
}

}  // namespace

Delta random_paper(Random& random) {
  Delta document;
  for (std::size_t n = 1 + random.below(4); n > 0; --n) {
    push_piece(random, document);
  }
  return document;
}

Delta random_paper_change(Random& random, const Delta& document) {
  Delta change;
  for (const Component& component : document.components()) {
    if (random.chance(20)) {
      push_piece(random, change);
    }
    const ChangeRef content =
        component.kind == Component::Kind::kEmbed ? content_of(*component.embed) : nullptr;
    if (content != nullptr && random.chance(70)) {
      const auto* table = std::get_if<Table>(&content->content);
      change.push(Component::change_embed(
          table != nullptr ? shared(table_change(random, *table))
                           : shared(note_change(random, std::get<Note>(content->content))),
          some_attributes(random)));
    } else if (random.chance(15)) {
      change.push(Component::remove(component.length));
    } else {
      change.push(Component::retain(component.length, some_attributes(random)));
    }
  }
  if (random.chance(20)) {
    push_piece(random, change);
  }
  return change.chop();
}

}  // namespace plenary::test
