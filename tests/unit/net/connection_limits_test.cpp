#include "server/net/connection_limits.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "tests/support/server/hand_clock.hpp"

namespace plenary::server {
namespace {

/// Never moves.
using testing::HandClock;

class ConnectionLimitsTest : public ::testing::Test {
 protected:
  /// A place whose connection notes that it was asked to end.
  ConnectionPlace admit(ConnectionLimits& limits, const std::string& address, int number) {
    ConnectionPlace place = limits.admit_connection(address);
    if (place != nullptr) {
      place->set_shed([this, number] { shed_.push_back(number); });
    }
    return place;
  }
  HandClock clock_;
  std::vector<int> shed_;
};

TEST_F(ConnectionLimitsTest, AnAddressHasAsManyAsTheLimitAndNotOneMore) {
  ConnectionLimits limits({.connections_per_address_max = 2}, clock_);
  auto first = admit(limits, "192.0.2.1", 1);
  auto second = admit(limits, "192.0.2.1", 2);
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(admit(limits, "192.0.2.1", 3)) << "both are at work";
  EXPECT_TRUE(admit(limits, "192.0.2.2", 4)) << "somebody else";
  first.reset();
  EXPECT_TRUE(admit(limits, "192.0.2.1", 5));
  EXPECT_TRUE(shed_.empty());
}

TEST_F(ConnectionLimitsTest, ThePlaceOfTheOneThatHasWaitedLongestIsTaken) {
  ConnectionLimits limits({.connections_per_address_max = 3}, clock_);
  auto busy = admit(limits, "192.0.2.1", 1);
  auto longest = admit(limits, "192.0.2.1", 2);
  auto waiting = admit(limits, "192.0.2.1", 3);
  auto other = admit(limits, "192.0.2.2", 4);
  other->waits();
  waiting->waits();
  longest->waits();
  waiting->waits();  // anew: now it is the other one
  EXPECT_TRUE(admit(limits, "192.0.2.1", 5));
  EXPECT_EQ(shed_, std::vector<int>{2});
  auto again = admit(limits, "192.0.2.1", 6);
  ASSERT_TRUE(again) << "the one of 5 went by itself";
  waiting->works();
  EXPECT_FALSE(admit(limits, "192.0.2.1", 7));
  longest->waits();  // it has no place any more: this changes nothing
  EXPECT_FALSE(admit(limits, "192.0.2.1", 8));
  longest.reset();
  EXPECT_FALSE(admit(limits, "192.0.2.1", 9)) << "its place was taken before";
  EXPECT_EQ(shed_, std::vector<int>{2});
}

TEST_F(ConnectionLimitsTest, AProxysConnectionCountsForTheClientThatItServes) {
  ConnectionLimits limits({.connections_per_address_max = 2}, clock_);
  auto first = admit(limits, "", 1);
  auto second = admit(limits, "", 2);
  auto third = admit(limits, "", 3);
  EXPECT_TRUE(first->take_client("192.0.2.1"));
  EXPECT_TRUE(second->take_client("192.0.2.1"));
  EXPECT_FALSE(third->take_client("192.0.2.1"));
  EXPECT_TRUE(third->take_client("192.0.2.2")) << "somebody else";
  EXPECT_FALSE(admit(limits, "192.0.2.1", 4)) << "also if it comes directly";
  first->leave_client();
  first->leave_client();
  third->leave_client();
  EXPECT_TRUE(third->take_client("192.0.2.1"));
  EXPECT_FALSE(first->take_client("192.0.2.1"));
  second.reset();
  EXPECT_TRUE(first->take_client("192.0.2.1")) << "it went in the midst of a request";
  EXPECT_TRUE(shed_.empty());
}

TEST_F(ConnectionLimitsTest, AClientOfAProxyLosesTheConnectionThatWaitsLongestForIt) {
  ConnectionLimits limits({.connections_per_address_max = 2}, clock_);
  auto slow = admit(limits, "", 1);
  auto busy = admit(limits, "", 2);
  auto idle = admit(limits, "", 3);
  auto next = admit(limits, "", 4);
  idle->waits();  // for anybody: it is not that client's
  ASSERT_TRUE(slow->take_client("192.0.2.1") && busy->take_client("192.0.2.1"));
  slow->waits();  // for its body
  EXPECT_TRUE(next->take_client("192.0.2.1"));
  EXPECT_EQ(shed_, std::vector<int>{1});
  slow->leave_client();
  EXPECT_FALSE(slow->take_client("192.0.2.2")) << "it was asked to end";
  slow.reset();
  EXPECT_FALSE(idle->take_client("192.0.2.1")) << "its place was taken before";
}

TEST_F(ConnectionLimitsTest, AConnectionOfAnAddressIsNotCountedTwice) {
  ConnectionLimits limits({.connections_per_address_max = 1}, clock_);
  auto direct = admit(limits, "192.0.2.1", 1);
  EXPECT_TRUE(direct->take_client("192.0.2.1"));
  direct->leave_client();
  EXPECT_FALSE(admit(limits, "192.0.2.1", 2));
  direct.reset();
  EXPECT_TRUE(admit(limits, "192.0.2.1", 3));
}

TEST_F(ConnectionLimitsTest, AllAddressesTogetherHaveALimitAlsoInOpenMode) {
  for (const bool by_address : {true, false}) {
    shed_.clear();
    ConnectionLimits limits({.connections_max = 2, .by_address = by_address}, clock_);
    auto first = admit(limits, "192.0.2.1", 1);
    auto second = admit(limits, "", 2);
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(admit(limits, "192.0.2.3", 3));
    first->waits();
    EXPECT_TRUE(admit(limits, "192.0.2.4", 4));
    EXPECT_EQ(shed_, std::vector<int>{1});
  }
}

TEST_F(ConnectionLimitsTest, InOpenModeAddressesDoNotCount) {
  ConnectionLimits limits(
      {.connections_per_address_max = 1, .sockets_per_address_max = 1, .by_address = false},
      clock_);
  const auto first = limits.admit_connection("192.0.2.1");
  const auto second = limits.admit_connection("192.0.2.1");
  EXPECT_TRUE(first && second);
  const auto socket = limits.admit_socket("192.0.2.1");
  EXPECT_TRUE(socket && limits.admit_socket("192.0.2.1"));
}

TEST_F(ConnectionLimitsTest, ThoseThatAreAskedToEndKeepTheirDescriptorsForAMoment) {
  ConnectionLimits limits({.connections_per_address_max = kConnectionsLeavingMax + 1}, clock_);
  std::vector<ConnectionPlace> all;
  for (std::size_t i = 0; i < kConnectionsLeavingMax + 1; ++i) {
    all.push_back(limits.admit_connection("192.0.2.1"));
    all.back()->waits();
  }
  for (std::size_t i = 0; i < kConnectionsLeavingMax; ++i) {
    all.push_back(limits.admit_connection("192.0.2.1"));
    ASSERT_TRUE(all.back());
  }
  EXPECT_FALSE(limits.admit_connection("192.0.2.1"));
  all.erase(all.begin());  // the first has ended
  EXPECT_TRUE(limits.admit_connection("192.0.2.1"));
}

TEST_F(ConnectionLimitsTest, AnAddressHasAsManySocketsAsTheLimitAndNotOneMore) {
  ConnectionLimits limits({.sockets_per_address_max = 2}, clock_);
  auto first = limits.admit_socket("2001:db8::1");
  const auto second = limits.admit_socket("2001:db8::2");
  EXPECT_TRUE(first && second) << "one subscriber";
  EXPECT_FALSE(limits.admit_socket("2001:db8::3"));
  EXPECT_TRUE(limits.admit_socket("2001:db8:0:1::1"));
  first.reset();
  EXPECT_TRUE(limits.admit_socket("2001:db8::3"));
}

TEST_F(ConnectionLimitsTest, HandshakesOfAnAddressHaveARate) {
  ConnectionLimits clear({}, clock_);
  ConnectionLimits encrypted({.encrypted = true}, clock_);
  for (int i = 0; i < static_cast<int>(kHandshakesPerAddress); ++i) {
    ASSERT_TRUE(encrypted.admit_connection("192.0.2.1"));
    ASSERT_TRUE(clear.admit_connection("192.0.2.1"));
    ASSERT_TRUE(clear.admit_socket("192.0.2.1"));
  }
  EXPECT_FALSE(encrypted.admit_connection("192.0.2.1"));
  EXPECT_TRUE(encrypted.admit_connection("192.0.2.2"));
  EXPECT_TRUE(clear.admit_connection("192.0.2.1"));
  EXPECT_FALSE(clear.admit_socket("192.0.2.1"));
}

}  // namespace
}  // namespace plenary::server
