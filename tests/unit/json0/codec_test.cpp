#include "protocol/ot/json0/codec.hpp"

#include <array>

#include <gtest/gtest.h>

#include "tests/support/ot/notation.hpp"

namespace plenary::ot::json0 {
namespace {

using test::text;
using test::value;

TEST(Json0Codec, ReadsEachInstructionAndWritesItBack) {
  for (const char* json :
       {"[]", "[{'na':0.5,'p':[]}]", "[{'li':null,'p':['list',0]}]",
        "[{'ld':1,'li':{'x':[]},'p':[1]}]", "[{'ld':'x','p':[1]}]", "[{'lm':2,'p':[1]}]",
        "[{'oi':null,'p':['k']}]", "[{'od':1,'oi':2,'p':[]}]", "[{'p':['s',0],'si':''}]",
        "[{'p':['s',3],'sd':'x'}]",
        "[{'o':[{'i':'a','p':0},{'d':'b','p':1}],'p':['s'],'t':'text0'}]",
        R"([{'p':['s',0],'si':'\ud83d'}])"}) {
    EXPECT_EQ(text(test::op(json)), json);
  }
}

TEST(Json0Codec, OfSeveralInstructionsTheStockTypesChoiceCounts) {
  constexpr std::array<std::pair<const char*, const char*>, 6> kCases = {{
      {"[{'p':[0],'oi':1,'lm':2}]", "[{'lm':2,'p':[0]}]"},
      {"[{'p':[0],'lm':2,'li':1}]", "[{'li':1,'p':[0]}]"},
      {"[{'p':[0],'li':1,'na':2}]", "[{'na':2,'p':[0]}]"},
      {"[{'p':[0],'na':2,'t':'text0','o':[]}]", "[{'o':[],'p':[0],'t':'text0'}]"},
      {"[{'p':[0],'si':'x','t':'text0','o':[{'p':-1}]}]", "[{'p':[0],'si':'x'}]"},
      {"[{'p':[0],'si':null,'t':'nosuch','o':1,'na':1,'unknown':1}]", "[{'na':1,'p':[0]}]"},
  }};
  for (const auto& [json, expected] : kCases) {
    EXPECT_EQ(text(test::op(json)), expected);
  }
}

void expect_refused(const char* json, Errc code) {
  const Result<Op> decoded = from_value(value(json));
  ASSERT_FALSE(decoded) << json;
  EXPECT_EQ(decoded.error().code, code) << json;
}

TEST(Json0Codec, RefusesWhatIsNoOperation) {
  constexpr std::array kCases = {
      "null",
      "5",
      "{}",
      "[5]",
      "[null]",
      "[{}]",
      "[{'na':1}]",
      "[{'p':'a','na':1}]",
      "[{'p':[1.5],'na':1}]",
      "[{'p':[null],'na':1}]",
      "[{'p':[[]],'na':1}]",
      "[{'p':[1e300],'na':1}]",
  };
  for (const char* json : kCases) {
    expect_refused(json, Errc::kBadOperation);
  }
  EXPECT_EQ(decode("[{").error().code, Errc::kMalformed);
}

TEST(Json0Codec, AnInstructionThatNoDocumentTakesIsNotApplicable) {
  constexpr std::array kCases = {
      "[{'p':['a']}]",
      "[{'p':['a'],'t':'nosuch','o':[]}]",
      "[{'p':['a'],'t':'text0'}]",
      "[{'p':['a'],'t':'text0','o':{}}]",
      "[{'p':['a'],'t':'text0','o':[{'p':0}]}]",
      "[{'p':['a'],'t':'text0','o':[{'p':0,'i':'a','d':'b'}]}]",
      "[{'p':['a'],'t':'text0','o':[{'p':-1,'i':'a'}]}]",
      "[{'p':['a'],'t':'text0','o':[{'i':'a'}]}]",
      "[{'p':['a'],'na':'1'}]",
      "[{'p':['a'],'li':1}]",
      "[{'p':[],'ld':1}]",
      "[{'p':[0],'lm':'1'}]",
      "[{'p':['a'],'si':'x'}]",
      "[{'p':['a',-1],'si':'x'}]",
      "[{'p':['a',0],'si':5}]",
  };
  for (const char* json : kCases) {
    expect_refused(json, Errc::kNotApplicable);
  }
}

TEST(Json0Codec, SaysWhatTheReferenceServerSays) {
  EXPECT_EQ(from_value(value("{}")).error().detail, "json0 op must be an array");
  EXPECT_EQ(from_value(value("[{'na':1}]")).error().detail, "Missing path");
}

TEST(Json0Codec, NormalizeMayLeaveOutListAndPath) {
  EXPECT_EQ(text(*from_loose_value(value("{'na':1}"))), "[{'na':1,'p':[]}]");
  EXPECT_EQ(text(*from_loose_value(value("[{'oi':1},{'p':['k'],'oi':1}]"))),
            "[{'oi':1,'p':[]},{'oi':1,'p':['k']}]");
}

}  // namespace
}  // namespace plenary::ot::json0
