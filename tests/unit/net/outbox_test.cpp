#include "server/net/outbox.hpp"

#include <gtest/gtest.h>

#include "server/limits.hpp"

namespace plenary::server {
namespace {

using Push = Outbox::Push;

Bytes bytes(std::size_t size, char fill = 'x') {
  return Bytes(std::string(size, fill));
}

std::string all_of(const Outbox& outbox) {
  std::string all;
  for (const std::string_view piece : outbox.front(1000)) {
    all += piece;
  }
  return all;
}

TEST(Outbox, FirstInFirstOut) {
  Outbox outbox(100);
  EXPECT_TRUE(outbox.empty());
  for (const char* piece : {"one ", "two ", "three"}) {
    EXPECT_EQ(outbox.push(Bytes(std::string(piece))), Push::kQueued);
  }
  EXPECT_EQ(all_of(outbox), "one two three");
  EXPECT_EQ(outbox.front(2).size(), 2u);
  outbox.consumed(5);
  EXPECT_EQ(all_of(outbox), "wo three");
  outbox.consumed(8);
  EXPECT_TRUE(outbox.empty());
  EXPECT_EQ(outbox.bytes(), 0u);
}

TEST(Outbox, SoManyBytesMayWaitAndNoMore) {
  Outbox outbox(100);
  EXPECT_EQ(outbox.push(bytes(60)), Push::kQueued);
  EXPECT_EQ(outbox.push(bytes(40)), Push::kQueued);
  EXPECT_EQ(outbox.push(bytes(1)), Push::kOverflow);
  EXPECT_EQ(outbox.bytes(), 100u);
  outbox.consumed(1);
  EXPECT_EQ(outbox.push(bytes(1)), Push::kQueued);
}

TEST(Outbox, OneLargerFrameMayGoFirstAndDoesNotCountWhileItLeaves) {
  Outbox outbox(100);
  EXPECT_EQ(outbox.push(bytes(1000, 'L')), Push::kQueued);
  EXPECT_EQ(outbox.push(bytes(100)), Push::kQueued);
  EXPECT_EQ(outbox.push(bytes(1)), Push::kOverflow);
  outbox.consumed(999);
  EXPECT_EQ(outbox.push(bytes(1)), Push::kOverflow) << "the last byte of it does not count either";
  outbox.consumed(2);
  EXPECT_EQ(outbox.push(bytes(1)), Push::kQueued);
  EXPECT_EQ(outbox.bytes(), 100u);
  Outbox busy(100);
  EXPECT_EQ(busy.push(bytes(1)), Push::kQueued);
  EXPECT_EQ(busy.push(bytes(101)), Push::kOverflow) << "only if nothing waits before it";
}

TEST(Outbox, FramesThatABudgetCountsAreTakenWhateverWaits) {
  const auto counted_elsewhere = [](std::size_t size) {
    Bytes frame = bytes(size, 'S');
    frame.in_budget = true;
    return frame;
  };
  Outbox outbox(100);
  EXPECT_EQ(outbox.push(bytes(60)), Push::kQueued);
  EXPECT_EQ(outbox.push(counted_elsewhere(50)), Push::kQueued);
  EXPECT_EQ(outbox.push(counted_elsewhere(500)), Push::kQueued);
  EXPECT_EQ(outbox.bytes(), 610u);
  EXPECT_EQ(outbox.push(bytes(40)), Push::kQueued);
  EXPECT_EQ(outbox.push(bytes(1)), Push::kOverflow);
  outbox.consumed(60 + 30);
  EXPECT_EQ(outbox.push(bytes(60)), Push::kQueued) << "only the others count";
  EXPECT_EQ(outbox.push(bytes(1)), Push::kOverflow);
  outbox.drop_unbegun();
  EXPECT_EQ(outbox.bytes(), 20u);
  EXPECT_EQ(outbox.push(bytes(100)), Push::kQueued);
}

TEST(Outbox, WhatHasNotBegunCanBeDroppedAndFramesStayWhole) {
  Outbox outbox(100);
  EXPECT_EQ(outbox.push(bytes(10, 'a')), Push::kQueued);
  EXPECT_EQ(outbox.push(bytes(10, 'b')), Push::kQueued);
  outbox.consumed(3);
  outbox.drop_unbegun();
  EXPECT_EQ(all_of(outbox), "aaaaaaa");
  EXPECT_EQ(outbox.bytes(), 7u);
  outbox.consumed(7);
  EXPECT_EQ(outbox.push(bytes(10)), Push::kQueued);
  outbox.drop_unbegun();
  EXPECT_TRUE(outbox.empty());
  EXPECT_EQ(outbox.bytes(), 0u);
}

TEST(Outbox, DroppingAnOversizedFrameLeavesTheLimitAsItWas) {
  Outbox outbox(100);
  EXPECT_EQ(outbox.push(bytes(1000)), Push::kQueued);
  outbox.drop_unbegun();
  EXPECT_EQ(outbox.push(bytes(100)), Push::kQueued);
  EXPECT_EQ(outbox.push(bytes(1)), Push::kOverflow);
}

TEST(Outbox, WhileMuchWaitsOnlyTheNewestOfAKeyIsKept) {
  Outbox outbox(4 * kOutboxBytesPresence);
  EXPECT_EQ(outbox.push(bytes(kOutboxBytesPresence - 1)), Push::kQueued);
  EXPECT_EQ(outbox.push_newest("a", Bytes(std::string("1"))), Push::kQueued);
  EXPECT_EQ(outbox.bytes(), kOutboxBytesPresence) << "so little waits that it goes with the rest";
  EXPECT_EQ(outbox.push_newest("a", Bytes(std::string("old"))), Push::kQueued);
  EXPECT_EQ(outbox.push_newest("b", Bytes(std::string("B"))), Push::kQueued);
  EXPECT_EQ(outbox.push_newest("a", Bytes(std::string("new"))), Push::kQueued);
  EXPECT_EQ(outbox.bytes(), kOutboxBytesPresence);
  outbox.consumed(kOutboxBytesPresence);
  const std::string rest = all_of(outbox);
  EXPECT_TRUE(rest == "newB" || rest == "Bnew") << rest;
}

TEST(Outbox, WhatIsAsideIsBoundedAndNobodyIsCutOffForIt) {
  Outbox outbox(2 * kOutboxBytesPresence);
  EXPECT_EQ(outbox.push(bytes(kOutboxBytesPresence)), Push::kQueued);
  EXPECT_EQ(outbox.push_newest("a", bytes(kOutboxBytesPresenceAside - 10)), Push::kQueued);
  EXPECT_EQ(outbox.push_newest("b", Bytes(std::string("0123456789"))), Push::kQueued);
  EXPECT_EQ(outbox.push_newest("c", Bytes(std::string("!"))), Push::kQueued) << "dropped";
  EXPECT_EQ(outbox.push_newest("b", Bytes(std::string("0123456789+"))), Push::kQueued)
      << "dropped, with the older one";
  outbox.consumed(kOutboxBytesPresence);
  EXPECT_EQ(outbox.bytes(), kOutboxBytesPresenceAside - 10);
}

}  // namespace
}  // namespace plenary::server
