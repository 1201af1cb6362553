#include <array>

#include <gtest/gtest.h>

#include "protocol/ot/json0/check.hpp"
#include "protocol/ot/json0/json0.hpp"
#include "tests/support/ot/notation.hpp"

namespace plenary::ot::json0 {
namespace {

using test::op;
using test::text;
using test::value;

TEST(Json0Strict, RefusesIndexesOutOfRangeAndChangesNothing) {
  constexpr std::array kCases = {
      "[{'p':['list',3],'li':1}]",
      "[{'p':['list',2],'ld':1}]",
      "[{'p':['list',2],'ld':1,'li':2}]",
      "[{'p':['list',-1],'ld':1}]",
      "[{'p':['list',-1],'li':1}]",
      "[{'p':['list',2],'lm':0}]",
      "[{'p':['list',0],'lm':2}]",
      "[{'p':['list',0],'lm':-1}]",
      "[{'p':['list','0'],'na':1}]",
      "[{'p':['str',4],'si':'x'}]",
      "[{'p':['list',0],'si':'x'}]",
      "[{'p':['list',7],'t':'text0','o':[]}]",
      "[{'p':['num'],'na':1e308},{'p':['num'],'na':1e308}]",
      "[{'p':[],'od':1}]",
      "[{'p':['no','way'],'oi':1}]",
      "[{'p':['str'],'na':1}]",
      "[{'p':['str',0],'sd':'x'}]",
  };
  for (const char* edit : kCases) {
    const json::Value before = value("{'list':[0,1],'str':'abc','num':1}");
    json::Value document = before;
    const Result<void> done = apply_strictly(document, op(edit));
    ASSERT_FALSE(done) << edit;
    EXPECT_EQ(done.error().code, Errc::kNotApplicable) << edit;
    EXPECT_EQ(text(document), text(before)) << edit;
  }
}

TEST(Json0Strict, TakesBackEveryKindOfChangeWhenALaterOneFails) {
  const json::Value before = value("{'list':[0,'a',{'k':1}],'str':'abc','num':0.1,'o':{'k':[1]}}");
  constexpr std::array kChanges = {
      "{'p':['num'],'na':0.2}",
      "{'p':['list',0],'na':1}",
      "{'p':['list',1],'li':'x'}",
      "{'p':['list',1],'ld':'a'}",
      "{'p':['list',1],'ld':'a','li':[]}",
      "{'p':['list',0],'lm':2}",
      "{'p':['new'],'oi':1}",
      "{'p':['o'],'od':0}",
      "{'p':['o'],'od':0,'oi':1}",
      "{'p':['str',1],'si':'x'}",
      "{'p':['str'],'t':'text0','o':[{'p':0,'d':'ab'}]}",
      "{'p':[],'od':0,'oi':{'list':[],'str':''}}",
  };
  for (const char* first : kChanges) {
    for (const char* second : kChanges) {
      json::Value document = before;
      const std::string edit =
          std::string("[") + first + "," + second + ",{'p':['nosuch',0],'li':1}]";
      EXPECT_FALSE(apply_strictly(document, op(edit))) << edit;
      EXPECT_EQ(text(document), text(before)) << edit;
    }
  }
}

TEST(Json0Strict, AppliesWhatIsRight) {
  json::Value document = value("{'list':[0,1],'str':'abc'}");
  ASSERT_TRUE(apply_strictly(
      document, op("[{'p':['list',2],'li':2},{'p':['list',0],'lm':2},{'p':['str',3],'si':'!'},"
                   "{'p':['gone'],'od':1},{'p':['k'],'oi':{}}]")));
  EXPECT_EQ(text(document), "{'k':{},'list':[1,2,0],'str':'abc!'}");
}

TEST(Json0Strict, RefusesMoreWorkThanOneOperationMayMake) {
  const std::size_t edits = kMaxParts - 1;
  const Op edit = {{{}, TextChange{text0::Op(edits, {text0::Edit::Kind::kInsert, 0, u"x"})}}};
  json::Value document = std::string(kMaxWork / (edits + 1), 'a');
  EXPECT_TRUE(apply_strictly(document, edit));
  document = std::string(kMaxWork / (edits + 1) + 1, 'a');
  EXPECT_EQ(apply_strictly(document, edit).error().code, Errc::kTooLarge);
}

TEST(Json0Strict, RefusesWhatCheckRefuses) {
  json::Value document = value("{'n':0}");
  const Op large(kMaxParts + 1, {{Key("n")}, NumberAdd{1}});
  EXPECT_EQ(apply_strictly(document, large).error().code, Errc::kTooLarge);
  EXPECT_FALSE(apply_strictly(document, op("[{'p':['__proto__'],'oi':1}]")));
  EXPECT_EQ(text(document), "{'n':0}");
}

TEST(Json0Check, RefusesNamesThatBreakJavaScriptObjects) {
  for (const char* name : {"__proto__", "constructor", "toString", "hasOwnProperty"}) {
    const Op edit = {{{Key("a"), Key(name)}, ObjectChange{std::nullopt, Frozen(1)}}};
    const Result<void> checked = check(edit);
    ASSERT_FALSE(checked) << name;
    EXPECT_EQ(checked.error(), (Error{Errc::kNotApplicable, "Invalid path segment"}));
  }
  EXPECT_TRUE(check(op("[{'p':['proto','construct'],'oi':1}]")));
}

json::Value nested(int depth) {
  json::Value inside = 1;
  for (int i = 0; i < depth; ++i) {
    inside = json::Value::array({std::move(inside)});
  }
  return inside;
}

TEST(Json0Check, KeepsDocumentsFromNestingTooDeeply) {
  EXPECT_TRUE(check_document(nested(kMaxDocumentDepth)));
  EXPECT_EQ(check_document(nested(kMaxDocumentDepth + 1)).error().code, Errc::kTooDeep);
  const auto put = [](int depth) {
    return Op{{{Key("a"), Key(std::int64_t{0})}, ListChange{std::nullopt, Frozen(nested(depth))}}};
  };
  EXPECT_TRUE(check(put(kMaxDocumentDepth - 2)));
  EXPECT_EQ(check(put(kMaxDocumentDepth - 1)).error().code, Errc::kTooDeep);
  EXPECT_EQ(check(invert(put(kMaxDocumentDepth - 1))).error().code, Errc::kTooDeep);
}

TEST(Json0Check, BoundsTheNumberOfParts) {
  Op edit(kMaxParts, {{Key("n")}, NumberAdd{1}});
  EXPECT_TRUE(check(edit));
  edit.push_back(edit.front());
  EXPECT_EQ(check(edit).error().code, Errc::kTooLarge);
  const Op text_edit = {
      {{Key("s")}, TextChange{text0::Op(kMaxParts, {text0::Edit::Kind::kInsert, 0, u"x"})}}};
  EXPECT_EQ(check(text_edit).error().code, Errc::kTooLarge);
}

}  // namespace
}  // namespace plenary::ot::json0
