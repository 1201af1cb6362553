#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "protocol/base/utf.hpp"
#include "protocol/counting/count.hpp"
#include "protocol/counting/text_size.hpp"
#include "protocol/json/members.hpp"
#include "protocol/ot/rich_text/codec.hpp"

namespace plenary::counting {
namespace {

/// The cases that the browser's counting is held to, too.
const json::Value& cases() {
  static const json::Value read = [] {
    std::ifstream file("tests/data/counting/cases.json");
    std::stringstream text;
    text << file.rdbuf();
    auto parsed = json::parse(text.str());
    EXPECT_TRUE(parsed) << parsed.error().detail;
    return *std::move(parsed);
  }();
  return read;
}

json::Value to_json(const Count& count) {
  json::Value parts = json::Value::array();
  for (const Part& part : count.parts) {
    parts.push_back({{"title", part.title},
                     {"words", part.words},
                     {"words_max", part.words_max ? json::Value(*part.words_max) : json::Value()},
                     {"required", part.required},
                     {"missing", part.is_missing()},
                     {"over", part.is_over()}});
  }
  return {{"words", count.words}, {"tenths", count.page_tenths()}, {"parts", std::move(parts)}};
}

TEST(Counting, LinesOfText) {
  for (const json::Value& one : cases()["lines"]) {
    const auto text = one["text"].get<std::string>();
    const TextSize size = size_of(utf::to_utf16(text));
    EXPECT_EQ(size.words, one["words"]) << text;
    EXPECT_EQ(size.width, one["width"]) << text;
  }
}

TEST(Counting, Papers) {
  for (const json::Value& one : cases()["papers"]) {
    const auto content = ot::rich_text::from_value(one["content"]);
    ASSERT_TRUE(content) << one["name"];
    const auto tenths = static_cast<std::size_t>(one["pages"].get<double>() * 10 + 0.5);
    const json::Value expected{
        {"words", one["words"]}, {"tenths", tenths}, {"parts", one["parts"]}};
    EXPECT_EQ(to_json(count(content->delta)), expected) << one["name"];
  }
}

TEST(Counting, ChangesThatAreNoInsertsArePassedOver) {
  const auto change = ot::rich_text::decode(R"([{"retain":3},{"insert":"word\n"},{"delete":2}])");
  EXPECT_EQ(count(change->delta).words, 1u);
}

}  // namespace
}  // namespace plenary::counting
