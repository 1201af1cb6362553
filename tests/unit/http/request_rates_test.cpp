#include "server/http/request_rates.hpp"

#include <string>

#include <gtest/gtest.h>

#include "server/limits.hpp"
#include "tests/support/server/hand_clock.hpp"

namespace plenary::server {
namespace {

HttpRequest from(const std::string& address, Identity::Kind kind, const std::string& name) {
  HttpRequest request;
  request.remote = address;
  request.who = {.kind = kind, .name = name};
  return request;
}

/// Sends until a request is refused; at most `limit` times. Returns how many were admitted.
int admitted(RequestRates& rates, const HttpRequest& request, int limit, double weight = 1) {
  for (int sent = 0; sent < limit; ++sent) {
    if (!rates.admit(request, weight)) {
      return sent;
    }
  }
  return limit;
}

class RequestRatesTest : public ::testing::Test {
 protected:
  static constexpr int kMore = 100'000;
  const std::string office_{"192.0.2.7"};
  const HttpRequest account_ = from(office_, Identity::Kind::kAccount, "a-1");
  const HttpRequest guest_ = from(office_, Identity::Kind::kGuest, "g-1");
  const HttpRequest stranger_ = from(office_, Identity::Kind::kNobody, "");
  testing::HandClock clock_;
  RequestRates rates_{clock_};
};

TEST_F(RequestRatesTest, AGuestWhoFloodsStopsOnlyThemself) {
  EXPECT_EQ(admitted(rates_, guest_, kMore), static_cast<int>(kRequestsPerPerson));
  EXPECT_EQ(admitted(rates_, account_, 100), 100);
  EXPECT_EQ(admitted(rates_, stranger_, 100), 100);
  EXPECT_EQ(admitted(rates_, from(office_, Identity::Kind::kGuest, "g-2"), 100), 100);
}

TEST_F(RequestRatesTest, ManyGuestsOfOneAddressStopOnlyGuests) {
  int all = 0;
  for (int i = 0; i < 100; ++i) {
    all += admitted(rates_, from(office_, Identity::Kind::kGuest, "g-" + std::to_string(i)), kMore);
  }
  EXPECT_EQ(all, static_cast<int>(kRequestsOfGuests));
  EXPECT_EQ(admitted(rates_, account_, 100), 100);
  EXPECT_EQ(admitted(rates_, stranger_, 100), 100);
  EXPECT_EQ(admitted(rates_, from("192.0.2.8", Identity::Kind::kGuest, "g-1000"), 100), 100);
}

TEST_F(RequestRatesTest, StrangersStopOnlyStrangers) {
  EXPECT_EQ(admitted(rates_, stranger_, kMore), static_cast<int>(kRequestsPerStranger));
  EXPECT_EQ(admitted(rates_, account_, 100), 100);
  EXPECT_EQ(admitted(rates_, guest_, 100), 100);
}

TEST_F(RequestRatesTest, WorkOfAnAccountCountsByItsNameAndOfGuestsByTheirAddress) {
  constexpr double kHeavy = 100;
  EXPECT_EQ(admitted(rates_, guest_, kMore, kHeavy), static_cast<int>(kWorkPerAsker / kHeavy));
  EXPECT_FALSE(rates_.admit(from(office_, Identity::Kind::kGuest, "g-2"), kHeavy));
  EXPECT_TRUE(rates_.admit(account_, kHeavy));
}

}  // namespace
}  // namespace plenary::server
