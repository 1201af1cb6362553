#include "server/http/answers.hpp"

#include <memory>
#include <utility>

#include "server/http/content_hash.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"

namespace plenary::server {

HttpResponse json_response(unsigned status, std::string body) {
  return {status,
          {{"content-type", "application/json"}},
          std::make_shared<const std::string>(std::move(body))};
}

HttpResponse json_response(unsigned status, const json::Value& value) {
  return json_response(status, json::to_string(value));
}

HttpResponse no_content() {
  return {204, {}};
}

HttpResponse refuse_account(const Error& error) {
  return error.code == Errc::kVersionConflict ? to_response({409, kConflict, error.detail + "."})
                                              : refuse(error);
}

HttpResponse refuse(const Error& error) {
  return to_response(problem_of(error));
}

HttpResponse tagged(const HttpRequest& request, HttpResponse response) {
  const std::string etag = "\"" + content_hash(*response.body) + "\"";
  return with_etag(request, std::move(response), etag);
}

HttpResponse too_many_requests(std::string detail, std::chrono::seconds wait) {
  HttpResponse response = to_response({429, kTooManyRequests, std::move(detail)});
  response.headers.emplace_back("retry-after", std::to_string(wait.count()));
  return response;
}

bool answer_unless_json(const Exchange& exchange) {
  if (is_json(header(exchange.request, "content-type"))) {
    return false;
  }
  exchange.answer(to_response(
      {415, kUnsupportedMediaType, "The body must be JSON, with Content-Type: application/json."}));
  return true;
}

bool answer_unless_picture(const Exchange& exchange) {
  if (is_picture(header(exchange.request, "content-type"))) {
    return false;
  }
  exchange.answer(to_response({415, kUnsupportedMediaType,
                               "The body must be a picture, with its type as Content-Type, such as "
                               "image/png."}));
  return true;
}

}  // namespace plenary::server
