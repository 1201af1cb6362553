#pragma once

#include <chrono>
#include <string>

#include "protocol/base/result.hpp"
#include "protocol/json/value.hpp"
#include "server/http/router.hpp"
#include "server/net/http.hpp"

/// Answers that every part of the API gives. Pure, but for an answered exchange; any thread.
namespace plenary::server {

/// The cache-control of answers about papers: a copy may be kept to compare, and whether it still
/// holds is asked every time.
inline constexpr const char* kAskAgain = "no-cache";

[[nodiscard]] HttpResponse json_response(unsigned status, std::string body);
[[nodiscard]] HttpResponse json_response(unsigned status, const json::Value& value);
[[nodiscard]] HttpResponse no_content();

/// The answer for an error of the inside.
[[nodiscard]] HttpResponse refuse(const Error& error);

/// The same for changes of an account: an e-mail address that is taken is a conflict.
[[nodiscard]] HttpResponse refuse_account(const Error& error);

/// The answer with an ETag made of its body, or 304. Cost: O(body).
[[nodiscard]] HttpResponse tagged(const HttpRequest& request, HttpResponse response);

/// 429, and when to try again.
[[nodiscard]] HttpResponse too_many_requests(std::string detail, std::chrono::seconds wait);

/// Refuses a body that is not JSON: a page of another site can send forms, but not JSON. Returns
/// true if the exchange was answered.
[[nodiscard]] bool answer_unless_json(const Exchange& exchange);
/// The same for a body that is not announced as a picture.
[[nodiscard]] bool answer_unless_picture(const Exchange& exchange);

}  // namespace plenary::server
