#include "server/webhooks/delivery_queue.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

constexpr std::chrono::seconds kQuick{0};
constexpr std::chrono::seconds kSlow = kWebhookSlowTime + std::chrono::seconds(1);

class DeliveryQueueTest : public ::testing::Test {
 protected:
  void add(const std::string& hook, std::int64_t due = 0) {
    queue_.add({.id = "m" + std::to_string(++made_), .hook = hook, .due = {due}});
  }
  /// The hook whose message is taken; "": none.
  std::string take(std::int64_t now = 0) {
    const auto taken = queue_.take({now});
    return taken ? taken->hook : std::string();
  }
  void finish(const std::string& hook, std::chrono::seconds took = kQuick) {
    queue_.finish(hook, took, std::nullopt);
  }
  /// Has the hook answer slowly once, so that it is a slow one.
  void make_slow(const std::string& hook) {
    add(hook);
    ASSERT_EQ(take(), hook);
    finish(hook, kSlow);
  }

  DeliveryQueue queue_{4};
  int made_{0};
};

TEST_F(DeliveryQueueTest, WhatIsDueForLongestGoesFirstAndNothingBeforeItIsDue) {
  add("a", 20);
  add("b", 10);
  EXPECT_EQ(take(9), "");
  EXPECT_EQ(queue_.next_due(), Timestamp{10});
  EXPECT_EQ(take(20), "b");
  EXPECT_EQ(take(20), "a");
  EXPECT_EQ(queue_.next_due(), std::nullopt);
}

TEST_F(DeliveryQueueTest, AHookHasOneThread) {
  add("a");
  add("a");
  EXPECT_EQ(take(), "a");
  EXPECT_EQ(take(), "");
  EXPECT_EQ(queue_.next_due(), std::nullopt) << "nobody need wake for it";
  finish("a");
  EXPECT_EQ(take(), "a");
}

TEST_F(DeliveryQueueTest, AllSlowHooksTogetherHaveHalfOfTheThreads) {
  for (const char* hook : {"a", "b", "c"}) {
    make_slow(hook);
    add(hook);
  }
  add("quick", 5);
  EXPECT_EQ(take(), "a");
  EXPECT_EQ(take(), "b");
  EXPECT_EQ(take(5), "quick") << "the third slow one waits, though it is due for longer";
  finish("a", kSlow);
  EXPECT_EQ(take(5), "c");
}

TEST_F(DeliveryQueueTest, AHookThatWasQuickAgainIsNoSlowOne) {
  for (const char* hook : {"a", "b", "c"}) {
    make_slow(hook);
    add(hook);
  }
  EXPECT_EQ(take(), "a");
  finish("a", kQuick);
  add("a");
  EXPECT_EQ(take(), "a");
  EXPECT_EQ(take(), "b");
  EXPECT_EQ(take(), "c") << "only two of them are slow";
}

TEST_F(DeliveryQueueTest, AMessageThatWasNotTakenComesAgainWhenItIsDue) {
  add("a");
  auto taken = queue_.take({0});
  ASSERT_TRUE(taken);
  taken->due = {100};
  queue_.finish("a", kQuick, std::move(taken));
  EXPECT_EQ(take(99), "");
  EXPECT_EQ(take(100), "a");
}

TEST_F(DeliveryQueueTest, SoManyWaitForOneHookAndNoMore) {
  for (std::size_t i = 0; i < kWebhookWaitingMax; ++i) {
    ASSERT_TRUE(queue_.has_room("a"));
    add("a");
  }
  EXPECT_FALSE(queue_.has_room("a"));
  EXPECT_TRUE(queue_.has_room("b"));
}

TEST_F(DeliveryQueueTest, AHookThatIsRemovedWhileItIsSlowLeavesItsThread) {
  for (const char* hook : {"a", "b", "c"}) {
    make_slow(hook);
    add(hook);
  }
  EXPECT_EQ(take(), "a");
  EXPECT_EQ(take(), "b");
  queue_.forget_pace("a");
  EXPECT_EQ(take(), "c");
  finish("a");
  finish("b");
  finish("c");
}

}  // namespace
}  // namespace plenary::server
