#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plenary::load {

/// The parts of a `ws://host:port/path` address.
struct WebSocketUrl {
  std::string host;
  std::uint16_t port = 80;
  std::string path = "/";
};

/// Reads `ws://host[:port][/path]`; nothing if `text` is no such address. Host: a name or IPv4
/// address (the generator runs beside the server; TLS and IPv6 literals are not supported).
[[nodiscard]] std::optional<WebSocketUrl> parse_websocket_url(std::string_view text);

}  // namespace plenary::load
