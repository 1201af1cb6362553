#include "protocol/history/moves.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tests/unit/history/authors.hpp"

namespace plenary::history {
namespace {

using testing::kAma;
using testing::kBen;

const std::u16string kPassage(kMoveUnitsLeast, u'x');

TEST(Moves, CutAndPasteIsAMoveInEitherOrder) {
  Moves moves;
  moves.deleted(kPassage, 3, kAma);
  EXPECT_EQ(moves.away(3), 0u) << "not yet";
  moves.inserted(kPassage, 5, kAma);
  EXPECT_EQ(moves.away(3), 1u);
  EXPECT_EQ(moves.here(5), 1u);
  const std::u16string other(kMoveUnitsLeast + 1, u'y');
  moves.inserted(other, 6, kAma);
  moves.deleted(other, 7, kAma);
  EXPECT_EQ(moves.here(6), 2u);
  EXPECT_EQ(moves.away(7), 2u);
}

TEST(Moves, LineEndsAroundThePassageDoNotCount) {
  Moves moves;
  moves.deleted(u"\n" + kPassage + u"\n\n", 3, kAma);
  moves.inserted(kPassage + u"\n", 4, kAma);
  EXPECT_EQ(moves.here(4), 1u);
}

TEST(Moves, WhatAnotherPersonWritesIsNoMove) {
  Moves moves;
  moves.deleted(kPassage, 3, kAma);
  moves.inserted(kPassage, 4, kBen);
  EXPECT_EQ(moves.here(4), 0u);
}

TEST(Moves, ShortTextsAreNotMoved) {
  Moves moves;
  const std::u16string text(kMoveUnitsLeast - 1, u'x');
  moves.deleted(text + u"\n", 3, kAma);
  moves.inserted(text + u"\n", 4, kAma);
  EXPECT_EQ(moves.here(4), 0u);
}

TEST(Moves, WhatWasCutOnceIsMovedOnce) {
  Moves moves;
  moves.deleted(kPassage, 3, kAma);
  moves.inserted(kPassage, 4, kAma);
  moves.inserted(kPassage, 5, kAma);
  EXPECT_EQ(moves.here(4), 1u);
  EXPECT_EQ(moves.here(5), 0u);
}

TEST(Moves, OnlyTheLastTextsAreRemembered) {
  for (const std::size_t others : {kMoveTextsMost - 1, kMoveTextsMost}) {
    Moves moves;
    moves.deleted(kPassage, 0, kAma);
    for (std::size_t i = 1; i <= others; ++i) {
      moves.deleted(std::u16string(kMoveUnitsLeast + i, u'y'), static_cast<OpNumber>(i), kAma);
    }
    moves.inserted(kPassage, 99, kAma);
    EXPECT_EQ(moves.here(99), others < kMoveTextsMost ? 1u : 0u) << others;
  }
}

}  // namespace
}  // namespace plenary::history
