#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/net/http.hpp"

/// Values of a request's headers and query. Pure; any thread.
namespace plenary::server {

/// A header of a request; empty if there is none. `name` in lower case.
[[nodiscard]] std::string_view header(const HttpRequest& request, const std::string& name);

/// A parameter of the query, or nothing.
[[nodiscard]] std::optional<std::string> parameter(const HttpRequest& request,
                                                   const std::string& name);

/// A whole number in decimal digits and nothing else.
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text);

/// Whether the client takes content in this coding ("br", "gzip"): RFC 9110, section 12.5.3.
[[nodiscard]] bool accepts_encoding(std::string_view accept_encoding, std::string_view coding);

/// Whether the client has this very content already: RFC 9110, section 13.1.2. `etag` with quotes.
[[nodiscard]] bool etag_matches(std::string_view if_none_match, std::string_view etag);

/// Whether a body is JSON, by its content type.
[[nodiscard]] bool is_json(std::string_view content_type);

/// Whether a body is said to be a picture of some type.
[[nodiscard]] bool is_picture(std::string_view content_type);

/// The answer with its ETag, or 304 without the body if the client has it.
[[nodiscard]] HttpResponse with_etag(const HttpRequest& request, HttpResponse response,
                                     const std::string& etag);

}  // namespace plenary::server
