#include <algorithm>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "protocol/history/blame.hpp"
#include "protocol/history/difference.hpp"
#include "protocol/history/undo.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "tests/support/ot/notation.hpp"
#include "tests/support/ot/random_embeds.hpp"

// The laws that protocol/history states, for papers with tables and notes. Each author writes with
// letters of their own, so that the text itself tells who wrote what. CASES and SEED:
// tests/support/ot/random.hpp.

namespace plenary::history::in_embeds {
namespace {

using ot::rich_text::Component;
using ot::rich_text::compose;
using ot::rich_text::EmbedChange;
using ot::rich_text::normal_form;
using ot::rich_text::Note;
using ot::rich_text::Table;
using test::for_cases;
using test::notation;
using test::Random;

constexpr std::size_t kCases = 1500;
constexpr AuthorIndex kAuthors = 3;

std::string normal(const Delta& delta) {
  return notation(normal_form(delta));
}

Delta signed_by(const Delta& delta, AuthorIndex author);

EmbedChange signed_by(const EmbedChange& change, AuthorIndex author) {
  if (const auto* note = std::get_if<Note>(&change.content)) {
    return {Note{signed_by(note->content, author)}};
  }
  Table table = std::get<Table>(change.content);
  for (auto& [place, cell] : table.cells) {
    cell.content = signed_by(cell.content, author);
  }
  return {std::move(table)};
}

char16_t letter_of(AuthorIndex author) {
  return static_cast<char16_t>(u'a' + author);
}

/// The operation with the author's letter in place of each that it inserts.
Delta signed_by(const Delta& delta, AuthorIndex author) {
  Delta out;
  for (Component part : delta.components()) {
    part.text.assign(part.text.size(), letter_of(author));
    if (part.change != nullptr) {
      part.change = std::make_shared<const EmbedChange>(signed_by(*part.change, author));
    }
    if (part.embed != nullptr) {
      if (const auto content = ot::rich_text::content_of(*part.embed)) {
        part.embed = ot::rich_text::to_embed(signed_by(*content, author));
      }
    }
    out.push(std::move(part));
  }
  return out.chop();
}

struct Story {
  Weave weave{};
  std::vector<Delta> texts{Delta()};

  void add(const Delta& op) {
    texts.push_back(normal_form(compose(texts.back(), op)));
    ASSERT_EQ(weave.check_invariants(), "");
    ASSERT_EQ(normal(text_at(weave, weave.version())), notation(texts.back()))
        << notation(op) << "\non " << notation(texts[texts.size() - 2]);
  }
  void apply(const Delta& op, AuthorIndex author) {
    ASSERT_TRUE(weave.apply(op, author)) << notation(op);
    add(op);
  }
  void restore(OpNumber version, AuthorIndex author) {
    const Delta op = restore_delta(weave, version);
    ASSERT_TRUE(weave.apply_restore(op, version, author)) << notation(op);
    add(op);
  }
  void undo(AuthorIndex undone, OpNumber from, OpNumber to, AuthorIndex author) {
    const Delta op = undo_delta(weave, undone, from, to);
    ASSERT_TRUE(weave.apply_undo(op, undone, from, to, author)) << notation(op);
    add(op);
  }

  [[nodiscard]] OpNumber some_version(Random& random) const {
    return static_cast<OpNumber>(random.below(weave.version() + 1));
  }
  void step(Random& random) {
    const auto author = static_cast<AuthorIndex>(random.below(kAuthors));
    if (random.chance(10)) {
      restore(some_version(random), author);
    } else if (random.chance(8)) {
      const OpNumber to = some_version(random);
      undo(static_cast<AuthorIndex>(random.below(kAuthors)),
           static_cast<OpNumber>(random.below(to + 1)), to, author);
    } else {
      apply(signed_by(test::random_paper_change(random, texts.back()), author), author);
    }
  }
};

Story random_story(Random& random) {
  Story story;
  story.apply(signed_by(test::random_paper(random), 0), 0);
  for (std::size_t ops = 2 + random.below(10); ops > 0 && !::testing::Test::HasFatalFailure();
       --ops) {
    story.step(random);
  }
  return story;
}

TEST(EmbedHistoryLaws, EveryVersionIsTheFoldOfTheOperationsBelowIt) {
  for_cases(kCases, [](Random& random) {
    const Story story = random_story(random);
    for (OpNumber version = 0; version <= story.weave.version(); ++version) {
      ASSERT_EQ(normal(text_at(story.weave, version)), notation(story.texts[version]))
          << "version " << version;
    }
  });
}

/// What is left of changes at one of the two versions.
Delta side_of(const std::vector<Change>& changes, ChangeKind left_out) {
  Delta side;
  for (const Change& change : changes) {
    if (change.kind != left_out) {
      for (const Component& component : change.content.components()) {
        side.push(component);
      }
    }
  }
  return side;
}

/// The table that changes show: rows and columns in it are those of both versions.
void check_table(const EmbedDifference& inside, const Table& second) {
  ASSERT_EQ(normal(side_of(inside.rows, ChangeKind::kDeleted)), notation(normal_form(second.rows)));
  ASSERT_EQ(normal(side_of(inside.columns, ChangeKind::kDeleted)),
            notation(normal_form(second.columns)));
  const auto after = [](const std::vector<Change>& changes, std::size_t place) {
    std::size_t at = 0;
    std::size_t index = 0;
    for (const Change& change : changes) {
      for (std::size_t i = 0; i < change.content.inserted_length(); ++i, ++at) {
        if (at == place) {
          return std::pair(change.kind != ChangeKind::kDeleted, index);
        }
        index += change.kind != ChangeKind::kDeleted ? 1 : 0;
      }
    }
    ADD_FAILURE() << "a cell lies outside of the rows";
    return std::pair(false, index);
  };
  std::size_t seen = 0;
  for (const CellDifference& cell : inside.cells) {
    const auto [has_row, row] = after(inside.rows, cell.row);
    const auto [has_column, column] = after(inside.columns, cell.column);
    const Delta content = side_of(cell.changes, ChangeKind::kDeleted);
    if (!has_row || !has_column) {
      ASSERT_TRUE(content.empty()) << "the words of a deleted row are deleted";
      continue;
    }
    const auto found = second.cells.find({row, column});
    if (found == second.cells.end()) {
      ASSERT_TRUE(content.empty());
      ASSERT_EQ(cell.after, nullptr);
    } else {
      ++seen;
      ASSERT_EQ(normal(content), notation(normal_form(found->second.content)));
      ASSERT_TRUE(ot::rich_text::same(cell.after, found->second.attributes));
    }
  }
  ASSERT_EQ(seen, second.cells.size());
}

TEST(EmbedHistoryLaws, ADifferenceLeadsFromTheFirstVersionToTheSecond) {
  for_cases(kCases, [](Random& random) {
    const Story story = random_story(random);
    for (int i = 0; i < 3; ++i) {
      const OpNumber to = story.some_version(random);
      const auto from = static_cast<OpNumber>(random.below(to + 1));
      const Difference made = difference(story.weave, from, to);
      ASSERT_EQ(normal(compose(story.texts[from], made.delta)), notation(story.texts[to]))
          << from << " to " << to << "\n"
          << notation(made.delta);
      ASSERT_EQ(normal(side_of(made.changes, ChangeKind::kDeleted)), notation(story.texts[to]));
      ASSERT_EQ(side_of(made.changes, ChangeKind::kInserted).inserted_length(),
                story.texts[from].inserted_length());
      for (const Change& change : made.changes) {
        if (change.kind != ChangeKind::kEdited) {
          continue;
        }
        ASSERT_LE(from, change.first);
        ASSERT_LE(change.first, change.last);
        ASSERT_LT(change.last, to);
        const auto second = ot::rich_text::content_of(*change.content.components()[0].embed);
        ASSERT_NE(second, nullptr);
        if (const auto* table = std::get_if<Table>(&second->content)) {
          check_table(*change.inside, *table);
        } else {
          ASSERT_EQ(normal(side_of(change.inside->content, ChangeKind::kDeleted)),
                    normal(std::get<Note>(second->content).content));
        }
      }
    }
  });
}

/// Every letter of a text, by the author that blame says.
void check_blame(const Delta& content, const std::vector<Written>& runs) {
  std::u16string text;
  for (const Component& component : content.components()) {
    text += component.embed == nullptr ? component.text : std::u16string(1, u'\0');
  }
  std::size_t next = 0;
  for (const Written& run : runs) {
    ASSERT_EQ(run.index, next);
    for (; next < run.index + run.length; ++next) {
      ASSERT_TRUE(text[next] == u'\0' || text[next] == letter_of(run.by));
    }
  }
  ASSERT_EQ(next, text.size());
}

void check_blame(const Weave& weave, OpNumber version, const Delta& text) {
  std::map<std::size_t, ot::rich_text::ChangeRef> embeds;
  std::size_t index = 0;
  std::size_t expected = 0;
  const auto expect = [&](const Delta& part) { expected += part.empty() ? 0 : 1; };
  for (const Component& component : text.components()) {
    const auto content =
        component.embed == nullptr ? nullptr : ot::rich_text::content_of(*component.embed);
    if (content != nullptr) {
      embeds[index] = content;
      if (const auto* table = std::get_if<Table>(&content->content)) {
        expect(table->rows);
        expect(table->columns);
        for (const auto& [place, cell] : table->cells) {
          expect(cell.content);
        }
      } else {
        expect(std::get<Note>(content->content).content);
      }
    }
    index += component.length;
  }
  const auto found = blame_inside(weave, version, 0, index);
  ASSERT_EQ(found.size(), expected);
  for (const WrittenInside& inside : found) {
    ASSERT_TRUE(embeds.contains(inside.index));
    const EmbedChange& embed = *embeds[inside.index];
    switch (inside.part) {
      case WrittenInside::Part::kNote:
        check_blame(std::get<Note>(embed.content).content, inside.runs);
        break;
      case WrittenInside::Part::kRows:
        check_blame(std::get<Table>(embed.content).rows, inside.runs);
        break;
      case WrittenInside::Part::kColumns:
        check_blame(std::get<Table>(embed.content).columns, inside.runs);
        break;
      case WrittenInside::Part::kCell:
        check_blame(std::get<Table>(embed.content).cells.at(inside.cell).content, inside.runs);
    }
  }
}

TEST(EmbedHistoryLaws, EachLetterInACellIsBlamedOnWhoWroteIt) {
  for_cases(kCases, [](Random& random) {
    const Story story = random_story(random);
    const OpNumber version = story.some_version(random);
    check_blame(story.weave, version, story.texts[version]);
  });
}

TEST(EmbedHistoryLaws, ARestoreLeavesNoDifference) {
  for_cases(kCases, [](Random& random) {
    Story story = random_story(random);
    const OpNumber version = story.some_version(random);
    story.restore(version, 1);
    const Difference made = difference(story.weave, version, story.weave.version());
    for (const Change& change : made.changes) {
      ASSERT_EQ(change.kind, ChangeKind::kKept);
    }
    ASSERT_TRUE(made.delta.empty());
    ASSERT_EQ(notation(story.texts.back()), notation(story.texts[version]));
    story.step(random);
  });
}

std::size_t count_letters(const Delta& delta, AuthorIndex author);

std::size_t count_letters(const EmbedChange& change, AuthorIndex author) {
  if (const auto* note = std::get_if<Note>(&change.content)) {
    return count_letters(note->content, author);
  }
  std::size_t letters = 0;
  for (const auto& [place, cell] : std::get<Table>(change.content).cells) {
    letters += count_letters(cell.content, author);
  }
  return letters;
}

std::size_t count_letters(const Delta& delta, AuthorIndex author) {
  std::size_t letters = 0;
  for (const Component& component : delta.components()) {
    letters += static_cast<std::size_t>(
        std::count(component.text.begin(), component.text.end(), letter_of(author)));
    const auto content =
        component.embed == nullptr ? nullptr : ot::rich_text::content_of(*component.embed);
    letters += content == nullptr ? 0 : count_letters(*content, author);
  }
  return letters;
}

Delta inserts_only(const Delta& delta);

EmbedChange inserts_only(const EmbedChange& change) {
  if (const auto* note = std::get_if<Note>(&change.content)) {
    return {Note{inserts_only(note->content)}};
  }
  const auto& table = std::get<Table>(change.content);
  Table typed;
  if (table.rows.empty() && table.columns.empty()) {  // else the cells are at other places
    for (const auto& [place, cell] : table.cells) {
      typed.cells[place].content = inserts_only(cell.content);
    }
  }
  return {std::move(typed)};
}

/// The letters that it inserts in texts that are there: it deletes nothing, and makes no tables.
Delta inserts_only(const Delta& delta) {
  Delta typed;
  for (Component part : delta.components()) {
    if (part.kind == Component::Kind::kDelete) {
      part = Component::retain(part.length);
    } else if (part.change != nullptr) {
      part =
          Component::change_embed(std::make_shared<const EmbedChange>(inserts_only(*part.change)));
    } else if (part.embed != nullptr) {
      continue;
    }
    typed.push(std::move(part));
  }
  return typed.chop();
}

/// Two people who only type, in cells and notes that are there: what one did goes, all of the
/// other's stays.
TEST(EmbedHistoryLaws, AnUndoTakesOnlyTheWordsOfTheOne) {
  for_cases(kCases, [](Random& random) {
    Story story;
    story.apply(signed_by(test::random_paper(random), 0), 0);
    for (std::size_t ops = 1 + random.below(8); ops > 0; --ops) {
      const auto author = static_cast<AuthorIndex>(1 + random.below(2));
      const Delta change = test::random_paper_change(random, story.texts.back());
      story.apply(inserts_only(signed_by(change, author)), author);
    }
    const Delta before = story.texts.back();
    story.undo(1, 0, story.weave.version(), 0);
    ASSERT_EQ(count_letters(story.texts.back(), 1), 0u);
    ASSERT_EQ(count_letters(story.texts.back(), 2), count_letters(before, 2));
    ASSERT_EQ(count_letters(story.texts.back(), 0), count_letters(before, 0));
  });
}

TEST(EmbedHistory, ACellThatWasWrittenInTakesAtMost300Bytes) {
  constexpr std::size_t kRows = 100;
  constexpr std::size_t kColumns = 8;
  const auto lines = [](std::size_t count) {
    Delta delta;
    for (std::size_t i = 0; i < count; ++i) {
      delta.push(Component::insert_embed(
          std::make_shared<const json::Value>(json::Value{{"id", "l" + std::to_string(i)}})));
    }
    return delta;
  };
  Table table{lines(kRows), lines(kColumns), {}};
  const auto size_of = [](const Table& made) {
    Weave weave;
    EXPECT_TRUE(
        weave.apply(Delta().push(Component::insert_embed(ot::rich_text::to_embed({made}))), 0));
    return weave.memory_bytes();
  };
  const std::size_t empty = size_of(table);
  for (std::size_t row = 0; row < kRows; ++row) {
    for (std::size_t column = 0; column < kColumns; ++column) {
      table.cells[{row, column}].content.push(Component::insert(u"words"));
    }
  }
  EXPECT_LE(size_of(table) - empty, 300 * kRows * kColumns);
}

}  // namespace
}  // namespace plenary::history::in_embeds
