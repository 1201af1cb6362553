#include "server/http/router.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tests/unit/http/header_of.hpp"

namespace plenary::server {
namespace {

using testing::header_of;

/// A router with three routes.
class RouterTest : public ::testing::Test {
 protected:
  RouterTest() {
    router_.add("GET", "/things");
    router_.add("POST", "/things");
    router_.add("GET", "/things/{id}/parts/{part}");
  }

  /// "2 a 7": the route's number and what it captured. "405 GET POST": the methods of the path.
  /// "404": no such path.
  [[nodiscard]] std::string find(std::string_view method, std::string_view path) const {
    const Router::Match match = router_.find(method, path);
    std::string found = match.route             ? std::to_string(*match.route)
                        : match.methods.empty() ? "404"
                                                : "405";
    for (const std::string& word : match.route ? match.captures : match.methods) {
      found += " " + word;
    }
    return found;
  }

  Router router_;
};

TEST_F(RouterTest, FindsByPathAndMethod) {
  EXPECT_EQ(find("GET", "/things"), "0");
  EXPECT_EQ(find("POST", "/things"), "1");
  EXPECT_EQ(find("GET", "/things/a b/parts/7"), "2 a b 7");
}

TEST_F(RouterTest, HeadGoesWhereGetGoes) {
  EXPECT_EQ(find("HEAD", "/things"), "0");
}

TEST_F(RouterTest, WhatFitsNoPatternIsLeftToOthers) {
  for (const char* path :
       {"/", "/thing", "/things/", "/things/a", "/things//parts/7", "things", ""}) {
    EXPECT_EQ(find("GET", path), "404") << path;
  }
}

TEST_F(RouterTest, AnotherMethodIsToldWhichThereAre) {
  EXPECT_EQ(find("DELETE", "/things"), "405 GET POST");
  const HttpResponse refused = explain_methods("DELETE", {"GET", "POST"});
  EXPECT_EQ(refused.status, 405u);
  EXPECT_EQ(header_of(refused, "allow"), "GET, HEAD, OPTIONS, POST");
}

TEST_F(RouterTest, OptionsAreAnswered) {
  EXPECT_EQ(find("OPTIONS", "/things/a/parts/b"), "405 GET");
  const HttpResponse told = explain_methods("OPTIONS", {"GET"});
  EXPECT_EQ(told.status, 204u);
  EXPECT_EQ(header_of(told, "allow"), "GET, HEAD, OPTIONS");
}

}  // namespace
}  // namespace plenary::server
