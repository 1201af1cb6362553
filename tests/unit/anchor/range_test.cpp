#include "protocol/anchor/range.hpp"

#include <array>

#include <gtest/gtest.h>

#include "tests/support/ot/notation.hpp"

namespace plenary::anchor {
namespace {

struct RangeLine {
  Range range;
  const char* op;
  Range expected;
};

TEST(MapRange, FollowsTheText) {
  const std::array lines = {
      RangeLine{{2, 4}, "", {2, 4}},
      RangeLine{{2, 4}, "=1 +'xy'", {4, 6}},
      RangeLine{{2, 4}, "=5 +'xy'", {2, 4}},
      RangeLine{{2, 4}, "=3 +'xy'", {2, 6}},
      RangeLine{{2, 4}, "=2{\"bold\":true} =9{\"bold\":null}", {2, 4}},
      // At the edges
      RangeLine{{2, 4}, "=2 +'xy'", {4, 6}},
      RangeLine{{2, 4}, "=4 +'xy'", {2, 4}},
      RangeLine{{2, 4}, "=2 +{\"image\":\"x\"} =2 +{\"image\":\"x\"}", {3, 5}},
      // Deletions
      RangeLine{{2, 4}, "-1", {1, 3}},
      RangeLine{{2, 4}, "=1 -2", {1, 2}},
      RangeLine{{2, 4}, "=3 -2", {2, 3}},
      RangeLine{{2, 4}, "=4 -2", {2, 4}},
      RangeLine{{2, 5}, "=3 -1", {2, 4}},
      RangeLine{{2, 4}, "=2 -2", {2, 2}},
      RangeLine{{2, 4}, "-9", {0, 0}},
      // Text written over others: inserted where the deleted began
      RangeLine{{2, 4}, "=2 +'xyz' -2", {5, 5}},
      RangeLine{{2, 4}, "=3 +'xyz' -1", {2, 6}},
      RangeLine{{2, 4}, "=3 +'xyz' -4", {2, 6}},
      RangeLine{{2, 4}, "=2 +'xyz' -1", {5, 6}},
      RangeLine{{2, 4}, "=1 +'xyz' -2", {4, 5}},
      // In several places
      RangeLine{{2, 4}, "-1 =2 +'x' =5 -3", {1, 4}},
      RangeLine{{10, 20}, "+'a' =5 -2 =5 +'b' =1 -10", {9, 13}},
  };
  for (const RangeLine& line : lines) {
    EXPECT_EQ(map(line.range, test::delta(line.op)), line.expected)
        << line.range.start << ".." << line.range.end << " after " << line.op;
  }
}

TEST(MapRange, AnEmptyRangeStaysEmpty) {
  EXPECT_EQ(map({3, 3}, test::delta("=3 +'ab'")), (Range{5, 5}));
  EXPECT_EQ(map({3, 3}, test::delta("=2 -4")), (Range{2, 2}));
}

}  // namespace
}  // namespace plenary::anchor
