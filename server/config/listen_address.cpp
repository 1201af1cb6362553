#include "server/config/listen_address.hpp"

#include <arpa/inet.h>

#include <optional>

#include "protocol/base/ascii.hpp"

namespace plenary::server {
namespace {

bool is_ipv4(const std::string& address) {
  in_addr ignored{};
  return ::inet_pton(AF_INET, address.c_str(), &ignored) == 1;
}

bool is_ipv6(const std::string& address) {
  in6_addr ignored{};
  return ::inet_pton(AF_INET6, address.c_str(), &ignored) == 1;
}

/// Takes the brackets off an IPv6 address; empty if it is neither kind of address.
std::string bare_address(std::string_view text) {
  if (text == "localhost") {
    return "127.0.0.1";
  }
  if (text.starts_with('[') && text.ends_with(']')) {
    const std::string inner(text.substr(1, text.size() - 2));
    return is_ipv6(inner) ? inner : std::string();
  }
  const std::string whole(text);
  return is_ipv4(whole) ? whole : std::string();
}

}  // namespace

bool ListenAddress::is_loopback() const {
  in6_addr v6{};
  if (::inet_pton(AF_INET6, address.c_str(), &v6) == 1) {
    return IN6_IS_ADDR_LOOPBACK(&v6);
  }
  return is_ipv4(address) && address.starts_with("127.");
}

std::string ListenAddress::to_string() const {
  const std::string shown = is_ipv6(address) ? "[" + address + "]" : address;
  return shown + ":" + std::to_string(port);
}

Result<ListenAddress> parse_listen_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos) {
    const std::string address = bare_address(text.substr(0, colon));
    const auto port = ascii::whole_number<std::uint16_t>(text.substr(colon + 1));
    if (!address.empty() && port) {
      return ListenAddress{address, *port};
    }
  }
  return Error{Errc::kMalformed, "'" + std::string(text) +
                                     "' is not an IP address and a port, such as 127.0.0.1:7460 "
                                     "or [::1]:7460"};
}

}  // namespace plenary::server
