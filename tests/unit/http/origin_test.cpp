#include "server/http/origin.hpp"

#include <gtest/gtest.h>

#include "server/config/config.hpp"

namespace plenary::server {
namespace {

TEST(Origin, AServersOwnPagesMayUseIt) {
  const Config config;
  EXPECT_TRUE(is_allowed_origin(config, "http://127.0.0.1:7460", "127.0.0.1:7460"));
  EXPECT_TRUE(is_allowed_origin(config, "https://plenary.example", "plenary.example"));
  EXPECT_TRUE(is_allowed_origin(config, "https://plenary.example", "Plenary.Example:443"));
  EXPECT_TRUE(is_allowed_origin(config, "http://[::1]:7460", "[::1]:7460"));
}

TEST(Origin, PagesOfOthersMayNot) {
  const Config config;
  EXPECT_FALSE(is_allowed_origin(config, "https://evil.example", "plenary.example"));
  EXPECT_FALSE(is_allowed_origin(config, "http://127.0.0.1:8080", "127.0.0.1:7460"));
  EXPECT_FALSE(is_allowed_origin(config, "https://plenary.example.evil", "plenary.example"));
  EXPECT_FALSE(is_allowed_origin(config, "https://plenary.example:444", "plenary.example"));
  EXPECT_FALSE(is_allowed_origin(config, "null", "null"));
  EXPECT_FALSE(is_allowed_origin(config, "null", ""));
  EXPECT_FALSE(is_allowed_origin(config, "http://", ""));
  EXPECT_FALSE(is_allowed_origin(config, "file://plenary.example", "plenary.example"));
}

TEST(Origin, AServerForItsOwnMachineAnswersToItsOwnNamesOnly) {
  Config config;
  config.allowed_origins = {"https://Embedding.example", "http://[2001:db8::1]:81"};
  for (const char* host :
       {"localhost", "LOCALHOST:7460", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:7460",
        "embedding.example", "Embedding.Example:8443", "[2001:DB8::1]"}) {
    EXPECT_TRUE(is_allowed_host(config, host)) << host;
  }
  for (const char* host :
       {"", ":7460", "evil.example", "evil.example:7460", "localhost.evil.example",
        "127.0.0.1.evil.example", "127.0.0.2", "[::2]", "[::1", "null"}) {
    EXPECT_FALSE(is_allowed_host(config, host)) << host;
  }
  config.listen.address = "127.0.0.2";
  EXPECT_TRUE(is_allowed_host(config, "127.0.0.2:7460"));
}

TEST(Origin, AServerThatOthersMayReachAnswersToEveryName) {
  Config config;
  config.open = true;
  EXPECT_TRUE(is_allowed_host(config, "plenary.example"));
  EXPECT_TRUE(is_allowed_host(config, ""));
  config.open = false;
  config.listen.address = "192.0.2.1";
  EXPECT_TRUE(is_allowed_host(config, "plenary.example"));
}

TEST(Origin, PagesThatTheOperatorNamedMay) {
  Config config;
  config.allowed_origins = {"https://Embedding.example"};
  EXPECT_TRUE(is_allowed_origin(config, "https://embedding.example", "plenary.example"));
  EXPECT_FALSE(is_allowed_origin(config, "http://embedding.example", "plenary.example"));
}

}  // namespace
}  // namespace plenary::server
