#include "server/papers/content_formats.hpp"

#include <string>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

ot::Content content_of(ot::TypeId type, std::string_view json) {
  auto content = ot::Content::from_json(ot::uri_of(type), json);
  if (!content) {
    ADD_FAILURE() << content.error().detail;
    return {};
  }
  return *std::move(content);
}

TEST(ContentFormats, APaperComesInEachFormat) {
  const ot::Content paper = content_of(
      ot::TypeId::kRichText,
      R"({"ops":[{"insert":"Aims"},{"insert":"\n","attributes":{"header":1}},{"insert":"a < b\n"}]})");
  EXPECT_EQ(convert(paper, ContentFormat::kText, "T"), "Aims\na < b\n");
  EXPECT_EQ(convert(paper, ContentFormat::kMarkdown, "T").substr(0, 6), "# Aims");
  const std::string html = convert(paper, ContentFormat::kHtml, "A & B");
  EXPECT_NE(html.find("<h1"), std::string::npos);
  EXPECT_NE(html.find("a &lt; b"), std::string::npos);
  EXPECT_NE(html.find("<title>A &amp; B</title>"), std::string::npos);
  EXPECT_EQ(convert(paper, ContentFormat::kDelta, "T"), paper.to_json());
  EXPECT_EQ(convert(paper, ContentFormat::kJson, "T"), paper.to_json());
}

TEST(ContentFormats, AJsonDocumentComesAsJson) {
  const ot::Content table = content_of(ot::TypeId::kJson0, R"({"rows":[]})");
  EXPECT_EQ(convert(table, ContentFormat::kJson, "T"), R"({"rows":[]})");
}

TEST(ContentFormats, WithoutANameNothingIsLost) {
  EXPECT_EQ(*find_format(std::nullopt, ot::TypeId::kRichText), ContentFormat::kDelta);
  EXPECT_EQ(*find_format(std::nullopt, ot::TypeId::kJson0), ContentFormat::kJson);
}

TEST(ContentFormats, AFormatThatATypeDoesNotHaveIsRefused) {
  for (const char* name : {"markdown", "html", "text", "delta", "json"}) {
    EXPECT_TRUE(find_format(name, ot::TypeId::kRichText)) << name;
    EXPECT_EQ(find_format(name, ot::TypeId::kJson0).has_value(), std::string(name) == "json")
        << name;
  }
  EXPECT_FALSE(find_format("pdf", ot::TypeId::kRichText));
  EXPECT_FALSE(find_format("", ot::TypeId::kRichText));
}

}  // namespace
}  // namespace plenary::server
