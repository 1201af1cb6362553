#include "server/http/problem.hpp"

#include <utility>

#include "protocol/json/value.hpp"
#include "server/ops/log.hpp"

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
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 426:
      return "Upgrade Required";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

std::pair<unsigned, std::string_view> status_and_code(Errc code) {
  switch (code) {
    case Errc::kMalformed:
    case Errc::kTooDeep:
    case Errc::kBadOperation:
    case Errc::kNotApplicable:
    case Errc::kUnknownType:
    case Errc::kUnsupported:
      return {400, kInvalidRequest};
    case Errc::kTooLarge:
      return {413, kTooLarge};
    case Errc::kDocumentMissing:
    case Errc::kDeletedRemotely:
    case Errc::kVersionAhead:
    case Errc::kNotFound:
      return {404, kNotFound};
    case Errc::kDocumentExists:
    case Errc::kCreatedRemotely:
      return {409, kConflict};
    case Errc::kRejected:
      return {403, kForbidden};
    case Errc::kReadOnly:
      return {503, kReadOnly};
    case Errc::kStopping:
      return {503, kUnavailable};
    case Errc::kVersionConflict:
    case Errc::kCorrupt:
    case Errc::kFormatTooNew:
    case Errc::kLocked:
    case Errc::kIo:
      break;
  }
  return {500, kInternal};
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

Problem problem_of(const Error& error) {
  const auto [status, code] = status_and_code(error.code);
  if (status == 500) {
    log::error("http_request_failed", {{"error", name_of(error.code)}, {"detail", error.detail}});
    return {status, code, "The server failed to do this; its journal says why."};
  }
  return {status, code, error.detail};
}

}  // namespace plenary::server
