#include "server/runtime/descriptors.hpp"

#include <algorithm>
#include <fstream>
#include <string>

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

/// Places in the kernel's table of this process's open files (proc(5)).
std::size_t places() {
  std::ifstream status("/proc/self/status");
  std::string word;
  std::size_t size = 0;
  while (status >> word) {
    if (word == "FDSize:") {
      status >> size;
    }
  }
  return size;
}

TEST(Descriptors, TheTableOfOpenFilesIsMadeOnce) {
  const std::size_t limit = raise_descriptor_limit();
  reserve_descriptors(limit);
  EXPECT_GE(places(), std::min(limit, kDescriptorTableMax));
}

}  // namespace
}  // namespace plenary::server
