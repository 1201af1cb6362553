#include "server/api/creation.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

Creation accepted(std::string_view body) {
  auto creation = decode_creation(body);
  if (!creation) {
    ADD_FAILURE() << body << ": " << creation.error().detail;
    return {};
  }
  return *std::move(creation);
}

/// Why a body is refused.
std::string refusal(std::string_view body, Errc code = Errc::kMalformed) {
  const auto creation = decode_creation(body);
  if (creation) {
    ADD_FAILURE() << body << " was not refused";
    return {};
  }
  EXPECT_EQ(creation.error().code, code) << body << ": " << creation.error().detail;
  return creation.error().detail;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Creation, AnEmptyObjectIsAnEmptyPaper) {
  const Creation creation = accepted("{}");
  EXPECT_FALSE(creation.id);
  EXPECT_EQ(creation.title, "Untitled");
  EXPECT_EQ(creation.type, ot::TypeId::kRichText);
  EXPECT_EQ(creation.data, R"([{"insert":"\n"}])");
}

TEST(Creation, EveryFieldIsRead) {
  const Creation creation = accepted(R"({"id":"dc-paper","title":" DC paper ","type":"rich-text",
      "content":{"format":"text","data":"One\nTwo"}})");
  EXPECT_EQ(creation.id, "dc-paper");
  EXPECT_EQ(creation.title, "DC paper");
  EXPECT_EQ(creation.data, R"([{"insert":"One\nTwo\n"}])");
}

TEST(Creation, ContentComesInThreeFormats) {
  EXPECT_EQ(accepted(R"({"content":{"format":"markdown","data":"# Aims"}})").data,
            R"([{"insert":"Aims"},{"insert":"\n","attributes":{"header":1}}])");
  EXPECT_EQ(accepted(R"({"content":{"format":"delta","data":[{"insert":"a"}]}})").data,
            R"([{"insert":"a"}])");
  EXPECT_EQ(accepted(R"({"content":{"data":{"ops":[{"insert":"a"}]},"format":"delta"}})").data,
            R"([{"insert":"a"}])");
}

TEST(Creation, WithoutATitleItHasThatOfItsWords) {
  EXPECT_EQ(
      accepted(R"({"content":{"format":"markdown","data":"intro\n\n# Aims\u2028now"}})").title,
      "Aims now");
  EXPECT_EQ(accepted(R"({"content":{"format":"text","data":"\n# Aims\nmore"}})").title, "# Aims");
  EXPECT_EQ(accepted(R"({"content":{"format":"delta","data":[{"insert":"a\n"}]}})").title, "a");
  EXPECT_EQ(accepted(R"({"title":"","content":{"format":"text","data":"a"}})").title, "Untitled");
}

TEST(Creation, SaysWhatItChanged) {
  EXPECT_EQ(accepted(R"({"content":{"format":"markdown","data":"a<!-- b -->"}})").changes,
            std::vector<std::string>{"1 HTML comment was left out."});
  EXPECT_TRUE(accepted(R"({"content":{"format":"markdown","data":"a"}})").changes.empty());
  const auto page = accepted(
      R"({"content":{"format":"html","data":"<title>Aims</title><p><b>a</b><!-- b -->"}})");
  EXPECT_EQ(page.title, "Aims");
  EXPECT_EQ(page.data, R"([{"insert":"a","attributes":{"bold":true}},{"insert":"\n"}])");
  EXPECT_EQ(page.changes, std::vector<std::string>{"1 HTML comment was left out."});
}

TEST(Creation, AJsonDocumentHoldsAnyValue) {
  EXPECT_EQ(
      accepted(R"({"type":"json0","content":{"format":"json","data":{"rows":[1,null]}}})").data,
      R"({"rows":[1,null]})");
  EXPECT_EQ(accepted(R"({"type":"json0","content":{"format":"json","data":null}})").data, "null");
  EXPECT_EQ(accepted(R"({"type":"json0"})").data, "");
}

TEST(Creation, MistakesAreNamed) {
  EXPECT_TRUE(holds(refusal("[]"), "JSON object"));
  refusal("");
  refusal("{");
  refusal("{}x");
  EXPECT_TRUE(holds(refusal("{\"title\":\"\xff\"}"), "UTF-8"));
  EXPECT_TRUE(holds(refusal(R"({"titel":"x"})"), "titel"));
  EXPECT_TRUE(holds(refusal(R"({"title":7})"), "\"title\" must be a string"));
  EXPECT_TRUE(holds(refusal(R"({"title":"a\nb"})"), "one line"));
  EXPECT_TRUE(holds(refusal(R"({"id":"a/b"})"), "1 to 128"));
  EXPECT_TRUE(holds(refusal(R"({"id":""})"), "1 to 128"));
  EXPECT_TRUE(holds(refusal(R"({"type":"text"})"), "rich-text or json0"));
  EXPECT_TRUE(holds(refusal(R"({"content":"x"})"), "\"content\""));
  EXPECT_TRUE(holds(refusal(R"({"content":{"format":"text"}})"), "no \"data\""));
  EXPECT_TRUE(holds(refusal(R"({"content":{"format":"pdf","data":"x"}})"),
                    "markdown, html, text or delta"));
  EXPECT_TRUE(holds(refusal(R"({"content":{"format":"text","data":["x"]}})"), "must be a string"));
  EXPECT_TRUE(holds(refusal(R"({"content":{"format":"text","date":"x"}})"), "date"));
  EXPECT_TRUE(holds(refusal(R"({"type":"json0","content":{"format":"text","data":"x"}})"), "json"));
}

TEST(Creation, ADeltaThatIsNoDocumentIsRefused) {
  EXPECT_TRUE(
      holds(refusal(R"({"content":{"format":"delta","data":[{"retain":1}]}})", Errc::kBadOperation),
            "inserts only"));
  refusal(R"({"content":{"format":"delta","data":[{"insert":""}]}})", Errc::kBadOperation);
  refusal(R"({"content":{"format":"delta","data":"text"}})", Errc::kBadOperation);
}

TEST(Creation, DeepNestingIsRefused) {
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  refusal(R"({"type":"json0","content":{"format":"json","data":)" + deep + "}}", Errc::kTooDeep);
}

TEST(Creation, ARenameHasATitleAndNothingElse) {
  EXPECT_EQ(decode_paper_change(R"({"title":"New"})")->title, "New");
  for (const char* wrong : {"{}", "[]", R"({"title":null})", R"({"title":"a","x":1})",
                            R"({"title":"a\u0000"})", R"({"title":"\udc00"})", ""}) {
    EXPECT_FALSE(decode_paper_change(wrong)) << wrong;
  }
}

TEST(Creation, AChangeOfSettingsNamesWhatChanges) {
  const auto change = decode_paper_change(R"({"frozen":false,"words_max":null,"pages_max":3})");
  ASSERT_TRUE(change);
  EXPECT_FALSE(change->title);
  EXPECT_FALSE(change->settings.is_template);
  EXPECT_EQ(change->settings.frozen, false);
  EXPECT_EQ(change->settings.words_max, LimitChange());
  EXPECT_EQ(change->settings.pages_max, LimitChange{3});
  for (const char* wrong :
       {R"({"frozen":1})", R"({"words_max":0})", R"({"words_max":"9"})", R"({"pages_max":1000001})",
        R"({"pages_max":1.5})", R"({"from_template":"a"})"}) {
    EXPECT_FALSE(decode_paper_change(wrong)) << wrong;
  }
}

TEST(Creation, WhatItIsMadeFromBringsTheContent) {
  const Creation creation = accepted(R"({"from":"plenary:session-plan"})");
  EXPECT_EQ(creation.from, "plenary:session-plan");
  EXPECT_EQ(creation.title, "");
  EXPECT_EQ(accepted(R"({"from":"a","title":" Mine "})").title, "Mine");
  EXPECT_TRUE(holds(refusal(R"({"from":"a","type":"json0"})"), "leave these out"));
  EXPECT_TRUE(holds(refusal(R"({"from":"a","content":{"format":"text","data":""}})"), "leave"));
}

}  // namespace
}  // namespace plenary::server
