#include "server/runtime/descriptors.hpp"

#include <gtest/gtest.h>

#include "server/limits.hpp"

namespace plenary::server {
namespace {

TEST(Descriptors, ConnectionsLeaveTheStoreItsOwn) {
  EXPECT_EQ(plan_descriptors(1024).store, 256u);
  EXPECT_EQ(plan_descriptors(1024).connections, 1024 - 256 - kOtherDescriptors);
  EXPECT_EQ(plan_descriptors(1'000'000).store, kStoreDescriptorsMax);
  EXPECT_EQ(plan_descriptors(256).store, kStoreDescriptorsMin);
  EXPECT_EQ(plan_descriptors(256).connections, 0u);
  EXPECT_EQ(plan_descriptors(10).connections, 0u);
}

}  // namespace
}  // namespace plenary::server
