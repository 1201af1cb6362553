#include "server/runtime/byte_budget.hpp"

#include <optional>
#include <utility>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

TEST(ByteBudget, CountsEachAskerAndAllTogether) {
  ByteBudget budget({.bytes_max = 100, .bytes_per_asker_max = 60});
  auto first = budget.take("a", 60);
  ASSERT_TRUE(first);
  EXPECT_EQ(budget.take("a", 1).error().code, Errc::kBusy);
  auto second = budget.take("b", 40);
  ASSERT_TRUE(second);
  EXPECT_EQ(budget.take("c", 1).error().code, Errc::kBusy);
  EXPECT_EQ(budget.held(), 100U);
  first->release();
  EXPECT_EQ(budget.held(), 40U);
  EXPECT_TRUE(budget.take("c", 60));
}

TEST(ByteBudget, GivesBackWhatALeaseHoldsWhenItGoes) {
  ByteBudget budget({.bytes_max = 100, .bytes_per_asker_max = 100});
  {
    auto lease = budget.take("a", 10);
    ASSERT_TRUE(lease);
    EXPECT_TRUE(lease->grow(50));
    EXPECT_FALSE(lease->grow(41)) << "a refusal leaves it as it was";
    EXPECT_EQ(lease->bytes(), 60U);
    lease->shrink(20);
    EXPECT_EQ(budget.held(), 40U);
    ByteBudget::Lease moved = *std::move(lease);
    EXPECT_EQ(moved.bytes(), 40U);
    EXPECT_EQ(budget.held(), 40U);
  }
  EXPECT_EQ(budget.held(), 0U);
}

TEST(ByteBudget, AssigningALeaseGivesTheOldOneBack) {
  ByteBudget budget({.bytes_max = 100, .bytes_per_asker_max = 100});
  ByteBudget::Lease lease = *budget.take("a", 30);
  lease = *budget.take("b", 20);
  EXPECT_EQ(budget.held(), 20U);
}

TEST(ByteBudget, ALeaseMayOutliveItsBudget) {
  std::optional<ByteBudget> budget;
  budget.emplace(ByteBudget::Options{.bytes_max = 10, .bytes_per_asker_max = 10});
  ByteBudget::Lease lease = *budget->take("a", 10);
  budget.reset();
  EXPECT_EQ(lease.bytes(), 10U);
}

}  // namespace
}  // namespace plenary::server
