#include "protocol/history/history.hpp"

#include <gtest/gtest.h>

#include "protocol/history/blame.hpp"
#include "protocol/history/difference.hpp"
#include "protocol/history/undo.hpp"
#include "tests/support/ot/notation.hpp"

namespace plenary::history {
namespace {

using test::notation;
using Kind = Event::Kind;

class HistoryTest : public ::testing::Test {
 protected:
  void add(Kind kind, std::string_view author, std::string_view op = {},
           std::string_view note = {}) {
    const Delta delta = op.empty() ? Delta() : test::delta(op);
    const Result<void> added =
        history_.add({kind, {++now_}, author, op.empty() ? nullptr : &delta, note});
    ASSERT_TRUE(added) << added.error().detail;
  }
  [[nodiscard]] std::string text() const {
    return notation(text_at(history_.weave(), history_.version()));
  }
  [[nodiscard]] std::string landmarks() const {
    std::string out;
    for (const Landmark& landmark : history_.timeline().landmarks()) {
      out += (out.empty() ? "" : " ") + std::to_string(static_cast<int>(landmark.kind)) + "@" +
             std::to_string(landmark.op) + "/" + std::to_string(landmark.by);
    }
    return out;
  }

  History history_;
  std::int64_t now_{0};
};

TEST_F(HistoryTest, KnowsItsAuthorsInTheOrderInWhichTheyCame) {
  add(Kind::kCreate, "a-1", "+'one'");
  add(Kind::kEdit, "a-2", "=3 +' two'");
  add(Kind::kEdit, "a-1", "+'x'");
  EXPECT_EQ(history_.authors(), (std::vector<std::string>{"a-1", "a-2"}));
  EXPECT_EQ(history_.author("a-2"), AuthorIndex{1});
  EXPECT_EQ(history_.author("a-3"), std::nullopt);
  EXPECT_TRUE(history_.is_text());
}

TEST_F(HistoryTest, WordsThatCameBackWithTheWholeDocumentAreWhoseTheyWere) {
  add(Kind::kCreate, "a-1", "+'one '");
  add(Kind::kEdit, "a-2", "=4 +'two'");
  add(Kind::kDelete, "a-1");
  EXPECT_EQ(text(), "");
  add(Kind::kCreate, "a-3", "+'one two'", R"({"restores":2})");
  EXPECT_EQ(text(), "+'one two'");
  const auto runs = blame(history_.weave(), history_.version(), 0, 99);
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].by, 0u);
  EXPECT_EQ(runs[1].by, 1u);
  // created, deleted, created again by a restore
  EXPECT_EQ(landmarks(), "0@0/0 1@2/0 0@3/2 2@3/2");
}

TEST_F(HistoryTest, ANoteThatDoesNotFitItsOperationChangesNothingOfIt) {
  add(Kind::kCreate, "a-1", "+'one'");
  add(Kind::kEdit, "a-2", "=3 +' two'");
  add(Kind::kEdit, "a-1", "-1", R"({"restores":1})");
  EXPECT_EQ(text(), "+'ne two'");
  add(Kind::kEdit, "a-1", "-1", R"({"undoes":{"by":"a-9","from":0,"to":2}})");
  add(Kind::kEdit, "a-1", "-1", R"({"undoes":{"by":"a-2","from":0,"to":99}})");
  EXPECT_EQ(text(), "+' two'");
}

TEST_F(HistoryTest, WhatIsNotATextHasAuthorsAndATimelineOnly) {
  add(Kind::kCreate, "a-1");
  add(Kind::kEdit, "a-2");
  add(Kind::kNoOp, "a-2");
  EXPECT_FALSE(history_.is_text());
  EXPECT_EQ(history_.version(), 3u);
  EXPECT_EQ(history_.timeline().sessions().size(), 2u);
  EXPECT_EQ(text(), "");
}

TEST_F(HistoryTest, AnOperationThatDoesNotFitTheTextIsAnError) {
  add(Kind::kCreate, "a-1", "+'one'");
  const Delta delta = test::delta("=4 -1");
  EXPECT_FALSE(history_.add({Kind::kEdit, {9}, "a-1", &delta, {}}));
}

}  // namespace
}  // namespace plenary::history
