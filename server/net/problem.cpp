#include "server/net/problem.hpp"

#include <memory>
#include <utility>

#include "protocol/json/value.hpp"

namespace plenary::server {
namespace {

std::string_view title_of(unsigned status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

}  // namespace

HttpResponse to_response(const Problem& problem) {
  std::string body = R"({"type":"about:blank","title":)";
  json::append_string(body, title_of(problem.status));
  body += ",\"status\":" + std::to_string(problem.status) + ",\"detail\":";
  json::append_string(body, problem.detail);
  body += ",\"code\":";
  json::append_string(body, problem.code);
  body += "}";
  HttpResponse response{problem.status,
                        {{"content-type", "application/problem+json"}},
                        std::make_shared<const std::string>(std::move(body))};
  if (problem.status == 503) {
    response.headers.emplace_back("retry-after", "1");
  }
  return response;
}

}  // namespace plenary::server
