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

/// Whether a request may name this host. A server that listens on this machine alone, in open mode,
/// answers only to its own names (localhost, 127.0.0.1, [::1], its address) and to those in
/// --allowed-origin, on any port: else a web page could give its own name this machine's address
/// (DNS rebinding) and read everything as a page of ours. Otherwise every host. `host`: the Host
/// header; empty if there is none. Thread: any.
[[nodiscard]] bool is_allowed_host(const Config& config, std::string_view host);

}  // namespace plenary::server
