#include "server/api/session_api.hpp"

#include <sodium.h>

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "server/access/directory.hpp"
#include "server/api/handlers.hpp"
#include "server/limits.hpp"
#include "tests/unit/api/service_fixture.hpp"

namespace plenary::server {
namespace {

class SessionApiTest : public testing::ServiceTest {
 protected:
  SessionApiTest() {
    EXPECT_GE(sodium_init(), 0);
    directory_ = Directory::load(store_, clock_).value();
    services_.directory = directory_.get();
    services_.access = Access(*directory_);
    link_ = directory_->make_link({}, "paper", {Role::kReader}).value().secret;
    api_ = std::make_unique<SessionApi>(services_);
    Handlers handlers;
    api_->add_to(handlers);
    open_link_ = handlers.take("openLink");
  }
  /// Follows the share link from an address, as somebody without a session.
  HttpResponse come_in(const std::string& address) {
    HttpRequest request;
    request.method = "POST";
    request.remote = address;
    request.body = json::to_string({{"secret", link_}});
    HttpResponse answered;
    open_link_({std::move(request), {}, [&answered](HttpResponse response) {
                  answered = std::move(response);
                }});
    return answered;
  }

  std::unique_ptr<Directory> directory_;
  std::string link_;
  std::unique_ptr<SessionApi> api_;
  Handler open_link_;
};

TEST_F(SessionApiTest, GuestsOfOneAddressAreCountedAndOthersComeInMeanwhile) {
  for (int i = 0; i < static_cast<int>(kGuestsPerAddress); ++i) {
    ASSERT_EQ(come_in("203.0.113.1").status, 200u);
  }
  const HttpResponse refused = come_in("203.0.113.1");
  EXPECT_EQ(refused.status, 429u);
  EXPECT_EQ(testing::header_of(refused, "retry-after"), "10");
  EXPECT_EQ(come_in("203.0.113.2").status, 200u);
  clock_.pass(kGuestRefillPerAddress);
  EXPECT_EQ(come_in("203.0.113.1").status, 200u);
}

}  // namespace
}  // namespace plenary::server
