#include "server/net/trusted_proxies.hpp"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

#include "protocol/base/ascii.hpp"

namespace plenary::server {
namespace {

namespace ip = boost::asio::ip;
using boost::system::error_code;

/// An IPv4 address that comes mapped, over an IPv6 socket, as itself.
ip::address plain(const ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return address;
}

using ascii::trimmed;

/// An address of a header, also as some proxies write it: with a port, "192.0.2.1:443" or
/// "[2001:db8::5]:443".
ip::address parse_entry(std::string_view text, error_code& error) {
  if (text.starts_with('[')) {
    text = text.substr(1, text.find(']') - 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  return ip::make_address(std::string(text), error);
}

/// Takes the last part and its comma off the list, and returns the part.
std::string_view take_last(std::string_view& list) {
  const std::size_t comma = list.rfind(',');
  const std::string_view last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
  return trimmed(last);
}

}  // namespace

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& networks) {
  TrustedProxies proxies;
  for (const std::string& text : networks) {
    const bool has_bits = text.find('/') != std::string::npos;
    error_code not_v4;
    error_code not_v6;
    const auto v4 = ip::make_network_v4(has_bits ? text : text + "/32", not_v4);
    const auto v6 = ip::make_network_v6(has_bits ? text : text + "/128", not_v6);
    if (!not_v4) {
      proxies.v4_.push_back(v4.canonical());
    } else if (!not_v6) {
      proxies.v6_.push_back(v6.canonical());
    } else {
      return Error{Errc::kMalformed, "'" + text +
                                         "' is not an address or a network of proxies, "
                                         "such as 127.0.0.1 or 10.0.0.0/8"};
    }
  }
  return proxies;
}

bool TrustedProxies::has(std::string_view text) const {
  error_code error;
  const ip::address parsed = ip::make_address(std::string(text), error);
  if (error) {
    return false;
  }
  const ip::address address = plain(parsed);
  if (address.is_v4()) {
    return std::any_of(v4_.begin(), v4_.end(), [&](const ip::network_v4& network) {
      return ip::network_v4(address.to_v4(), network.prefix_length()).canonical() == network;
    });
  }
  return std::any_of(v6_.begin(), v6_.end(), [&](const ip::network_v6& network) {
    return ip::network_v6(address.to_v6(), network.prefix_length()).canonical() == network;
  });
}

Caller TrustedProxies::see(const Caller& direct, std::string_view forwarded_for,
                           std::string_view forwarded_proto) const {
  if (!has(direct.address)) {
    return direct;
  }
  Caller caller = direct;
  if (!trimmed(forwarded_proto).empty()) {
    caller.encrypted = take_last(forwarded_proto) == "https";
  }
  while (!trimmed(forwarded_for).empty()) {
    const std::string_view before = take_last(forwarded_for);
    error_code error;
    const ip::address address = parse_entry(before, error);
    if (error) {
      break;
    }
    caller.address = plain(address).to_string();
    if (!has(caller.address)) {
      break;
    }
  }
  return caller;
}

}  // namespace plenary::server
