#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"

namespace plenary::server {

/// The address that the server listens on: an IP address and a port. Port 0: any that is free.
struct ListenAddress {
  std::string address{"127.0.0.1"};
  std::uint16_t port{7460};

  /// Whether only this machine can reach it.
  [[nodiscard]] bool is_loopback() const;
  /// "127.0.0.1:7460", "[::1]:7460"
  [[nodiscard]] std::string to_string() const;
  friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};

/// Reads what to_string writes, or `localhost:PORT`. Names are not looked up. Errors: kMalformed.
[[nodiscard]] Result<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace plenary::server
