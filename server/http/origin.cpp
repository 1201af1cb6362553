#include "server/http/origin.hpp"

#include <algorithm>
#include <string>

#include "server/config/config.hpp"

namespace plenary::server {
namespace {

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

/// The host and port of an http or https origin; empty if it is another.
std::string_view host_of(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) {
      return origin.substr(scheme.size());
    }
  }
  return {};
}

/// A host without the port that its scheme implies: browsers leave it out of the origin.
std::string_view without_default_port(std::string_view host, bool encrypted) {
  const std::string_view port = encrypted ? ":443" : ":80";
  return host.ends_with(port) ? host.substr(0, host.size() - port.size()) : host;
}

/// The name in a host, without port: "[::1]:7460" → "[::1]".
std::string_view name_in(std::string_view host) {
  const std::size_t bracket = host.starts_with('[') ? host.find(']') : 0;
  return bracket == std::string_view::npos ? host : host.substr(0, host.find(':', bracket));
}

}  // namespace

bool is_allowed_host(const Config& config, std::string_view host) {
  if (config.open || !config.listen.is_loopback()) {
    return true;
  }
  const std::string asked = lower_case(host);
  const std::string own = config.listen.to_string();
  const std::string_view name = name_in(asked);
  if (name == "localhost" || name == "127.0.0.1" || name == "[::1]" || name == name_in(own)) {
    return true;
  }
  return !name.empty() && std::any_of(config.allowed_origins.begin(), config.allowed_origins.end(),
                                      [name](const std::string& origin) {
                                        const std::string allowed = lower_case(origin);
                                        return name_in(host_of(allowed)) == name;
                                      });
}

bool is_allowed_origin(const Config& config, std::string_view origin, std::string_view host) {
  const std::string asked = lower_case(origin);
  const std::string own = lower_case(host);
  const bool encrypted = asked.starts_with("https://");
  const std::string_view asked_host = without_default_port(host_of(asked), encrypted);
  if (!asked_host.empty() && asked_host == without_default_port(own, encrypted)) {
    return true;
  }
  return std::any_of(config.allowed_origins.begin(), config.allowed_origins.end(),
                     [&asked](const std::string& allowed) { return lower_case(allowed) == asked; });
}

}  // namespace plenary::server
