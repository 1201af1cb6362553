#include "server/http/router.hpp"

#include <string>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

std::string header_of(const HttpResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

/// A router with three routes, and who answered last.
class RouterTest : public ::testing::Test {
 protected:
  RouterTest() {
    const auto remember = [this](const std::string& name) {
      return [this, name](Exchange exchange) {
        answered_ = name;
        for (const std::string& capture : exchange.captures) {
          answered_ += " " + capture;
        }
        exchange.answer({});
      };
    };
    router_.add("GET", "/things", remember("list"));
    router_.add("POST", "/things", remember("create"));
    router_.add("GET", "/things/{id}/parts/{part}", remember("part"));
  }

  /// Who answered; empty if nobody did.
  std::string route(const std::string& method, const std::string& path) {
    answered_.clear();
    response_ = {};
    HttpRequest request;
    request.method = method;
    request.path = path;
    std::function<void(HttpResponse)> answer = [this](HttpResponse response) {
      response_ = std::move(response);
    };
    found_ = router_.route(request, answer);
    return answered_;
  }

  Router router_;
  std::string answered_;
  HttpResponse response_;
  bool found_{false};
};

TEST_F(RouterTest, FindsByPathAndMethod) {
  EXPECT_EQ(route("GET", "/things"), "list");
  EXPECT_EQ(route("POST", "/things"), "create");
  EXPECT_EQ(route("GET", "/things/a b/parts/7"), "part a b 7");
}

TEST_F(RouterTest, HeadGoesWhereGetGoes) {
  EXPECT_EQ(route("HEAD", "/things"), "list");
}

TEST_F(RouterTest, WhatFitsNoPatternIsLeftToOthers) {
  for (const char* path :
       {"/", "/thing", "/things/", "/things/a", "/things//parts/7", "things", ""}) {
    EXPECT_EQ(route("GET", path), "") << path;
    EXPECT_FALSE(found_) << path;
  }
}

TEST_F(RouterTest, AnotherMethodIsToldWhichThereAre) {
  EXPECT_EQ(route("DELETE", "/things"), "");
  EXPECT_TRUE(found_);
  EXPECT_EQ(response_.status, 405u);
  EXPECT_EQ(header_of(response_, "allow"), "GET, HEAD, OPTIONS, POST");
}

TEST_F(RouterTest, OptionsAreAnswered) {
  route("OPTIONS", "/things/a/parts/b");
  EXPECT_EQ(response_.status, 204u);
  EXPECT_EQ(header_of(response_, "allow"), "GET, HEAD, OPTIONS");
}

}  // namespace
}  // namespace plenary::server
