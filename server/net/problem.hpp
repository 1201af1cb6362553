#pragma once

#include <string>
#include <string_view>

#include "server/net/http.hpp"

namespace plenary::server {

/// The reason why a request was not done: application/problem+json (RFC 9457) with a code of ours.
struct Problem {
  unsigned status{500};
  std::string_view code;  // for programs, from the list below
  std::string detail;     // for people: what happened, what to do
};

// Programs decide by these: never change one.
inline constexpr std::string_view kInvalidRequest = "invalid_request";
inline constexpr std::string_view kNotFound = "not_found";
inline constexpr std::string_view kConflict = "conflict";
inline constexpr std::string_view kTooLarge = "too_large";
inline constexpr std::string_view kReadOnly = "read_only";
inline constexpr std::string_view kNameRequired = "name_required";
inline constexpr std::string_view kTooManyRequests = "too_many_requests";
inline constexpr std::string_view kForbidden = "forbidden";
inline constexpr std::string_view kMethodNotAllowed = "method_not_allowed";
inline constexpr std::string_view kMisdirected = "misdirected";
inline constexpr std::string_view kUnsupportedMediaType = "unsupported_media_type";
inline constexpr std::string_view kUnavailable = "unavailable";
inline constexpr std::string_view kBusy = "busy";
inline constexpr std::string_view kInternal = "internal";

/// Thread: any.
[[nodiscard]] HttpResponse to_response(const Problem& problem);

}  // namespace plenary::server
