#include "server/runtime/token_bucket.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

using std::chrono::milliseconds;

TEST(TokenBucket, GivesWhatItHoldsAndThenOneEachRefill) {
  TokenBucket::Clock::time_point now{};
  TokenBucket bucket(3, milliseconds(10), now);
  EXPECT_TRUE(bucket.take(2, now));
  EXPECT_TRUE(bucket.take(1, now));
  EXPECT_FALSE(bucket.take(1, now));
  EXPECT_EQ(bucket.wait(1, now), milliseconds(10));
  now += milliseconds(5);
  EXPECT_FALSE(bucket.take(1, now));
  EXPECT_EQ(bucket.wait(1, now), milliseconds(5));
  now += milliseconds(5);
  EXPECT_TRUE(bucket.take(1, now));
  now += milliseconds(1000);
  EXPECT_TRUE(bucket.take(3, now));
  EXPECT_FALSE(bucket.take(1, now)) << "it holds no more than its capacity";
}

}  // namespace
}  // namespace plenary::server
