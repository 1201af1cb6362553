#include "server/net/trusted_proxies.hpp"

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

TrustedProxies proxies(const std::vector<std::string>& networks) {
  return TrustedProxies::parse(networks).value();
}

TEST(TrustedProxies, HeadersOfAnybodyElseAreIgnored) {
  const Caller direct{"198.51.100.7", false};
  EXPECT_EQ(TrustedProxies().see(direct, "10.0.0.1", "https"), direct);
  EXPECT_EQ(proxies({"127.0.0.1"}).see(direct, "10.0.0.1", "https"), direct);
}

TEST(TrustedProxies, TheLastAddressThatIsNoneOfThemCalls) {
  const TrustedProxies trusted = proxies({"127.0.0.1", "10.0.0.0/8", "fd00::/8"});
  const auto from = [&](const std::string& direct, const std::string& header) {
    return trusted.see({direct, false}, header, "").address;
  };
  EXPECT_EQ(from("127.0.0.1", "198.51.100.7"), "198.51.100.7");
  EXPECT_EQ(from("127.0.0.1", "192.0.2.1, 198.51.100.7"), "198.51.100.7");
  EXPECT_EQ(from("127.0.0.1", "192.0.2.1,198.51.100.7 , 10.1.2.3"), "198.51.100.7");
  EXPECT_EQ(from("fd00::1", "2001:db8::5"), "2001:db8::5");
  EXPECT_EQ(from("::ffff:127.0.0.1", "198.51.100.7"), "198.51.100.7");
  EXPECT_EQ(from("10.9.9.9", "10.1.2.3"), "10.1.2.3") << "all are proxies: the first";
  EXPECT_EQ(from("127.0.0.1", "198.51.100.7:4711"), "198.51.100.7");
  EXPECT_EQ(from("127.0.0.1", "192.0.2.1, [2001:db8::5]:443"), "2001:db8::5");
  EXPECT_EQ(from("127.0.0.1", "192.0.2.1, ["), "127.0.0.1");
  EXPECT_EQ(from("127.0.0.1", ""), "127.0.0.1");
  EXPECT_EQ(from("127.0.0.1", "unknown"), "127.0.0.1");
  EXPECT_EQ(from("127.0.0.1", "192.0.2.1, unknown, 10.1.2.3"), "10.1.2.3");
}

TEST(TrustedProxies, TheLastOneSaysWhetherItIsEncrypted) {
  const TrustedProxies trusted = proxies({"127.0.0.1"});
  EXPECT_TRUE(trusted.see({"127.0.0.1", false}, "", "https").encrypted);
  EXPECT_FALSE(trusted.see({"127.0.0.1", false}, "", "https, http").encrypted);
  EXPECT_FALSE(trusted.see({"127.0.0.1", false}, "", "").encrypted);
  EXPECT_TRUE(trusted.see({"127.0.0.1", true}, "", "").encrypted);
}

TEST(TrustedProxies, WhatIsNoNetworkIsRefused) {
  for (const char* wrong : {"", "proxy.example.org", "10.0.0.0/33", "::1/129", "10.0.0/8"}) {
    EXPECT_FALSE(TrustedProxies::parse({wrong})) << wrong;
  }
}

}  // namespace
}  // namespace plenary::server
