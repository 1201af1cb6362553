// The parts between the network and the API when the server is not open: proxies, sizes, rates.

#include <string>

#include <gtest/gtest.h>

#include "tests/integration/http/plenaryd.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::server {
namespace {

using storage::testing::TemporaryDirectory;
using testing::first_account;
using testing::kJson;
using testing::Plenaryd;
using testing::Reach;

constexpr const char* kSession = "/api/v1/session";
constexpr const char* kWrong = R"({"email":"ama@example.org","password":"not this one"})";

TEST(Access, ASessionOutlivesAKilledServerAndASetUpAddressDoesNot) {
  const TemporaryDirectory data;
  std::string cookie;
  std::string secret;
  {
    Plenaryd server(data.path(), {}, Reach::kOwnMachine);
    secret = server.read_set_up_secret();
    const auto made = server.client().Post("/api/v1/set-up", first_account(secret), kJson);
    ASSERT_EQ(made->status, 201);
    const std::string header = made->get_header_value("Set-Cookie");
    EXPECT_EQ(header.find("; Secure"), std::string::npos) << "this is in the clear";
    cookie = header.substr(0, header.find(';'));
    server.end(SIGKILL);
  }
  const Plenaryd again(data.path(), {}, Reach::kOwnMachine);
  const auto me = again.client().Get("/api/v1/me", httplib::Headers{{"Cookie", cookie}});
  EXPECT_NE(me->body.find(R"("name":"Ama")"), std::string::npos) << me->body;
  EXPECT_EQ(again.client().Post("/api/v1/set-up", first_account(secret), kJson)->status, 404);
}

TEST(Access, AStrangerSendsNoMoreThanAForm) {
  const TemporaryDirectory data;
  const Plenaryd server(data.path(), {}, Reach::kOwnMachine);
  EXPECT_EQ(server.client().Post(kSession, std::string(65 * 1024, ' '), kJson)->status, 413);
  EXPECT_EQ(server.client().Post(kSession, std::string(60 * 1024, ' '), kJson)->status, 400);
}

TEST(Access, GuessesAreSlowedForEachAddressThatATrustedProxyNames) {
  const TemporaryDirectory data;
  const Plenaryd server(data.path(), {"--trusted-proxy", "127.0.0.1"}, Reach::kOwnMachine);
  auto client = server.client();
  const auto guess = [&client](const std::string& from, int account) {
    const std::string body =
        R"({"email":"p)" + std::to_string(account) + R"(@example.org","password":"not this one"})";
    return client.Post(kSession, httplib::Headers{{"X-Forwarded-For", from}}, body, kJson)->status;
  };
  int account = 0;
  int status = 0;
  while (account < 200 && (status = guess("198.51.100.7", ++account)) == 403) {
  }
  EXPECT_EQ(status, 429) << "after " << account;
  EXPECT_EQ(guess("198.51.100.8", ++account), 403) << "another address";
  EXPECT_EQ(guess("198.51.100.7, 198.51.100.9", ++account), 403) << "the last counts";
}

TEST(Access, WithoutTrustAProxysWordIsAnybodysInvention) {
  const TemporaryDirectory data;
  const Plenaryd server(data.path(), {}, Reach::kOwnMachine);
  auto client = server.client();
  int status = 403;
  for (int i = 0; i < 200 && status == 403; ++i) {
    const httplib::Headers from{{"X-Forwarded-For", "198.51.100." + std::to_string(i)}};
    status = client.Post(kSession, from, kWrong, kJson)->status;
  }
  EXPECT_EQ(status, 429);
}

TEST(Access, OneAddressCannotAskForEver) {
  const TemporaryDirectory data;
  const Plenaryd server(data.path(), {}, Reach::kOwnMachine);
  auto client = server.client();
  int status = 200;
  for (int i = 0; i < 2000 && status == 200; ++i) {
    status = client.Get("/api/v1/me")->status;
  }
  EXPECT_EQ(status, 429);
  EXPECT_EQ(client.Get("/healthz")->status, 200) << "whoever watches over it still can";
}

TEST(Access, MetricsAreForThisMachine) {
  const TemporaryDirectory data;
  const Plenaryd server(data.path(), {}, Reach::kOwnMachine);
  EXPECT_EQ(server.client().Get("/metrics")->status, 200);
  const httplib::Headers through{{"X-Forwarded-For", "198.51.100.7"}};
  EXPECT_EQ(server.client().Get("/metrics", through)->status, 403);
}

}  // namespace
}  // namespace plenary::server
