#include <gtest/gtest.h>

#include "protocol/markup/html.hpp"
#include "protocol/markup/inline_reader.hpp"
#include "protocol/markup/markdown.hpp"
#include "tests/support/markup/hostile.hpp"

namespace plenary::markup {
namespace {

/// Every text is read and written, and what comes out is in proportion to it: no text makes a
/// giant. tests/bench/markup prints what each costs beside plain text.
TEST(MarkdownCost, HostileTextsAreDoneAndMakeNoGiants) {
  constexpr std::size_t kBytes = 64 * 1024;
  // What addresses may take, whatever the size of the text, once escaped.
  constexpr std::size_t kAddresses = 2 * kMaxLinkBytesTotal;
  for (const testing::Hostile& one : testing::hostile_texts(kBytes)) {
    const auto document = from_markdown(one.text);
    ASSERT_TRUE(document) << one.name;
    EXPECT_LE(to_markdown(*document).size(), one.text.size() * 64 + kAddresses) << one.name;
    EXPECT_LE(to_html(*document).size(), one.text.size() * 128 + kAddresses) << one.name;
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
