#include "server/webhooks/public_address.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace plenary::server {
namespace {

namespace ip = boost::asio::ip;

/// The ranges of the IANA IPv4 Special-Purpose Address Registry that are not globally reachable,
/// and multicast.
constexpr std::array<const char*, 15> kReservedV4{
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4"};

/// Parts of 2000::/3 that are not reached as such, or that hide an IPv4 address.
constexpr std::array<const char*, 4> kReservedV6{"2001::/23", "2001:db8::/32", "2002::/16",
                                                 "3fff::/20"};

bool is_public(const ip::address_v4& address) {
  return std::none_of(kReservedV4.begin(), kReservedV4.end(), [&](const char* text) {
    const ip::network_v4 reserved = ip::make_network_v4(text);
    return ip::network_v4(address, reserved.prefix_length()).canonical() == reserved;
  });
}

bool in(const ip::address_v6& address, const char* text) {
  const ip::network_v6 network = ip::make_network_v6(text);
  return ip::network_v6(address, network.prefix_length()).canonical() == network;
}

}  // namespace

bool is_public_address(std::string_view text) {
  boost::system::error_code error;
  const ip::address address = ip::make_address(std::string(text), error);
  if (error) {
    return false;
  }
  if (address.is_v4()) {
    return is_public(address.to_v4());
  }
  const ip::address_v6 v6 = address.to_v6();
  if (v6.is_v4_mapped()) {
    return is_public(ip::make_address_v4(ip::v4_mapped, v6));
  }
  return v6.scope_id() == 0 && in(v6, "2000::/3") &&
         std::none_of(kReservedV6.begin(), kReservedV6.end(),
                      [&](const char* reserved) { return in(v6, reserved); });
}

}  // namespace plenary::server
