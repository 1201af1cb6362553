#include <array>

#include <gtest/gtest.h>

#include "protocol/history/blame.hpp"
#include "protocol/history/difference.hpp"
#include "protocol/history/undo.hpp"
#include "tests/property/history/oracle.hpp"
#include "tests/support/ot/notation.hpp"
#include "tests/support/ot/random_delta.hpp"

// The laws that protocol/history states, on random histories of several authors, against an oracle
// that gives each unit an identity. CASES and SEED: tests/support/ot/random.hpp.

namespace plenary::history {
namespace {

using ot::rich_text::Component;
using test::for_cases;
using test::notation;
using test::Random;
using test::random_change;

constexpr std::size_t kCases = 400;
constexpr AuthorIndex kAuthors = 3;

std::string normal(const Delta& delta) {
  return notation(ot::rich_text::normal_form(delta));
}

/// A history in the making: everything is done in the weave and in the oracle.
struct Story {
  Weave weave;
  Oracle oracle;
  std::vector<Delta> texts{Delta()};
  std::size_t caret{0};
  bool restored_by_one{false};

  void apply(const Delta& op, AuthorIndex author) {
    ASSERT_TRUE(weave.apply(op, author)) << notation(op);
    oracle.apply(op, author);
    texts.push_back(ot::rich_text::normal_form(ot::rich_text::compose(texts.back(), op)));
    ASSERT_EQ(weave.check_invariants(), "");
  }

  void restore(OpNumber version, AuthorIndex author) {
    const Delta op = restore_delta(weave, version);
    ASSERT_TRUE(weave.apply_restore(op, version, author));
    oracle.note_author(author);
    restored_by_one = restored_by_one || author == 1;
    oracle.restore(version);
    texts.push_back(ot::rich_text::normal_form(ot::rich_text::compose(texts.back(), op)));
    ASSERT_EQ(weave.check_invariants(), "");
  }

  /// Types, deletes backwards or forwards, or does anything at all.
  void random_op(Random& random) {
    const auto author = static_cast<AuthorIndex>(random.below(kAuthors));
    const std::size_t length = weave.length();
    caret = random.chance(20) ? random.below(length + 1) : std::min(caret, length);
    Delta op;
    op.push(Component::retain(caret));
    const std::size_t kind = random.below(10);
    if (kind < 4) {
      op.push(Component::insert(std::u16string(1, static_cast<char16_t>(u'a' + random.below(26)))));
      caret += 1;
    } else if (kind < 6 && caret > 0) {
      op = Delta();
      op.push(Component::retain(--caret)).push(Component::remove(1));
    } else if (kind < 7 && caret < length) {
      op.push(Component::remove(1 + random.below(std::min<std::size_t>(length - caret, 4))));
    } else {
      op = random_change(random, length);
    }
    apply(op, random.chance(70) ? 0 : author);
  }
};

Story random_story(Random& random) {
  Story story;
  story.apply(test::random_document(random), 0);
  for (std::size_t ops = 5 + random.below(40); ops > 0; --ops) {
    if (random.chance(4)) {
      story.restore(static_cast<OpNumber>(random.below(story.weave.version() + 1)),
                    static_cast<AuthorIndex>(random.below(kAuthors)));
    } else {
      story.random_op(random);
    }
    if (::testing::Test::HasFatalFailure()) {
      break;
    }
  }
  return story;
}

TEST(WeaveLaws, EveryVersionIsTheFoldOfTheOperationsBelowIt) {
  for_cases(kCases, [](Random& random) {
    const Story story = random_story(random);
    for (OpNumber version = 0; version <= story.weave.version(); ++version) {
      ASSERT_EQ(normal(text_at(story.weave, version)), notation(story.texts[version]))
          << "version " << version;
    }
  });
}

/// Counts of each unit's kind of change, unit by unit.
TEST(DifferenceLaws, AppliedToTheFirstVersionGivesTheSecond) {
  for_cases(kCases, [](Random& random) {
    const Story story = random_story(random);
    for (int i = 0; i < 6; ++i) {
      const auto to = static_cast<OpNumber>(random.below(story.weave.version() + 1));
      const auto from = static_cast<OpNumber>(random.below(to + 1));
      const Difference made = difference(story.weave, from, to);
      const Delta& before = story.texts[from];
      ASSERT_EQ(normal(ot::rich_text::compose(before, made.delta)), notation(story.texts[to]))
          << from << " to " << to << "\n"
          << notation(before) << "\n"
          << notation(made.delta);
      Delta first;
      Delta second;
      for (const Change& change : made.changes) {
        for (const Component& component : change.content.components()) {
          if (change.kind == ChangeKind::kKept || change.kind == ChangeKind::kDeleted) {
            first.push(component);
          }
          if (change.kind != ChangeKind::kDeleted) {
            second.push(component);
          }
        }
      }
      ASSERT_EQ(normal(second), notation(story.texts[to]));
    }
  });
}

TEST(DifferenceLaws, EachUnitIsWhatTheOracleSays) {
  for_cases(kCases, [](Random& random) {
    const Story story = random_story(random);
    const Oracle& oracle = story.oracle;
    const auto to = static_cast<OpNumber>(random.below(story.weave.version() + 1));
    const auto from = static_cast<OpNumber>(random.below(to + 1));
    const Difference made = difference(story.weave, from, to);
    std::size_t at_first = 0;
    std::size_t at_second = 0;
    for (const Change& change : made.changes) {
      for (const Unit& unit : units_of(change.content)) {
        if (change.kind == ChangeKind::kDeleted) {
          const Unit& was = oracle.at(from)[at_first++];
          const OpNumber taken = oracle.taken_by(was.id, to);
          ASSERT_EQ(unit.content, was.content);
          ASSERT_EQ(unit.attributes, was.attributes);
          ASSERT_FALSE(oracle.is_there(was.id, to));
          ASSERT_EQ(change.by, oracle.author_of(taken));
          ASSERT_TRUE(change.first <= taken && taken <= change.last);
          continue;
        }
        const Unit& is = oracle.at(to)[at_second++];
        ASSERT_EQ(unit.content, is.content);
        ASSERT_EQ(unit.attributes, is.attributes);
        ASSERT_EQ(oracle.is_there(is.id, from), change.kind != ChangeKind::kInserted);
        if (change.kind == ChangeKind::kInserted) {
          continue;
        }
        const Unit& was = oracle.at(from)[at_first++];
        ASSERT_EQ(was.id, is.id);
        ASSERT_EQ(change.kind == ChangeKind::kReformatted, was.attributes != is.attributes);
      }
    }
    ASSERT_EQ(at_first, oracle.at(from).size());
    ASSERT_EQ(at_second, oracle.at(to).size());
  });
}

TEST(BlameLaws, EachUnitIsBlamedOnWhoWroteIt) {
  for_cases(kCases, [](Random& random) {
    const Story story = random_story(random);
    const auto version = static_cast<OpNumber>(random.below(story.weave.version() + 1));
    const std::vector<Unit>& units = story.oracle.at(version);
    const std::size_t from = random.below(units.size() + 1);
    const std::size_t to = from + random.below(units.size() + 1 - from);
    std::size_t next = from;
    for (const Written& run : blame(story.weave, version, from, to)) {
      ASSERT_EQ(run.index, next);
      next += run.length;
      for (std::size_t i = run.index; i < next; ++i) {
        const Oracle::Fate& fate = story.oracle.fate(units[i].id);
        ASSERT_EQ(run.by, fate.writer);
        ASSERT_TRUE(run.first <= fate.born && fate.born <= run.last);
      }
    }
    ASSERT_EQ(next, to);
  });
}

TEST(BlameLaws, DeletedUnitsKeepTheirWriterAndWhoDeletedThem) {
  for_cases(kCases, [](Random& random) {
    const Story story = random_story(random);
    const OpNumber now = story.weave.version();
    std::vector<std::size_t> taken(now, 0);
    std::vector<std::size_t> expected(now, 0);
    const std::array versions{now};
    story.weave.for_each_piece(versions, [&](const Piece& piece) {
      for (std::uint32_t i = 0; i < piece.length; ++i) {
        const Piece unit{piece.span, piece.offset + i, 1};
        if (!story.weave.is_there(unit, now)) {
          taken[story.weave.taken_by(unit, now)] += 1;
        }
      }
    });
    std::uint64_t id = 0;
    for (OpNumber op = 0; op < now; ++op) {
      for (const Unit& unit : story.oracle.at(op + 1)) {
        id = std::max(id, unit.id + 1);
      }
    }
    for (std::uint64_t unit = 0; unit < id; ++unit) {
      if (!story.oracle.is_there(unit, now)) {
        expected[story.oracle.taken_by(unit, now)] += 1;
      }
    }
    ASSERT_EQ(taken, expected);
  });
}

TEST(RestoreLaws, TheDifferenceToWhatWasRestoredIsEmptyAndBlameIsAsItWas) {
  for_cases(kCases, [](Random& random) {
    Story story = random_story(random);
    const auto version = static_cast<OpNumber>(random.below(story.weave.version() + 1));
    story.restore(version, 1);
    const Difference made = difference(story.weave, version, story.weave.version());
    for (const Change& change : made.changes) {
      ASSERT_EQ(change.kind, ChangeKind::kKept);
    }
    ASSERT_TRUE(made.delta.empty());
    ASSERT_EQ(notation(story.texts.back()), notation(story.texts[version]));
    const auto before = blame(story.weave, version, 0, story.weave.length());
    const auto after = blame(story.weave, story.weave.version(), 0, story.weave.length());
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      ASSERT_EQ(before[i].by, after[i].by);
      ASSERT_EQ(before[i].first, after[i].first);
    }
    story.random_op(random);
  });
}

/// Two authors, each on their own side of a bar: nothing overlaps, so what one did can be left out.
TEST(UndoLaws, WhereNothingOverlapsItIsAsIfTheOneHadDoneNothing) {
  for_cases(kCases, [](Random& random) {
    Story story;
    std::array<Delta, 2> sides{test::random_document(random), test::random_document(random)};
    Delta whole = sides[0];
    whole.push(Component::insert(u"|"));
    for (const Component& component : sides[1].components()) {
      whole.push(component);
    }
    story.apply(whole, 2);
    const auto act = [&](std::size_t side) {
      const Delta op = random_change(random, sides[side].inserted_length());
      Delta placed;
      if (side == 1) {
        placed.push(Component::retain(sides[0].inserted_length() + 1));
      }
      Delta shifted = placed;
      for (const Component& component : op.components()) {
        shifted.push(component);
      }
      sides[side] = ot::rich_text::normal_form(ot::rich_text::compose(sides[side], op));
      story.apply(shifted.chop(), static_cast<AuthorIndex>(side));
    };
    for (std::size_t i = random.below(10); i > 0; --i) {
      act(random.below(2));
    }
    const OpNumber from = story.weave.version();
    const Delta left = sides[0];
    for (std::size_t i = 1 + random.below(15); i > 0; --i) {
      act(random.below(2));
    }
    const OpNumber to = story.weave.version();
    for (std::size_t i = random.below(5); i > 0; --i) {
      act(1);
    }
    Delta expected = left;
    expected.push(Component::insert(u"|"));
    for (const Component& component : sides[1].components()) {
      expected.push(component);
    }
    const Delta undo = undo_delta(story.weave, 0, from, to);
    ASSERT_EQ(normal(ot::rich_text::compose(story.texts.back(), undo)), normal(expected));
    Weave after = story.weave;
    ASSERT_TRUE(after.apply_undo(undo, 0, from, to, 2));
    ASSERT_EQ(after.check_invariants(), "");
    ASSERT_EQ(normal(text_at(after, after.version())), normal(expected));
    ASSERT_EQ(normal(text_at(after, from)), notation(story.texts[from]));
  });
}

/// Whatever overlaps: the undo applies, in the weave as in the text, and only that author's work
/// changes.
TEST(UndoLaws, NobodyElsesWordsAreTouched) {
  for_cases(kCases, [](Random& random) {
    Story story = random_story(random);
    const auto to = static_cast<OpNumber>(random.below(story.weave.version() + 1));
    const auto from = static_cast<OpNumber>(random.below(to + 1));
    const Delta undo = undo_delta(story.weave, 1, from, to);
    Weave after = story.weave;
    ASSERT_TRUE(after.apply_undo(undo, 1, from, to, 2));
    ASSERT_EQ(after.check_invariants(), "");
    ASSERT_EQ(normal(text_at(after, after.version())),
              normal(ot::rich_text::compose(story.texts.back(), undo)));
    const Difference made = difference(after, after.version() - 1, after.version());
    for (const Change& change : made.changes) {
      if (change.kind == ChangeKind::kDeleted) {
        for (const AuthorIndex writer : change.written_by) {
          ASSERT_TRUE(writer == 1 || story.restored_by_one) << "not theirs, nor brought back";
        }
      }
    }
    for (OpNumber version = 0; version <= story.weave.version(); ++version) {
      ASSERT_EQ(normal(text_at(after, version)), notation(story.texts[version]));
    }
  });
}

TEST(Moves, CutAndPasteOfTheSameTextIsOne) {
  Story story;
  story.apply(test::delta("+'One sentence that will be moved. Another one. '"), 0);
  story.apply(test::delta("-33"), 1);
  story.apply(test::delta("=13 +'One sentence that will be moved. '"), 1);
  const Difference made = difference(story.weave, 1, 3);
  ASSERT_EQ(made.changes.size(), 3u);
  EXPECT_EQ(made.changes[0].kind, ChangeKind::kDeleted);
  EXPECT_EQ(made.changes[2].kind, ChangeKind::kInserted);
  EXPECT_EQ(made.changes[0].move, made.changes[2].move);
  EXPECT_NE(made.changes[0].move, 0u);
  EXPECT_EQ(difference(story.weave, 2, 3).changes[1].move, 0u) << "one end is not seen";
}

}  // namespace
}  // namespace plenary::history
