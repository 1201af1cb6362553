#include <array>

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/delta.hpp"
#include "tests/support/ot/notation.hpp"

// Tables of deltas in the notation of tests/support/ot/notation.hpp. What is expected is what the
// stock type answers.

namespace plenary::ot::rich_text {
namespace {

using test::delta;
using test::notation;

struct Line {
  const char* a;
  const char* b;
  const char* expected;
};

TEST(Compose, DoesOneAfterTheOther) {
  constexpr std::array<Line, 24> kLines = {{
      {"+'a'", "+'b'", "+'ba'"},
      {"+'a'", "=1 +'b'", "+'ab'"},
      {"+'a'", "-1", ""},
      {"+'ab'", "=1 -1", "+'a'"},
      {"+'ab'", "=1 +'X' =1", "+'aXb'"},
      {"-1", "+'b'", "+'b' -1"},
      {"-1", "-1", "-2"},
      {"-1", R"(=1{"bold":true})", R"(-1 =1{"bold":true})"},
      {R"(=1{"color":"blue"})", "+'b'", R"(+'b' =1{"color":"blue"})"},
      {R"(=1{"color":"blue"})", "-1", "-1"},
      {R"(=1{"color":"blue"})", R"(=1{"bold":true,"color":"red"})",
       R"(=1{"bold":true,"color":"red"})"},
      {"=3 +'x'", "=1 +'y'", "=1 +'y' =2 +'x'"},
      {"=4 -1", "=2 -2", "=2 -3"},
      {R"(+'a'{"bold":true})", R"(=1{"bold":null})", "+'a'"},
      {R"(=1{"bold":true})", R"(=1{"bold":null})", R"(=1{"bold":null})"},
      {"+'a'", R"(=1{"bold":null})", "+'a'"},
      {R"(+{"image":"x"})", R"(=1{"alt":"y"})", R"(+{"image":"x"}{"alt":"y"})"},
      {R"(+{"image":"x"} +{"image":"x"})", "=1 -1", R"(+{"image":"x"})"},
      {R"(+'a'{"bold":true} +'b')", R"(=2{"bold":true})", R"(+'ab'{"bold":true})"},
      {R"(+'\ud83d')", R"(=1 +'\ude00')", R"(+'😀')"},
      {"+'😀'", "=1 -1", R"(+'\ud83d')"},
      {"+'😀'", "=1 +'x'", R"(+'\ud83dx\ude00')"},
      {"+'a' +'b'", "=2 +'c'", "+'a' +'bc'"},
      {"", "", ""},
  }};
  for (const Line& line : kLines) {
    EXPECT_EQ(notation(compose(delta(line.a), delta(line.b))), line.expected)
        << line.a << "   then   " << line.b;
  }
}

struct Concurrent {
  const char* op;
  const char* over;
  const char* over_first;  // the op after `over`, which was committed first
  const char* op_first;
};

TEST(Transform, RewritesAnOpToApplyAfterAnother) {
  constexpr std::array<Concurrent, 20> kLines = {{
      {"+'b'", "+'a'", "=1 +'b'", "+'b'"},
      {"=2 +'b'", "+'a'", "=3 +'b'", "=3 +'b'"},
      {"+'b'", "=2 +'a'", "+'b'", "+'b'"},
      {"-1", "+'a'", "=1 -1", "=1 -1"},
      {"+'b'", "-1", "+'b'", "+'b'"},
      {"-1", "-1", "", ""},
      {"-3", "=1 -1", "-2", "-2"},
      {"=1 -1", "-3", "", ""},
      {"-2", "=1 +'a'", "-1 =1 -1", "-1 =1 -1"},
      {"=1 +'b'", "-2", "+'b'", "+'b'"},
      {R"(=1{"color":"blue"})", R"(=1{"color":"red"})", "", R"(=1{"color":"blue"})"},
      {R"(=1{"color":"blue","bold":true})", R"(=1{"color":"red"})", R"(=1{"bold":true})",
       R"(=1{"bold":true,"color":"blue"})"},
      {R"(=1{"color":"blue"})", R"(=1{"color":null})", "", R"(=1{"color":"blue"})"},
      {R"(=1{"color":null})", R"(=1{"color":"red"})", "", R"(=1{"color":null})"},
      {R"(=1{"bold":true})", "-1", "", ""},
      {"-1", R"(=1{"bold":true})", "-1", "-1"},
      {"+'b'", R"(=1{"bold":true})", "+'b'", "+'b'"},
      {R"(+{"image":"x"})", "+'ab'", R"(=2 +{"image":"x"})", R"(+{"image":"x"})"},
      {"=1 +'x'", R"(=1 +'\ude00' -1)", "=2 +'x'", "=1 +'x'"},
      {"", "+'a'", "", ""},
  }};
  for (const Concurrent& line : kLines) {
    const Delta op = delta(line.op);
    const Delta over = delta(line.over);
    EXPECT_EQ(notation(transform(op, over, Priority::kOverFirst)), line.over_first)
        << line.op << "   over   " << line.over;
    EXPECT_EQ(notation(transform(op, over, Priority::kOpFirst)), line.op_first)
        << line.op << "   over   " << line.over;
  }
}

TEST(Invert, TakesBackWhatWasDone) {
  constexpr std::array<Line, 8> kLines = {{
      {"=2 +'x'", "+'ab'", "=2 -1"},
      {"=1 -2", "+'abc'", "=1 +'bc'"},
      {"-2", R"(+'a'{"bold":true} +'b')", R"(+'a'{"bold":true} +'b')"},
      {R"(=1{"bold":true})", "+'a'", R"(=1{"bold":null})"},
      {R"(=1{"bold":null})", R"(+'a'{"bold":true})", R"(=1{"bold":true})"},
      {R"(=2{"color":"red"})", R"(+'a'{"color":"blue"} +'b')",
       R"(=1{"color":"blue"} =1{"color":null})"},
      {R"(=1{"color":"red"})", R"(+'a'{"color":"red"})", ""},
      {"-1", R"(+{"image":"x"})", R"(+{"image":"x"})"},
  }};
  for (const Line& line : kLines) {
    EXPECT_EQ(notation(invert(delta(line.a), delta(line.b))), line.expected)
        << line.a << "   on   " << line.b;
  }
}

struct Moved {
  std::size_t position;
  const char* op;
  std::size_t after;
  std::size_t before;
};

TEST(TransformPosition, FollowsTheTextAndLeansAsAsked) {
  constexpr std::array<Moved, 10> kLines = {{
      {2, "+'xy'", 4, 4},
      {2, "=2 +'xy'", 4, 2},
      {2, "=3 +'xy'", 2, 2},
      {0, "+'xy'", 2, 0},
      {2, "-1", 1, 1},
      {2, "=1 -5", 1, 1},
      {2, "=2 -1", 2, 2},
      {4, "=1 -2 +'xyz'", 5, 5},
      {2, "=1 -1 +'x'", 2, 1},
      {3, R"(=1{"bold":true} +{"image":"x"})", 4, 4},
  }};
  for (const Moved& line : kLines) {
    const Delta op = delta(line.op);
    EXPECT_EQ(transform_position(line.position, op, Bias::kAfter), line.after)
        << line.position << " past " << line.op;
    EXPECT_EQ(transform_position(line.position, op, Bias::kBefore), line.before)
        << line.position << " past " << line.op;
  }
}

TEST(TransformPresence, MovesBothEndsAndKeepsTheRest) {
  const Delta op = delta("=2 +'xy'");
  EXPECT_EQ(
      test::text(transform_presence(test::value("{'index':2,'length':3,'name':'n'}"), op, false)),
      "{'index':2,'length':5,'name':'n'}");
  EXPECT_EQ(test::text(transform_presence(test::value("{'index':2,'length':0}"), op, false)),
            "{'index':2,'length':0}");
  EXPECT_EQ(test::text(transform_presence(test::value("{'index':2,'length':0}"), op, true)),
            "{'index':4,'length':0}");
  EXPECT_EQ(test::text(transform_presence(test::value("null"), op, true)), "null");
}

TEST(NormalForm, JoinsEqualNeighboursAndDropsWhatDoesNothing) {
  constexpr std::array<std::pair<const char*, const char*>, 8> kLines = {{
      {"+'a' +'b'", "+'ab'"},
      {R"(+'a'{"bold":true} +'b')", R"(+'a'{"bold":true} +'b')"},
      {"=1 =2", ""},
      {R"(=1{"bold":true} =2{"bold":true} =1)", R"(=3{"bold":true})"},
      {"-1 -2", "-3"},
      {"-1 +'a'", "+'a' -1"},
      {"+'a' -1 +'b'", "+'ab' -1"},
      {R"(+{"image":"x"} +{"image":"x"})", R"(+{"image":"x"} +{"image":"x"})"},
  }};
  for (const auto& [raw, expected] : kLines) {
    EXPECT_EQ(notation(normal_form(delta(raw))), expected) << raw;
  }
}

TEST(CheckApplies, RefusesWhatGoesPastTheEnd) {
  EXPECT_TRUE(check_applies(delta("=2 +'x' -1"), 3));
  EXPECT_TRUE(check_applies(delta("+'x'"), 0));
  EXPECT_FALSE(check_applies(delta("=2 +'x' -1"), 2));
  EXPECT_FALSE(check_applies(delta("=5 +'x'"), 4));
  EXPECT_FALSE(check_applies(delta(R"(=1{"bold":true})"), 0));
  EXPECT_FALSE(check_applies(delta("-0"), 3));
  EXPECT_EQ(check_applies(delta("-9 -9"), 10).error().code, Errc::kNotApplicable);
}

TEST(Delta, CountsWhatItNeedsAndInserts) {
  const Delta op = delta(R"(=2 +'😀x' -3 +{"image":"x"})");
  EXPECT_EQ(op.base_length(), 5u);
  EXPECT_EQ(op.inserted_length(), 4u);
  EXPECT_FALSE(op.is_document());
  EXPECT_TRUE(delta("+'a'").is_document());
  EXPECT_TRUE(Delta().is_document());
}

}  // namespace
}  // namespace plenary::ot::rich_text
