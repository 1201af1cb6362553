#include "storage/commit_pacing.hpp"

#include <gtest/gtest.h>

namespace plenary::storage {
namespace {

using std::chrono::microseconds;

/// The size that is worth gathering once it has settled.
std::size_t settled(std::size_t arrivals, microseconds elapsed, microseconds write) {
  CommitPacing pacing;
  for (int i = 0; i < 100; ++i) {
    pacing.observe(arrivals, elapsed, write);
  }
  return pacing.worth_gathering();
}

TEST(CommitPacing, KnowsNothingAtFirstAndWaitsForNothing) {
  EXPECT_EQ(CommitPacing().worth_gathering(), 0u);
}

TEST(CommitPacing, LoneWriterIsNeverHeldBack) {
  EXPECT_LE(settled(1, microseconds(500), microseconds(250)), 1u);
  EXPECT_LE(settled(1, microseconds(100'000), microseconds(250)), 1u);
}

TEST(CommitPacing, CrowdIsGatheredUpToWhatArrivesDuringAWrite) {
  EXPECT_NEAR(static_cast<double>(settled(20, microseconds(500), microseconds(250))), 10, 1);
}

TEST(CommitPacing, SlowDiskGathersMore) {
  EXPECT_GT(settled(20, microseconds(10'000), microseconds(8'000)),
            settled(20, microseconds(10'000), microseconds(2'000)));
}

TEST(CommitPacing, BacklogIsNotWaitedFor) {
  EXPECT_LE(settled(1'000'000, microseconds(500), microseconds(250)), 256u);
}

TEST(CommitPacing, CrowdThatLeftIsForgotten) {
  CommitPacing pacing;
  for (int i = 0; i < 100; ++i) {
    pacing.observe(20, microseconds(500), microseconds(250));
  }
  for (int i = 0; i < 5; ++i) {
    pacing.observe(1, microseconds(20'000), microseconds(250));
  }
  EXPECT_LE(pacing.worth_gathering(), 1u);
}

}  // namespace
}  // namespace plenary::storage
