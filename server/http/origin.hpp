#pragma once

#include <string_view>

namespace plenary::server {

struct Config;

/// Whether a web page may use the server: a browser names the page's origin with every WebSocket
/// and every change. Our own pages may, and those of --allowed-origin. `origin`: that header, which
/// says "null" for a page without one. `host`: the Host header. A page is our own if both name the
/// same host and port; the scheme does not count, since a proxy may have taken the encryption off.
/// Thread: any.
[[nodiscard]] bool is_allowed_origin(const Config& config, std::string_view origin,
                                     std::string_view host);

}  // namespace plenary::server
