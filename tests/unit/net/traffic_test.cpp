#include <chrono>

#include <gtest/gtest.h>

#include "server/limits.hpp"
#include "server/net/asker.hpp"
#include "server/net/pace.hpp"
#include "server/net/traffic_budget.hpp"

namespace plenary::server {
namespace {

using std::chrono::seconds;

TEST(Pace, APeerHasToMoveItsShareInEachWindow) {
  const Pace::Clock::time_point start{};
  Pace pace(100, seconds(10), start);
  EXPECT_EQ(pace.deadline(), start + seconds(10));
  EXPECT_FALSE(pace.moved(99, start + seconds(5)));
  EXPECT_EQ(pace.deadline(), start + seconds(10)) << "a byte now and then gains nothing";
  EXPECT_TRUE(pace.moved(1, start + seconds(6)));
  EXPECT_EQ(pace.deadline(), start + seconds(16));
  EXPECT_TRUE(pace.moved(1000, start + seconds(7)));
  EXPECT_EQ(pace.deadline(), start + seconds(17));
}

/// Room for two small pieces of one asker and three of all; beyond those, 1000 and 1500 bytes.
TrafficBudget budget() {
  const std::size_t small = kTrafficBytesSmall - kTrafficBytesFree;
  return TrafficBudget({.small = {3 * small, 2 * small}, .large = {1500, 1000}});
}

TEST(TrafficBudget, TheFirstBytesAreFree) {
  TrafficBudget all = budget();
  auto lease = all.open("ama");
  EXPECT_TRUE(lease.grow_to(kTrafficBytesFree));
  EXPECT_EQ(all.held(), 0u);
  EXPECT_TRUE(lease.grow_to(kTrafficBytesFree + 1));
  EXPECT_EQ(all.held(), 1u);
  EXPECT_TRUE(lease.grow_to(10)) << "it holds more already";
  EXPECT_EQ(all.held(), 1u);
}

TEST(TrafficBudget, OneAskerHasAsMuchAsTheLimitAndNotMore) {
  TrafficBudget all = budget();
  auto first = all.open("ama");
  EXPECT_TRUE(first.grow_to(kTrafficBytesSmall + 1000));
  const std::size_t held = all.held();
  auto second = all.open("ama");
  const auto refused = second.grow_to(kTrafficBytesSmall + 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kBusy);
  EXPECT_EQ(all.held(), held) << "a piece that does not fit holds nothing";
  EXPECT_TRUE(second.grow_to(kTrafficBytesSmall)) << "a small one still fits";
  EXPECT_FALSE(all.open("ama").grow_to(kTrafficBytesFree + 1));
  auto other = all.open("kofi");
  EXPECT_TRUE(other.grow_to(kTrafficBytesSmall + 500));
  EXPECT_FALSE(all.open("esi").grow_to(kTrafficBytesFree + 1)) << "all together";
  first.release();
  EXPECT_TRUE(all.open("esi").grow_to(kTrafficBytesSmall + 1000));
}

TEST(TrafficBudget, LargePiecesLeaveSmallOnesTheirRoom) {
  TrafficBudget all = budget();
  auto large = all.open("ama");
  auto more = all.open("kofi");
  ASSERT_TRUE(large.grow_to(kTrafficBytesSmall + 1000));
  ASSERT_TRUE(more.grow_to(kTrafficBytesSmall + 500));
  EXPECT_FALSE(all.open("esi").grow_to(kTrafficBytesSmall + 1));
  EXPECT_TRUE(all.open("esi").grow_to(kTrafficBytesSmall));
}

TEST(Asker, PeopleCountByNameGuestsByAddressAndEverybodyByConnection) {
  HttpRequest request;
  request.remote = "192.0.2.7";
  request.connection = 17;
  request.who = {.kind = Identity::Kind::kAccount, .name = "a-ama"};
  EXPECT_EQ(limit_key_of(request), "a-ama");
  request.who = {.kind = Identity::Kind::kGuest, .name = "g-kofi"};
  EXPECT_EQ(limit_key_of(request), "@192.0.2.7");
  request.who = Identity::everybody();
  EXPECT_EQ(limit_key_of(request), "#17");
}

TEST(Asker, IsGoneWithItsConnection) {
  HttpRequest request;
  EXPECT_FALSE(asker_of(request).gone) << "a request without a connection";
  const auto gone = std::make_shared<std::atomic<bool>>(false);
  request.gone = gone;
  const Asker asker = asker_of(request);
  EXPECT_FALSE(asker.gone());
  *gone = true;
  EXPECT_TRUE(asker.gone());
}

}  // namespace
}  // namespace plenary::server
