#include "server/http/negotiation.hpp"

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

TEST(Negotiation, ACodingIsAcceptedUnlessItsWeightIsZero) {
  EXPECT_TRUE(accepts_encoding("gzip, deflate, br", "br"));
  EXPECT_TRUE(accepts_encoding("GZIP;q=0.5", "gzip"));
  EXPECT_TRUE(accepts_encoding("*", "br"));
  EXPECT_TRUE(accepts_encoding("gzip;q=0, *;q=0.1", "br"));
  EXPECT_FALSE(accepts_encoding("", "br"));
  EXPECT_FALSE(accepts_encoding("gzip", "br"));
  EXPECT_FALSE(accepts_encoding("br;q=0", "br"));
  EXPECT_FALSE(accepts_encoding("br;q=0.000, *", "br"));
  EXPECT_FALSE(accepts_encoding("*;q=0", "br"));
  EXPECT_FALSE(accepts_encoding("brotli, xbr", "br"));
}

TEST(Negotiation, AnETagMatchesAnyInTheListWeakOrNot) {
  EXPECT_TRUE(etag_matches("\"a\"", "\"a\""));
  EXPECT_TRUE(etag_matches("\"b\", W/\"a\"", "\"a\""));
  EXPECT_TRUE(etag_matches("*", "\"a\""));
  EXPECT_FALSE(etag_matches("", "\"a\""));
  EXPECT_FALSE(etag_matches("a", "\"a\""));
  EXPECT_FALSE(etag_matches("\"ab\"", "\"a\""));
}

TEST(Negotiation, JsonIsJsonWhateverItsParametersAndCase) {
  EXPECT_TRUE(is_json("application/json"));
  EXPECT_TRUE(is_json("Application/JSON; charset=utf-8"));
  EXPECT_FALSE(is_json(""));
  EXPECT_FALSE(is_json("text/plain"));
  EXPECT_FALSE(is_json("application/x-www-form-urlencoded"));
  EXPECT_FALSE(is_json("application/jsonp"));
}

TEST(Negotiation, WhatTheClientHasIsNotSentAgain) {
  HttpRequest request;
  HttpResponse response{200, {}, std::make_shared<const std::string>("body")};
  EXPECT_EQ(with_etag(request, response, "\"1\"").status, 200u);
  request.headers["if-none-match"] = "\"1\"";
  const HttpResponse unchanged = with_etag(request, response, "\"1\"");
  EXPECT_EQ(unchanged.status, 304u);
  EXPECT_TRUE(unchanged.body->empty());
}

}  // namespace
}  // namespace plenary::server
