#include "server/net/target.hpp"

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

using Query = std::map<std::string, std::string>;

TEST(Target, IsSplitAndDecoded) {
  EXPECT_EQ(split_target("/a%20b/c").path, "/a b/c");
  EXPECT_EQ(split_target("/a?x=1&y=a%26b+c&z").query,
            (Query{{"x", "1"}, {"y", "a&b c"}, {"z", ""}}));
  EXPECT_EQ(split_target("/a+b").path, "/a+b") << "a plus is a space in queries only";
  EXPECT_EQ(split_target("/?a=1&a=2").query, (Query{{"a", "2"}}));
  EXPECT_EQ(split_target("").path, "");
  EXPECT_EQ(split_target("/p?").query, Query());
  EXPECT_EQ(split_target("/p?a=b=c?d").query, (Query{{"a", "b=c?d"}}));
}

TEST(Target, AnEscapedSlashDividesNothing) {
  EXPECT_EQ(split_target("/a%2Fb%2fc/d?e=%2F").path, "/a%2Fb%2fc/d");
  EXPECT_EQ(split_target("/a?e=%2F").query, (Query{{"e", "/"}}));
}

TEST(Target, WhatDoesNotDecodeStaysAsItIs) {
  EXPECT_EQ(split_target("/%").path, "/%");
  EXPECT_EQ(split_target("/%4").path, "/%4");
  EXPECT_EQ(split_target("/%zz%-1").path, "/%zz%-1");
  EXPECT_EQ(split_target("/%41%C3%A9").path, "/A\xc3\xa9");
}

}  // namespace
}  // namespace plenary::server
