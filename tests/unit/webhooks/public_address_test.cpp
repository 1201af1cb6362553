#include "server/webhooks/public_address.hpp"

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

TEST(PublicAddress, IsOneThatAnybodyReaches) {
  for (const char* address : {"8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.0", "192.167.1.1",
                              "2606:4700::1111", "::ffff:8.8.8.8", "100.63.0.1"}) {
    EXPECT_TRUE(is_public_address(address)) << address;
  }
}

TEST(PublicAddress, IsNoneOfOursNorReserved) {
  for (const char* address : {"127.0.0.1",
                              "127.9.9.9",
                              "0.0.0.0",
                              "10.0.0.1",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.168.1.1",
                              "169.254.169.254",
                              "100.64.0.1",
                              "198.18.0.1",
                              "203.0.113.9",
                              "224.0.0.1",
                              "255.255.255.255",
                              "::1",
                              "::",
                              "fe80::1",
                              "fd00::1",
                              "fc00::1",
                              "ff02::1",
                              "::ffff:127.0.0.1",
                              "::ffff:10.0.0.1",
                              "::127.0.0.1",
                              "64:ff9b::7f00:1",
                              "2001:db8::1",
                              "2002:7f00:1::",
                              "2001::1",
                              "fe80::1%eth0",
                              "",
                              "localhost",
                              "0x7f.1",
                              "2130706433",
                              "127.1"}) {
    EXPECT_FALSE(is_public_address(address)) << address;
  }
}

}  // namespace
}  // namespace plenary::server
