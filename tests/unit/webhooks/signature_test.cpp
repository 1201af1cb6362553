#include "server/webhooks/signature.hpp"

#include <sodium.h>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

class Signature : public ::testing::Test {
 protected:
  Signature() { EXPECT_GE(sodium_init(), 0); }
};

TEST_F(Signature, IsThatOfTheStandardsExample) {
  EXPECT_EQ(sign_webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                         {1614265330'000}, R"({"test": 2432232314})")
                .value(),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_F(Signature, DependsOnEveryPart) {
  const std::string secret = make_webhook_secret();
  const auto sign = [](const std::string& with, const char* id, std::int64_t ms, const char* body) {
    return sign_webhook(with, id, {ms}, body).value();
  };
  const std::string one = sign(secret, "a", 1000, "{}");
  EXPECT_EQ(sign(secret, "a", 1999, "{}"), one) << "of whole seconds";
  EXPECT_NE(sign(make_webhook_secret(), "a", 1000, "{}"), one);
  EXPECT_NE(sign(secret, "b", 1000, "{}"), one);
  EXPECT_NE(sign(secret, "a", 2000, "{}"), one);
  EXPECT_NE(sign(secret, "a", 1000, "{ }"), one);
}

TEST_F(Signature, NeedsASecretOfOurs) {
  for (const char* wrong : {"", "whsec", "secret", "whsec_***"}) {
    EXPECT_FALSE(sign_webhook(wrong, "a", {0}, "{}")) << wrong;
  }
}

}  // namespace
}  // namespace plenary::server
