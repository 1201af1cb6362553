#include <gtest/gtest.h>

#include "protocol/markup/html.hpp"
#include "protocol/markup/markdown.hpp"
#include "tests/support/markup/hostile.hpp"

namespace plenary::markup {
namespace {

/// No clock: at this size each text takes a moment in a linear reader, and hours all together if
/// their cost grew with the square. tests/bench/markup measures them.
TEST(MarkdownCost, HostileTextsAreDoneAndMakeNoGiants) {
  constexpr std::size_t kBytes = 256 * 1024;
  for (const testing::Hostile& one : testing::hostile_texts(kBytes)) {
    const auto document = from_markdown(one.text);
    ASSERT_TRUE(document) << one.name;
    EXPECT_LE(to_markdown(*document).size(), one.text.size() * 64) << one.name;
    EXPECT_LE(to_html(*document).size(), one.text.size() * 128) << one.name;
  }
}

}  // namespace
}  // namespace plenary::markup
