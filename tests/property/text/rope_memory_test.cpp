#include <gtest/gtest.h>

#include "protocol/text/rope.hpp"
#include "tests/property/text/random_edits.hpp"

namespace plenary::text {
namespace {

// Neighbours together fill three quarters of a node or more, so nodes are three eighths full in the
// mean; a node that holds one wide unit takes two bytes for each; runs and inner nodes are the
// rest.
constexpr std::size_t kMostBytesPerUnit = 8;

TEST(RopeMemory, DoesNotGrowWithHistory) {
  test::for_cases(1, [](Random& random) {
    constexpr std::size_t kEdits = 1'000'000;
    constexpr std::size_t kUnits = 20'000;
    Rope rope;
    for (std::size_t edit = 0; edit < kEdits; ++edit) {
      const std::size_t position = up_to(random, rope.length());
      if (rope.length() < kUnits || (rope.length() < 2 * kUnits && edit % 2 == 0)) {
        rope.insert(position, random.chance(2) ? u"\u4e2d" : u"x");
      } else if (position < rope.length()) {
        rope.erase(position, 1);
      }
    }
    EXPECT_EQ(rope.check_invariants(), "");
    EXPECT_LT(rope.memory_bytes(), kMostBytesPerUnit * rope.length());
    rope.erase(10, rope.length() - 10);
    EXPECT_LT(rope.memory_bytes(), sizeof(Rope) + 2 * sizeof(Leaf));
  });
}

TEST(RopeMemory, FormattingOnAndOffLeavesNothingBehind) {
  test::for_cases(1, [](Random& random) {
    Rope rope;
    rope.insert(0, std::u16string(20'000, u'x'));
    const std::size_t plain = rope.memory_bytes();
    for (std::size_t edit = 0; edit < 20'000; ++edit) {
      const std::size_t position = up_to(random, rope.length() - 20);
      rope.format(position, 1 + up_to(random, 18), random_formatting(random));
    }
    EXPECT_EQ(rope.check_invariants(), "");
    const auto none = std::make_shared<const json::Value>(
        json::Value{{"bold", nullptr}, {"italic", nullptr}, {"link", nullptr}});
    rope.format(0, rope.length(), none);
    EXPECT_EQ(rope.check_invariants(), "");
    EXPECT_LT(rope.memory_bytes(), 3 * plain);
  });
}

}  // namespace
}  // namespace plenary::text
