#include "protocol/history/timeline.hpp"

#include <gtest/gtest.h>

#include "tests/support/ot/notation.hpp"
#include "tests/unit/history/authors.hpp"

namespace plenary::history {
namespace {

using testing::kAma;
using testing::kBen;

constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;

/// "by from-to" of each session.
std::string sessions_of(const Timeline& timeline) {
  std::string out;
  for (const Session& session : timeline.sessions()) {
    out += (out.empty() ? "" : " ") + std::to_string(session.by) + ":" +
           std::to_string(session.from) + "-" + std::to_string(session.to);
  }
  return out;
}

TEST(Timeline, ASessionEndsWithALongerPauseOfItsAuthor) {
  Timeline timeline;
  timeline.add({1000}, kAma, {.ops = 1, .inserted = 3});
  timeline.add({1000 + kSessionPauseMs}, kAma, {.ops = 1, .deleted = 2});
  timeline.add({1001 + 2 * kSessionPauseMs}, kAma, {.ops = 1});
  EXPECT_EQ(sessions_of(timeline), "0:0-2 0:2-3");
  const Session& first = timeline.sessions().front();
  EXPECT_EQ(first.amount, (Amount{.ops = 2, .inserted = 3, .deleted = 2}));
  EXPECT_EQ(first.start, Timestamp{1000});
  EXPECT_EQ(first.end, Timestamp{1000 + kSessionPauseMs});
}

TEST(Timeline, SessionsOfSeveralAuthorsOverlap) {
  Timeline timeline;
  for (const AuthorIndex by : {kAma, kBen, kAma, kBen, kBen, kAma}) {
    timeline.add({1000}, by, {.ops = 1});
  }
  EXPECT_EQ(sessions_of(timeline), "0:0-6 1:1-5");
}

TEST(Timeline, OperationsBelongTogetherWithinAPauseInEitherOrder) {
  Timeline timeline;
  for (const std::int64_t ms : {std::int64_t{0}, kSessionPauseMs, 2 * kSessionPauseMs + 1}) {
    timeline.add({ms}, kAma, {});
  }
  EXPECT_TRUE(timeline.together(0, 1));
  EXPECT_TRUE(timeline.together(1, 0));
  EXPECT_FALSE(timeline.together(1, 2));
  EXPECT_FALSE(timeline.together(2, 1));
}

TEST(Timeline, DaysBeginAtMidnightUtc) {
  Timeline timeline;
  timeline.add({-1}, kAma, {.ops = 1});
  timeline.add({0}, kAma, {.ops = 1, .inserted = 1});
  timeline.add({kDayMs - 1}, kBen, {.ops = 1, .inserted = 2});
  timeline.add({kDayMs}, kBen, {.ops = 1});
  const auto& days = timeline.days();
  ASSERT_EQ(days.size(), 3u);
  EXPECT_EQ(days.at(-1), Amount{.ops = 1});
  EXPECT_EQ(days.at(0), (Amount{.ops = 2, .inserted = 3}));
  EXPECT_EQ(days.at(1), Amount{.ops = 1});
  EXPECT_EQ(day_of({-kDayMs}), -1);
  EXPECT_EQ(day_of({-kDayMs - 1}), -2);
}

TEST(Timeline, AVersionIsThereFromTheTimeOfItsOperation) {
  Timeline timeline;
  EXPECT_EQ(timeline.version_at({5}), 0u);
  for (const std::int64_t ms : {10, 20, 20, 30}) {
    timeline.add({ms}, kAma, {});
  }
  EXPECT_EQ(timeline.version_at({9}), 0u);
  EXPECT_EQ(timeline.version_at({10}), 1u);
  EXPECT_EQ(timeline.version_at({19}), 1u);
  EXPECT_EQ(timeline.version_at({20}), 3u);
  EXPECT_EQ(timeline.version_at({99}), 4u);
}

TEST(Timeline, CountsWhatAnOperationChanges) {
  const Delta op = test::delta(R"(=2 +'abc' -4 =5{"bold":true} +{"image":"x"} =1)");
  EXPECT_EQ(amount_of(&op), (Amount{.ops = 1, .inserted = 4, .deleted = 4, .reformatted = 5}));
  EXPECT_EQ(amount_of(nullptr), Amount{.ops = 1});
}

}  // namespace
}  // namespace plenary::history
