#include "protocol/text/rope.hpp"

#include <array>
#include <limits>
#include <utility>

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/text/shape.hpp"
#include "tests/support/ot/notation.hpp"

// Deltas in the notation of tests/support/ot/notation.hpp.

namespace plenary::text {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using test::delta;
using test::notation;

Rope rope_of(std::string_view document) {
  return Rope::from_delta(delta(document)).value();
}

std::string shown(const Rope& rope) {
  EXPECT_EQ(rope.check_invariants(), "");
  return notation(rope.to_delta());
}

std::u16string units(std::size_t count, char16_t unit = u'x') {
  return std::u16string(count, unit);
}

struct Line {
  const char* document;
  const char* op;
  const char* expected;
};

TEST(Rope, AppliesOps) {
  const std::array lines = {
      Line{"", "", ""},
      Line{"", "+'a'", "+'a'"},
      Line{"+'ab'", "", "+'ab'"},
      Line{"+'ab'", "=1 +'x'", "+'axb'"},
      Line{"+'ab'", "=2 +'x'", "+'abx'"},
      Line{"+'abc'", "=1 -1", "+'ac'"},
      Line{"+'abc'", "-3", ""},
      Line{"+'abc'", "+'x' -3 +'y'", "+'xy'"},
      // Attributes
      Line{"+'ab'", R"(=1{"bold":true})", R"(+'a'{"bold":true} +'b')"},
      Line{R"(+'ab'{"bold":true})", R"(=1{"bold":null})", R"(+'a' +'b'{"bold":true})"},
      Line{R"(+'a'{"bold":true} +'b')", R"(=2{"bold":null})", "+'ab'"},
      Line{R"(+'a'{"bold":true} +'b')", R"(=1 =1{"bold":true})", R"(+'ab'{"bold":true})"},
      Line{R"(+'a'{"bold":true})", R"(=1{"link":"x"})", R"(+'a'{"bold":true,"link":"x"})"},
      Line{R"(+'ac'{"bold":true})", "=1 +'b'", R"(+'a'{"bold":true} +'b' +'c'{"bold":true})"},
      Line{R"(+'ac'{"bold":true})", R"(=1 +'b'{"bold":true})", R"(+'abc'{"bold":true})"},
      Line{R"(+'a'{"bold":true} +'b' +'c'{"bold":true})", "=1 -1", R"(+'ac'{"bold":true})"},
      Line{R"(+'a'{"size":1})", R"(=1 +'b'{"size":1.0})", R"(+'ab'{"size":1})"},
      Line{"+'ab'", R"(=1{"bold":null})", "+'ab'"},
      // Embeds stay apart, even equal ones
      Line{"+'ab'", R"(=1 +{"image":"x"})", R"(+'a' +{"image":"x"} +'b')"},
      Line{R"(+{"image":"x"})", R"(+{"image":"x"})", R"(+{"image":"x"} +{"image":"x"})"},
      Line{R"(+'a' +{"image":"x"} +'b')", "=1 -1", "+'ab'"},
      Line{R"(+{"image":"x"} +'b')", R"(=1{"width":9})", R"(+{"image":"x"}{"width":9} +'b')"},
      Line{R"(+{"image":"x"})", "=1 +'b'", R"(+{"image":"x"} +'b')"},
      // Halves of a pair come apart and meet again
      Line{"+'\U0001F600'", "=1 +'x'", R"(+'\ud83dx\ude00')"},
      Line{R"(+'\ud83dx\ude00')", "=1 -1", "+'\U0001F600'"},
      Line{"+'\U0001F600'", "-1", R"(+'\ude00')"},
      Line{R"(+'a\u0000b')", "=1 -1", "+'ab'"},
  };
  for (const Line& line : lines) {
    Rope rope = rope_of(line.document);
    ASSERT_TRUE(rope.apply(delta(line.op))) << line.document << " + " << line.op;
    EXPECT_EQ(shown(rope), line.expected) << line.document << " + " << line.op;
  }
}

TEST(Rope, RefusesWhatDoesNotFitAndStaysAsItWas) {
  const std::array lines = {
      Line{"+'ab'", "=3", ""},
      Line{"+'ab'", "=1 -2", ""},
      Line{"", "-1", ""},
      Line{"+'ab'", R"(+'x' =1{"bold":true} -1 =1)", ""},
  };
  for (const Line& line : lines) {
    Rope rope = rope_of(line.document);
    const Result<void> applied = rope.apply(delta(line.op));
    ASSERT_FALSE(applied) << line.op;
    EXPECT_EQ(applied.error().code, Errc::kNotApplicable);
    EXPECT_FALSE(rope.invert(delta(line.op)));
    EXPECT_EQ(shown(rope), line.document);
  }
  Rope rope = rope_of("+'ab'");
  EXPECT_FALSE(rope.apply(Delta({Component::insert(u"x"), Component::remove(0)})));
  EXPECT_FALSE(rope.apply(
      Delta({Component::retain(1), Component::retain(std::numeric_limits<std::size_t>::max())})));
  EXPECT_EQ(shown(rope), "+'ab'");
}

TEST(Rope, RefusesADocumentThatIsNotOne) {
  EXPECT_FALSE(Rope::from_delta(delta("+'a' =1")));
  EXPECT_FALSE(Rope::from_delta(delta("-1")));
}

TEST(Rope, TakesAnEmptyMapOfAttributesAsNone) {
  const auto none = std::make_shared<const json::Value>(json::Value::object());
  Rope rope;
  rope.insert(0, u"a", none);
  rope.insert(1, u"b");
  rope.format(0, 2, none);
  EXPECT_EQ(shown(rope), "+'ab'");
}

TEST(Rope, InvertsAnOp) {
  const std::array lines = {
      Line{"+'ab'", "=1 +'x'", "=1 -1"},
      Line{"+'abc'", "=1 -1", "=1 +'b'"},
      Line{R"(+'a'{"bold":true} +'b')", "-2", R"(+'a'{"bold":true} +'b')"},
      Line{R"(+'a'{"bold":true} +'b')", R"(=2{"bold":true})", R"(=1 =1{"bold":null})"},
      Line{R"(+'a'{"bold":true} +'b')", R"(=2{"bold":null})", R"(=1{"bold":true} =1{"bold":null})"},
      Line{R"(+{"image":"x"}{"width":9})", "-1", R"(+{"image":"x"}{"width":9})"},
      Line{"+'ab'", "=2", ""},
  };
  for (const Line& line : lines) {
    const Rope rope = rope_of(line.document);
    const Result<Delta> inverse = rope.invert(delta(line.op));
    ASSERT_TRUE(inverse) << line.op;
    EXPECT_EQ(notation(*inverse), line.expected) << line.document << " + " << line.op;
  }
}

TEST(Rope, ReadsARange) {
  const Rope rope = rope_of(R"(+'abc' +{"image":"x"} +'def'{"bold":true})");
  EXPECT_EQ(notation(rope.to_delta(0, 0)), "");
  EXPECT_EQ(notation(rope.to_delta(1, 3)), "+'bc'");
  EXPECT_EQ(notation(rope.to_delta(2, 5)), R"(+'c' +{"image":"x"} +'d'{"bold":true})");
  EXPECT_EQ(notation(rope.to_delta(7, 7)), "");
  EXPECT_EQ(notation(Rope().to_delta()), "");
}

TEST(Rope, WritesItselfAsJson) {
  const auto json_of = [](const Rope& rope) {
    std::string json = "ops:";
    append_json(json, rope);
    return json;
  };
  EXPECT_EQ(json_of(Rope()), "ops:[]");
  EXPECT_EQ(json_of(rope_of(R"(+'a\u0027' +{"image":"x"} +'\ud83d'{"bold":true})")),
            R"(ops:[{"insert":"a'"},{"insert":{"image":"x"}},)"
            R"({"insert":"\ud83d","attributes":{"bold":true}}])");
}

TEST(Rope, ReadsOneRunOverManyLeavesAsOne) {
  Rope rope;
  rope.insert(0, units(5 * kLeafBytes), delta(R"(=1{"bold":true})").components()[0].attributes);
  std::size_t begun = 0;
  Reader reader = rope.read();
  for (Piece piece; reader.next(piece);) {
    begun += piece.continues ? 0 : 1;
  }
  EXPECT_EQ(begun, 1U);
  EXPECT_EQ(rope.to_delta().components().size(), 1U);
}

TEST(Rope, TurnsWideAndBackWithItsText) {
  Rope rope;
  rope.insert(0, units(kLeafBytes));
  rope.insert(kLeafBytes / 2, u"\u4e2d");
  EXPECT_EQ(rope.check_invariants(), "");
  const Delta document = rope.to_delta();
  const std::u16string& text = document.components()[0].text;
  EXPECT_EQ(text, units(kLeafBytes / 2) + u"\u4e2d" + units(kLeafBytes - kLeafBytes / 2));
  rope.erase(kLeafBytes / 2, 1);
  EXPECT_EQ(rope.to_delta().components()[0].text, units(kLeafBytes));
}

TEST(Rope, LoadsALongTextIntoFullLeaves) {
  constexpr std::size_t kUnits = 1'000'000;
  Rope rope;
  rope.insert(0, units(kUnits));
  EXPECT_EQ(rope.check_invariants(), "");
  EXPECT_LT(rope.memory_bytes(), kUnits * 11 / 10);
  Rope wide;
  wide.insert(0, units(kUnits, u'\u4e2d'));
  EXPECT_LT(wide.memory_bytes(), kUnits * 22 / 10);
}

TEST(Rope, InsertsALongTextIntoTheMiddle) {
  Rope rope;
  rope.insert(0, units(3 * kLeafBytes, u'a'));
  rope.insert(kLeafBytes + 7, units(9 * kLeafBytes, u'b'));
  EXPECT_EQ(rope.check_invariants(), "");
  EXPECT_EQ(
      rope.to_delta().components()[0].text,
      units(kLeafBytes + 7, u'a') + units(9 * kLeafBytes, u'b') + units(2 * kLeafBytes - 7, u'a'));
}

TEST(Rope, ErasesAllAndGoesOn) {
  Rope rope;
  rope.insert(0, units(10 * kLeafBytes));
  rope.erase(0, rope.length());
  EXPECT_EQ(rope.length(), 0U);
  EXPECT_EQ(rope.check_invariants(), "");
  rope.insert(0, u"again");
  EXPECT_EQ(shown(rope), "+'again'");
}

TEST(Rope, CopiesAreApart) {
  Rope rope = rope_of("+'ab'");
  const Rope before = rope;
  rope.insert(1, u"x");
  Rope branch = before;
  branch.erase(0, 1);
  EXPECT_EQ(shown(before), "+'ab'");
  EXPECT_EQ(shown(rope), "+'axb'");
  EXPECT_EQ(shown(branch), "+'b'");
}

TEST(Rope, ACopyOfACopyThatIsGoneDoesNotKeepTheFinger) {
  // The path to the place of the last edit is shared again only below the root, by a copy of a
  // copy.
  Rope rope;
  rope.insert(0, units(100 * kLeafBytes));
  rope.insert(5, u"a");
  Rope first = rope;
  first.insert(50 * kLeafBytes, u"b");
  Rope second = first;
  first = Rope();
  rope.insert(6, u"c");
  second.insert(6, u"d");
  EXPECT_EQ(notation(rope.to_delta(4, 8)), "+'xacx'");
  EXPECT_EQ(notation(second.to_delta(4, 8)), "+'xadx'");
  EXPECT_EQ(rope.check_invariants(), "");
  EXPECT_EQ(second.check_invariants(), "");
}

TEST(Rope, MovesLeaveAnEmptyText) {
  Rope rope = rope_of("+'ab'");
  rope.insert(1, u"x");
  Rope moved = std::move(rope);
  moved.insert(2, u"y");
  EXPECT_EQ(shown(moved), "+'axyb'");
  rope = Rope();
  rope.insert(0, u"new");
  EXPECT_EQ(shown(rope), "+'new'");
}

TEST(Rope, SharesEqualAttributes) {
  Rope rope;
  for (int i = 0; i < 100; ++i) {
    rope.insert(rope.length(), u"a",
                std::make_shared<const json::Value>(json::Value{{"bold", i % 2 == 0}}));
  }
  const Delta document = rope.to_delta();
  ASSERT_EQ(document.components().size(), 100U);
  EXPECT_EQ(document.components()[0].attributes, document.components()[98].attributes);
  EXPECT_EQ(document.components()[1].attributes, document.components()[99].attributes);
}

/// A table of two rows and columns with "a" in its first cell, behind an x.
constexpr const char* kTable =
    R"([{"insert":"x"},{"insert":{"table-embed":{"rows":[{"insert":{"id":"r1"}},{"insert":{"id":"r2"}}],)"
    R"("columns":[{"insert":{"id":"c1"}},{"insert":{"id":"c2"}}],"cells":{"1:1":{"content":[{"insert":"a"}]}}}}}])";

Delta from_json(const std::string& json) {
  return ot::rich_text::decode(json).value().delta;
}

std::string json_of(const Rope& rope) {
  std::string json;
  append_json(json, rope);
  return json;
}

Result<void> change_table(Rope& rope, const std::string& change) {
  return rope.apply(from_json(R"([{"retain":1},{"retain":{"table-embed":)" + change + "}}]"));
}

TEST(RopeTables, ACellOfADeletedColumnDoesNotComeBackWithItsPlace) {
  Rope rope = Rope::from_delta(from_json(kTable)).value();
  ASSERT_TRUE(change_table(rope, R"({"columns":[{"delete":1}]})"));
  ASSERT_TRUE(change_table(rope, R"({"columns":[{"insert":{"id":"c1"}}]})"));
  EXPECT_EQ(json_of(rope).find("cells"), std::string::npos) << json_of(rope);
  ASSERT_TRUE(change_table(rope, R"({"rows":[{"insert":{"id":"r0"}}],)"
                                 R"("cells":{"2:2":{"content":[{"insert":"b"}]}}})"));
  EXPECT_NE(json_of(rope).find(R"("cells":{"2:2":{"content":[{"insert":"b"}]}})"),
            std::string::npos)
      << json_of(rope);
}

TEST(RopeTables, AChangeThatDoesNotFitChangesNothing) {
  Rope rope = Rope::from_delta(from_json(kTable)).value();
  const std::string before = json_of(rope);
  for (const char* change : {
           R"({"rows":[{"retain":3,"attributes":{"a":1}}]})",
           R"({"columns":[{"delete":3}]})",
           R"({"cells":{"3:1":{"content":[{"insert":"b"}]}}})",
           R"({"cells":{"1:3":{"content":[{"insert":"b"}]}}})",
           R"({"rows":[{"delete":1}],"cells":{"2:1":{"content":[{"insert":"b"}]}}})",
           R"({"cells":{"1:1":{"content":[{"retain":1},{"delete":1}]}}})",
           R"({"cells":{"2:2":{"content":[{"insert":"b"}]},"1:1":{"content":[{"delete":2}]}}})",
           R"({"cells":{"1:1":{"content":[{"retain":{"note":{"content":[{"insert":"n"}]}}}]}}})",
       }) {
    EXPECT_FALSE(change_table(rope, change)) << change;
    EXPECT_EQ(json_of(rope), before) << change;
  }
  const Delta elsewhere = from_json(
      R"([{"insert":"y"},{"retain":1},{"retain":{"note":{"content":[{"insert":"n"}]}}}])");
  EXPECT_FALSE(rope.apply(elsewhere));
  EXPECT_FALSE(rope.invert(elsewhere));
  EXPECT_FALSE(rope.apply(from_json(R"([{"retain":{"table-embed":{}}}])")));
  EXPECT_EQ(json_of(rope), before);
}

/// What is no table or note stays as it is.
TEST(RopeTables, AnOddTableTakesNoChanges) {
  for (const char* table : {
           R"({"rows":[{"insert":"text"}]})",
           R"({"rows":[{"insert":{"id":"r1"}}],"cells":{"1:1":{"content":[{"insert":"a"}]}}})",
           R"({"rows":[{"insert":{"id":"r1"}}],"width":3})",
           R"([])",
       }) {
    const std::string document = R"([{"insert":{"table-embed":)" + std::string(table) + "}}]";
    Rope rope = Rope::from_delta(from_json(document)).value();
    EXPECT_EQ(json::parse(json_of(rope)).value(), json::parse(document).value());
    EXPECT_FALSE(
        rope.apply(from_json(R"([{"retain":{"table-embed":{"rows":[{"insert":{"id":"n"}}]}}}])")))
        << table;
  }
}

/// Other programs write an empty `rows` and the like; that is no reason to freeze their table.
TEST(RopeTables, ATableThatIsWrittenOtherwiseStaysSoUntilItsFirstChange) {
  struct Written {
    const char* embed;
    const char* change;
    const char* after;
  };
  for (
      const Written& written : {
          Written{
              R"({"table-embed":{"rows":[],"columns":[{"insert":{"id":"c"}}],"cells":{}}})",
              R"({"table-embed":{"columns":[{"retain":1,"attributes":{"name":"Who"}}]}})",
              R"({"table-embed":{"columns":[{"insert":{"id":"c"},"attributes":{"name":"Who"}}]}})"},
          Written{R"({"table-embed":{"rows":[],"columns":[]}})",
                  R"({"table-embed":{"rows":[{"insert":{"id":"r"}}]}})",
                  R"({"table-embed":{"rows":[{"insert":{"id":"r"}}]}})"},
          Written{R"({"note":{"content":[{"insert":"a"},{"insert":"b","attributes":{}}]}})",
                  R"({"note":{"content":[{"retain":2},{"insert":"c"}]}})",
                  R"({"note":{"content":[{"insert":"abc"}]}})"},
      }) {
    const auto paper = [](const char* embed) {
      return R"([{"insert":"x"},{"insert":)" + std::string(embed) + "}]";
    };
    const json::Value as_sent = json::parse(paper(written.embed)).value();
    Rope rope = Rope::from_delta(from_json(paper(written.embed))).value();
    const Rope copy = rope;
    EXPECT_EQ(json::parse(json_of(rope)).value(), as_sent);
    ASSERT_TRUE(
        rope.apply(from_json(R"([{"retain":1},{"retain":)" + std::string(written.change) + "}]")))
        << written.embed;
    EXPECT_EQ(json::parse(json_of(rope)).value(), json::parse(paper(written.after)).value());
    EXPECT_EQ(json::parse(json_of(copy)).value(), as_sent);
  }
}

TEST(RopeTables, ACopyKeepsItsTableWhileTheOtherChanges) {
  Rope rope = Rope::from_delta(from_json(kTable)).value();
  const Rope copy = rope;
  const std::string before = json_of(copy);
  ASSERT_TRUE(change_table(rope, R"({"cells":{"1:1":{"content":[{"retain":1},{"insert":"b"}]}}})"));
  EXPECT_EQ(json_of(copy), before);
  const Rope second = rope;
  ASSERT_TRUE(change_table(rope, R"({"cells":{"1:1":{"content":[{"delete":1}]}}})"));
  EXPECT_NE(json_of(second).find(R"("insert":"ab")"), std::string::npos);
  EXPECT_NE(json_of(rope).find(R"({"insert":"b"})"), std::string::npos);
}

}  // namespace
}  // namespace plenary::text
