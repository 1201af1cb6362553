#include "protocol/templates/frozen.hpp"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"
#include "protocol/ot/rich_text/codec.hpp"

namespace plenary::templates {
namespace {

using ot::rich_text::Delta;

/// The cases that the page's law is held to, too.
json::Value read_cases() {
  std::ifstream file("tests/data/templates/frozen.json");
  std::stringstream text;
  text << file.rdbuf();
  auto parsed = json::parse(text.str());
  EXPECT_TRUE(parsed) << parsed.error().detail;
  return *std::move(parsed);
}

Delta delta_of(const json::Value& value) {
  return ot::rich_text::from_value(value)->delta;
}

TEST(FrozenLines, WhatKeepsThem) {
  const json::Value cases = read_cases();
  const Delta paper = delta_of(cases["paper"]);
  const auto rope = text::Rope::from_delta(paper);
  ASSERT_TRUE(rope);
  for (const json::Value& one : cases["cases"]) {
    const Delta op = delta_of(one["op"]);
    ASSERT_TRUE(text::Rope(*rope).apply(op)) << one["does"];
    EXPECT_EQ(keeps_frozen_lines(*rope, op), one["keeps"].get<bool>()) << one["does"];
    EXPECT_EQ(frozen_lines(compose(paper, op)) == frozen_lines(paper), one["keeps"].get<bool>())
        << one["does"];
  }
}

TEST(FrozenLines, AnOperationThatDoesNotApplyIsLeftToTheText) {
  const auto rope = text::Rope::from_delta(delta_of(read_cases()["paper"]));
  for (
      const char* wrong :
      {R"([{"retain":99},{"delete":1}])", R"([{"retain":{"note":{"content":[{"delete":1}]}}}])",
       R"([{"retain":10},{"retain":{"table-embed":{"columns":[{"retain":7},{"delete":1}]}}}])",
       R"([{"retain":10},{"retain":{"table-embed":{"cells":{"9:9":{"content":[{"delete":1}]}}}}}])"}) {
    const Delta op = ot::rich_text::decode(wrong)->delta;
    static_cast<void>(keeps_frozen_lines(*rope, op));
    EXPECT_FALSE(text::Rope(*rope).apply(op)) << wrong;
  }
}

}  // namespace
}  // namespace plenary::templates
