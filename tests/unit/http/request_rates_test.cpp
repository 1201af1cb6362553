#include "server/http/request_rates.hpp"

#include <string>

#include <gtest/gtest.h>

#include "server/limits.hpp"
#include "tests/support/server/hand_clock.hpp"

namespace plenary::server {
namespace {

using testing::HandClock;

class RequestRatesTest : public ::testing::Test {
 protected:
  static HttpRequest from(const std::string& address, const std::string& person = {}) {
    HttpRequest request;
    request.remote = address;
    request.who.name = person;
    request.who.kind = person.empty() ? Identity::Kind::kNobody : Identity::Kind::kAccount;
    return request;
  }
  /// How many requests are let through before one is not.
  int admitted(const HttpRequest& request, double weight = 1) {
    int count = 0;
    while (rates_.admit(request, weight)) {
      count += 1;
    }
    return count;
  }

  HandClock clock_;
  RequestRates rates_{clock_};
};

TEST_F(RequestRatesTest, StrangersOfOneAddressHaveOneBudgetAndOthersTheirOwn) {
  EXPECT_EQ(admitted(from("192.0.2.1")), kRequestsPerStranger);
  EXPECT_TRUE(rates_.admit(from("192.0.2.2"), 1));
  EXPECT_TRUE(rates_.admit(from("192.0.2.1", "a-ama"), 1)) << "who says who they are goes on";
  clock_.pass(kRequestRefillPerStranger);
  EXPECT_EQ(admitted(from("192.0.2.1")), 1);
}

TEST_F(RequestRatesTest, APersonHasOneBudgetWhereverTheyAre) {
  EXPECT_EQ(admitted(from("192.0.2.1", "a-ama")), kRequestsPerPerson);
  EXPECT_FALSE(rates_.admit(from("192.0.2.2", "a-ama"), 1));
  EXPECT_TRUE(rates_.admit(from("192.0.2.1", "a-bo"), 1));
}

TEST_F(RequestRatesTest, AnAddressHasABudgetForAllWhoAreThere) {
  int count = 0;
  for (int person = 0; count < kRequestsPerAddress && person < 100; ++person) {
    count += admitted(from("192.0.2.1", "a-" + std::to_string(person)));
  }
  EXPECT_EQ(count, kRequestsPerAddress);
  EXPECT_FALSE(rates_.admit(from("192.0.2.1", "a-fresh"), 1));
  EXPECT_TRUE(rates_.admit(from("192.0.2.2", "a-fresh"), 1));
}

TEST_F(RequestRatesTest, WorkIsCountedByItsWeightAndForGuestsByTheirAddress) {
  constexpr double kWeight = 10;
  EXPECT_EQ(admitted(from("192.0.2.1", "a-ama"), kWeight), kWorkPerAsker / kWeight);
  EXPECT_TRUE(rates_.admit(from("192.0.2.1", "a-ama"), 1)) << "what costs nothing goes on";
  HttpRequest guest = from("192.0.2.9", "g-1");
  guest.who.kind = Identity::Kind::kGuest;
  EXPECT_EQ(admitted(guest, kWeight), kWorkPerAsker / kWeight);
  guest.who.name = "g-2";  // another guest is one click away
  EXPECT_FALSE(rates_.admit(guest, kWeight));
}

}  // namespace
}  // namespace plenary::server
