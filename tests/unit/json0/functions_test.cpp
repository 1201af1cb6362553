#include <array>

#include <gtest/gtest.h>

#include "protocol/ot/json0/json0.hpp"
#include "tests/support/ot/notation.hpp"

// Tables of json0 in JSON with ' for ". What is expected is what the stock type answers.

namespace plenary::ot::json0 {
namespace {

using test::op;
using test::text;
using test::value;

struct Line {
  const char* a;
  const char* b;
  const char* expected;
};

TEST(Json0Apply, DoesEachInstruction) {
  constexpr std::array<Line, 18> kLines = {{
      {"{'n':1}", "[{'p':['n'],'na':2}]", "{'n':3}"},
      {"3", "[{'p':[],'na':-1}]", "2"},
      {"[0,1]", "[{'p':[1],'li':'x'}]", "[0,'x',1]"},
      {"[0,1]", "[{'p':[0],'ld':0}]", "[1]"},
      {"[0,1]", "[{'p':[0],'ld':0,'li':null}]", "[null,1]"},
      {"[0,1,2]", "[{'p':[0],'lm':2}]", "[1,2,0]"},
      {"[0,1,2]", "[{'p':[2],'lm':0}]", "[2,0,1]"},
      {"{}", "[{'p':['k'],'oi':null}]", "{'k':null}"},
      {"{'k':1}", "[{'p':['k'],'od':1}]", "{}"},
      {"{'k':1}", "[{'p':['k'],'od':1,'oi':{'x':[]}}]", "{'k':{'x':[]}}"},
      {"{'k':1}", "[{'p':['j'],'od':1}]", "{'k':1}"},
      {"{'5':1}", "[{'p':[5],'na':1}]", "{'5':2}"},
      {"'abc'", "[{'p':[1],'si':'X'}]", "'aXbc'"},
      {"'abc'", "[{'p':[1],'sd':'bc'}]", "'a'"},
      {"['abc']", "[{'p':[0],'t':'text0','o':[{'p':0,'i':'X'},{'p':1,'d':'ab'}]}]", "['Xc']"},
      {"'😀'", R"([{'p':[1],'si':'x'}])", R"('\ud83dx\ude00')"},
      {R"('\ud83dx\ude00')", "[{'p':[1],'sd':'x'}]", "'😀'"},
      {"{'a':{'b':[[1]]}}", "[{'p':['a','b',0,0],'na':1},{'p':['a','b'],'od':null,'oi':0}]",
       "{'a':{'b':0}}"},
  }};
  for (const Line& line : kLines) {
    const Result<json::Value> result = json0::apply(value(line.a), op(line.b));
    ASSERT_TRUE(result) << line.a << " " << line.b << " " << result.error().detail;
    EXPECT_EQ(text(*result), line.expected) << line.a << " " << line.b;
  }
}

TEST(Json0Apply, FollowsJavaScriptAtTheEdges) {
  constexpr std::array<Line, 16> kLines = {{
      {"[0]", "[{'p':[9],'li':1}]", "[0,1]"},
      {"[0]", "[{'p':[9],'ld':1}]", "[0]"},
      {"[0,1]", "[{'p':[0],'lm':9}]", "[1,0]"},
      {"[0]", "[{'p':[9],'lm':0}]", "[null,0]"},
      {"[0]", "[{'p':[2],'ld':1,'li':1}]", "[0,null,1]"},
      {"[0,1]", "[{'p':[-1],'ld':1}]", "[0]"},
      {"[0,1]", "[{'p':[-1],'li':2}]", "[0,2,1]"},
      {"[0,1]", "[{'p':[-1],'ld':1,'li':2}]", "[0,1]"},
      {"[[0]]", "[{'p':['0',0],'na':1}]", "[[1]]"},
      {"'abc'", "[{'p':[9],'si':'x'}]", "'abcx'"},
      {"['a',{},[1,null,true]]", "[{'p':[1],'si':'-'}]", "'a-[object Object],1,,true'"},
      {"[]", "[{'p':[1],'t':'text0','o':[]}]", "[null,null]"},
      {"['ab']", "[{'p':[0,1],'t':'text0','o':[{'p':0,'i':'x'}]}]", "['ab']"},
      {"{'n':1}", "[{'p':['n'],'t':'nosuch','o':[],'na':1}]", "{'n':2}"},
      {"{'n':1}", "[{'p':['n'],'na':1,'oi':7}]", "{'n':2}"},
      {"{'n':1}", "[{'p':[],'od':1}]", "null"},
  }};
  for (const Line& line : kLines) {
    const Result<json::Value> result = json0::apply(value(line.a), op(line.b));
    ASSERT_TRUE(result) << line.a << " " << line.b << " " << result.error().detail;
    EXPECT_EQ(text(*result), line.expected) << line.a << " " << line.b;
  }
}

TEST(Json0Apply, RefusesWhatLeadsNowhere) {
  constexpr std::array<std::pair<const char*, const char*>, 11> kLines = {{
      {"{}", "[{'p':['x','y'],'oi':1}]"},
      {"{}", "[{'p':['x'],'na':1}]"},
      {"{'x':'1'}", "[{'p':['x'],'na':1}]"},
      {"{}", "[{'p':[0],'li':1}]"},
      {"[]", "[{'p':['x'],'oi':1}]"},
      {"null", "[{'p':['x'],'oi':1}]"},
      {"{'x':5}", "[{'p':['x',0],'si':'a'}]"},
      {"{}", "[{'p':['x',0],'si':'a'}]"},
      {"'abc'", "[{'p':[1],'sd':'x'}]"},
      {"'abc'", "[{'p':[2],'sd':'cd'}]"},
      {"['abc']", "[{'p':[0],'sd':'abc'}]"},
  }};
  for (const auto& [document, edit] : kLines) {
    EXPECT_FALSE(json0::apply(value(document), op(edit))) << document << " " << edit;
  }
}

TEST(Json0Apply, PadsListsOnlySoFar) {
  const auto replace_at = [](std::int64_t index) {
    return Op{{{Key(index)}, ListChange{Frozen(nullptr), Frozen(1)}}};
  };
  EXPECT_EQ(json0::apply(value("[0]"), replace_at(kMaxPadding + 1))->size(),
            static_cast<std::size_t>(kMaxPadding) + 2);
  EXPECT_EQ(json0::apply(value("[0]"), replace_at(kMaxPadding + 2)).error().code, Errc::kTooLarge);
}

struct Concurrent {
  const char* op;
  const char* over;
  const char* left;
  const char* right;
};

void expect_transforms(const Concurrent& line) {
  const Op mine = op(line.op);
  const Op over = op(line.over);
  for (const auto& [side, expected] :
       {std::pair(Side::kLeft, line.left), std::pair(Side::kRight, line.right)}) {
    const Result<Op> moved = transform(mine, over, side);
    ASSERT_TRUE(moved) << line.op << "   over   " << line.over << ": " << moved.error().detail;
    EXPECT_EQ(text(*moved), expected) << line.op << "   over   " << line.over;
  }
}

TEST(Json0Transform, OfLists) {
  constexpr std::array<Concurrent, 17> kLines = {{
      {"[{'p':[0],'li':2}]", "[{'p':[0],'li':1}]", "[{'li':2,'p':[0]}]", "[{'li':2,'p':[1]}]"},
      {"[{'p':[1],'na':2}]", "[{'p':[1],'li':1}]", "[{'na':2,'p':[2]}]", "[{'na':2,'p':[2]}]"},
      {"[{'p':[1,'k'],'na':2}]", "[{'p':[1],'li':1}]", "[{'na':2,'p':[2,'k']}]",
       "[{'na':2,'p':[2,'k']}]"},
      {"[{'p':[0],'lm':3}]", "[{'p':[2],'li':1}]", "[{'lm':4,'p':[0]}]", "[{'lm':4,'p':[0]}]"},
      {"[{'p':[1],'ld':5}]", "[{'p':[1],'ld':5}]", "[]", "[]"},
      {"[{'p':[1],'ld':5,'li':6}]", "[{'p':[1],'ld':5}]", "[{'li':6,'p':[1]}]",
       "[{'li':6,'p':[1]}]"},
      {"[{'p':[1],'ld':5}]", "[{'p':[1],'ld':5,'li':6}]", "[]", "[]"},
      {"[{'p':[1],'ld':5,'li':6}]", "[{'p':[1],'ld':5,'li':7}]", "[{'ld':7,'li':6,'p':[1]}]", "[]"},
      {"[{'p':[1,'k'],'oi':1}]", "[{'p':[1],'ld':{}}]", "[]", "[]"},
      {"[{'p':[1],'ld':{'n':1}}]", "[{'p':[1,'n'],'na':2}]", "[{'ld':{'n':3},'p':[1]}]",
       "[{'ld':{'n':3},'p':[1]}]"},
      {"[{'p':[1],'lm':3}]", "[{'p':[1],'ld':5}]", "[]", "[]"},
      {"[{'p':[2],'lm':0}]", "[{'p':[2],'lm':1}]", "[{'lm':0,'p':[1]}]", "[]"},
      {"[{'p':[0],'lm':2}]", "[{'p':[1],'lm':2}]", "[{'lm':1,'p':[0]}]", "[{'lm':2,'p':[0]}]"},
      {"[{'p':[2],'ld':5}]", "[{'p':[2],'lm':0}]", "[{'ld':5,'p':[0]}]", "[{'ld':5,'p':[0]}]"},
      {"[{'p':[1],'li':5}]", "[{'p':[2],'lm':0}]", "[{'li':5,'p':[2]}]", "[{'li':5,'p':[2]}]"},
      {"[{'p':[2],'li':5}]", "[{'p':[0],'ld':1}]", "[{'li':5,'p':[1]}]", "[{'li':5,'p':[1]}]"},
      {"[{'p':[2],'li':5},{'p':[0],'ld':0}]", "[{'p':[0],'ld':0}]", "[{'li':5,'p':[1]}]",
       "[{'li':5,'p':[1]}]"},
  }};
  for (const Concurrent& line : kLines) {
    expect_transforms(line);
  }
}

TEST(Json0Transform, OfObjects) {
  constexpr std::array<Concurrent, 11> kLines = {{
      {"[{'p':['k'],'oi':2}]", "[{'p':['k'],'oi':1}]", "[{'od':1,'oi':2,'p':['k']}]", "[]"},
      {"[{'p':['k'],'oi':2}]", "[{'p':['j'],'oi':1}]", "[{'oi':2,'p':['k']}]",
       "[{'oi':2,'p':['k']}]"},
      {"[{'p':['k'],'od':0,'oi':2}]", "[{'p':['k'],'od':0,'oi':1}]", "[{'od':1,'oi':2,'p':['k']}]",
       "[]"},
      {"[{'p':['k'],'od':0,'oi':2}]", "[{'p':['k'],'od':0}]", "[{'oi':2,'p':['k']}]",
       "[{'oi':2,'p':['k']}]"},
      {"[{'p':['k'],'od':0}]", "[{'p':['k'],'od':0,'oi':1}]", "[]", "[]"},
      {"[{'p':['k'],'od':0}]", "[{'p':['k'],'od':0}]", "[]", "[]"},
      {"[{'p':['k','x'],'na':1}]", "[{'p':['k'],'od':{}}]", "[]", "[]"},
      {"[{'p':['k'],'od':{'s':'ab'}}]", "[{'p':['k','s',1],'si':'X'}]",
       "[{'od':{'s':'aXb'},'p':['k']}]", "[{'od':{'s':'aXb'},'p':['k']}]"},
      {"[{'p':[],'oi':1}]", "[{'p':['k'],'oi':2}]", "[{'oi':1,'p':[]}]", "[{'oi':1,'p':[]}]"},
      {"[{'p':['k'],'oi':2}]", "[{'p':[],'od':{},'oi':1}]", "[]", "[]"},
      {"[{'p':['k'],'na':2}]", "[{'p':['k'],'na':1}]", "[{'na':2,'p':['k']}]",
       "[{'na':2,'p':['k']}]"},
  }};
  for (const Concurrent& line : kLines) {
    expect_transforms(line);
  }
}

TEST(Json0Transform, OfText) {
  constexpr std::array<Concurrent, 8> kLines = {{
      {"[{'p':['s',1],'si':'b'}]", "[{'p':['s',1],'si':'a'}]", "[{'p':['s',1],'si':'b'}]",
       "[{'p':['s',2],'si':'b'}]"},
      {"[{'p':['s',0],'sd':'abcd'}]", "[{'p':['s',2],'si':'X'}]",
       "[{'p':['s',0],'sd':'ab'},{'p':['s',1],'sd':'cd'}]",
       "[{'p':['s',0],'sd':'ab'},{'p':['s',1],'sd':'cd'}]"},
      {"[{'p':['s',0],'sd':'abc'}]", "[{'p':['s',1],'sd':'bcd'}]", "[{'p':['s',0],'sd':'a'}]",
       "[{'p':['s',0],'sd':'a'}]"},
      {"[{'p':['s',1],'sd':'b'}]", "[{'p':['s',0],'sd':'abc'}]", "[]", "[]"},
      {"[{'p':['s'],'t':'text0','o':[{'p':1,'i':'b'}]}]",
       "[{'p':['s'],'t':'text0','o':[{'p':1,'i':'a'}]}]",
       "[{'o':[{'i':'b','p':1}],'p':['s'],'t':'text0'}]",
       "[{'o':[{'i':'b','p':2}],'p':['s'],'t':'text0'}]"},
      {"[{'p':['s'],'t':'text0','o':[{'p':1,'d':'b'}]}]",
       "[{'p':['s'],'t':'text0','o':[{'p':0,'d':'abc'}]}]", "[]", "[]"},
      // The known hole: the two forms do not see each other.
      {"[{'p':['s',1],'si':'b'}]", "[{'p':['s'],'t':'text0','o':[{'p':0,'i':'a'}]}]",
       "[{'p':['s',1],'si':'b'}]", "[{'p':['s',1],'si':'b'}]"},
      {"[{'p':['s'],'t':'text0','o':[{'p':1,'i':'b'}]}]", "[{'p':['s',0],'si':'a'}]",
       "[{'o':[{'i':'b','p':1}],'p':['s'],'t':'text0'}]",
       "[{'o':[{'i':'b','p':1}],'p':['s'],'t':'text0'}]"},
  }};
  for (const Concurrent& line : kLines) {
    expect_transforms(line);
  }
}

TEST(Json0Transform, RefusesDeletesThatDisagree) {
  EXPECT_EQ(
      transform(op("[{'p':[0],'sd':'ab'}]"), op("[{'p':[1],'sd':'xx'}]"), Side::kLeft).error().code,
      Errc::kNotApplicable);
}

TEST(Json0Transform, PastNothingIsTheSameOperation) {
  const Op raw = op("[{'p':['n'],'na':1},{'p':['n'],'na':1}]");
  EXPECT_TRUE(*transform(raw, {}, Side::kLeft) == raw);
  EXPECT_EQ(text(*transform(raw, op("[{'p':['m'],'na':1}]"), Side::kLeft)), "[{'na':2,'p':['n']}]");
}

TEST(Json0Transform, StopsAtMoreCutsThanAnyClientMakes) {
  Op inserts;
  for (int i = 0; i < 2 * kMaxCuts; ++i) {
    inserts.push_back(as_string_change({Key("s")}, {text0::Edit::Kind::kInsert, 2 * i + 1, u"x"}));
  }
  const Op remove = {as_string_change(
      {Key("s")}, {text0::Edit::Kind::kDelete, 0, std::u16string(4 * kMaxCuts, u'a')})};
  EXPECT_EQ(transform(inserts, remove, Side::kLeft).error().code, Errc::kTooLarge);
  inserts.resize(kMaxCuts / 2);
  EXPECT_TRUE(transform(inserts, remove, Side::kLeft));
}

TEST(Json0Transform, StopsWhenTwoLargeOperationsMeet) {
  const auto inserts = [](int count) {
    return Op(static_cast<std::size_t>(count),
              {{Key(std::int64_t{0})}, ListChange{std::nullopt, Frozen(1)}});
  };
  EXPECT_TRUE(transform(inserts(100), inserts(100), Side::kLeft));
  EXPECT_EQ(transform(inserts(1001), inserts(1000), Side::kLeft).error().code, Errc::kTooLarge);
}

TEST(Json0Compose, MergesNeighbours) {
  constexpr std::array<Line, 15> kLines = {{
      {"[{'p':['n'],'na':1}]", "[{'p':['n'],'na':2}]", "[{'na':3,'p':['n']}]"},
      {"[{'p':[0],'li':'x'}]", "[{'p':[0],'ld':'x'}]", "[]"},
      {"[{'p':[0],'li':[1]}]", "[{'p':[0],'ld':[1]}]", "[{'li':[1],'p':[0]},{'ld':[1],'p':[0]}]"},
      {"[{'p':[0],'ld':1,'li':2}]", "[{'p':[0],'ld':2}]", "[{'ld':1,'p':[0]}]"},
      {"[{'p':['k'],'od':1}]", "[{'p':['k'],'oi':2}]", "[{'od':1,'oi':2,'p':['k']}]"},
      {"[{'p':['k'],'oi':1}]", "[{'p':['k'],'od':1}]", "[]"},
      {"[{'p':['k'],'oi':1}]", "[{'p':['k'],'od':1,'oi':2}]", "[{'oi':2,'p':['k']}]"},
      {"[{'p':['k'],'od':0,'oi':1}]", "[{'p':['k'],'od':1}]", "[{'od':0,'p':['k']}]"},
      {"[{'p':[3],'lm':1}]", "[{'p':[3],'lm':3}]", "[{'lm':1,'p':[3]}]"},
      {"[{'p':['s',0],'si':'a'}]", "[{'p':['s',1],'si':'b'}]", "[{'p':['s',0],'si':'ab'}]"},
      {"[{'p':['s',2],'sd':'c'}]", "[{'p':['s',1],'sd':'b'}]", "[{'p':['s',1],'sd':'bc'}]"},
      {"[{'p':['s',0],'si':'a'}]", "[{'p':['s',0],'sd':'a'}]",
       "[{'p':['s',0],'si':'a'},{'p':['s',0],'sd':'a'}]"},
      {"[{'p':['s',0],'si':'a'}]", "[{'p':['t',1],'si':'b'}]",
       "[{'p':['s',0],'si':'a'},{'p':['t',1],'si':'b'}]"},
      {"[{'p':['s'],'t':'text0','o':[{'p':0,'i':'a'}]}]",
       "[{'p':['s'],'t':'text0','o':[{'p':1,'i':'b'}]}]",
       "[{'o':[{'i':'ab','p':0}],'p':['s'],'t':'text0'}]"},
      {"[]", "[{'p':['n'],'na':0}]", "[{'na':0,'p':['n']}]"},
  }};
  for (const Line& line : kLines) {
    EXPECT_EQ(text(compose(op(line.a), op(line.b))), line.expected) << line.a << " then " << line.b;
  }
}

TEST(Json0Invert, TakesEachInstructionBackFromTheEnd) {
  EXPECT_EQ(text(invert(
                op("[{'p':['n'],'na':1},{'p':[0],'li':1},{'p':[0],'ld':1,'li':2},{'p':[0],'lm':3},"
                   "{'p':['k'],'od':1},{'p':['s',1],'si':'x'},{'p':['s'],'t':'text0','o':[{'p':0,'"
                   "i':'a'},{'p':1,'d':'b'}]}]"))),
            "[{'o':[{'i':'b','p':1},{'d':'a','p':0}],'p':['s'],'t':'text0'},{'p':['s',1],'sd':'x'},"
            "{'oi':1,'p':['k']},"
            "{'lm':0,'p':[3]},{'ld':2,'li':1,'p':[0]},{'ld':1,'p':[0]},{'na':-1,'p':['n']}]");
}

}  // namespace
}  // namespace plenary::ot::json0
