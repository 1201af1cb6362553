#include <gtest/gtest.h>

#include "protocol/markup/html.hpp"
#include "protocol/markup/inline_reader.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "tests/support/markup/hostile.hpp"

namespace plenary::markup {
namespace {

/// Every text is read and written, and what comes out is in proportion to it: no text makes a
/// giant. tests/bench/markup prints what each costs beside plain text.
TEST(MarkdownCost, HostileTextsAreDoneAndMakeNoGiants) {
  constexpr std::size_t kBytes = 64 * 1024;
  // The worst: an empty line of code nine lists deep is written as 40 bytes of Markdown, and a
  // line of a list of one character as 23 of JSON for each byte of it.
  constexpr std::size_t kMost = 48;
  for (const testing::Hostile& one : testing::hostile_texts(kBytes)) {
    const auto document = from_markdown(one.text);
    ASSERT_TRUE(document) << one.name;
    std::string json;
    ot::rich_text::append(json, *document);
    const std::size_t most = one.text.size() * kMost + 2 * kLinkBytesFree;
    EXPECT_LE(json.size(), most) << one.name;
    EXPECT_LE(to_markdown(*document).size(), most) << one.name;
    EXPECT_LE(to_html(*document).size(), most) << one.name;
  }
}

/// These took half a minute at a quarter of this size, where the cost grew with the square of it:
/// such a reader would need longer than ctest gives this program.
TEST(MarkdownCost, WhatOnceCostTheSquareOfItsSizeEnds) {
  constexpr std::size_t kBytes = 2 * 1024 * 1024;
  for (const char* unit : {"<http://a", "see *y* [y](/a) ", "![l"}) {
    EXPECT_TRUE(from_markdown(testing::repeated(unit, kBytes))) << unit;
  }
}

}  // namespace
}  // namespace plenary::markup
