#include "clients/load/url.hpp"

#include <charconv>

namespace plenary::load {

std::optional<WebSocketUrl> parse_websocket_url(std::string_view text) {
  constexpr std::string_view kScheme = "ws://";
  if (!text.starts_with(kScheme)) {
    return std::nullopt;
  }
  text.remove_prefix(kScheme.size());
  WebSocketUrl url;
  const std::size_t slash = text.find('/');
  std::string_view authority = text.substr(0, slash);
  if (slash != std::string_view::npos) {
    url.path = text.substr(slash);
  }
  const std::size_t colon = authority.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view digits = authority.substr(colon + 1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
    if (error != std::errc{} || end != digits.data() + digits.size() || url.port == 0) {
      return std::nullopt;
    }
    authority = authority.substr(0, colon);
  }
  url.host = authority;
  return url.host.empty() ? std::nullopt : std::optional{url};
}

}  // namespace plenary::load
