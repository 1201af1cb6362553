#include "server/http/problem.hpp"

#include <utility>

#include "server/ops/log.hpp"

namespace plenary::server {
namespace {

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
    case Errc::kFrozen:
      return {409, kConflict};
    case Errc::kRejected:
      return {403, kForbidden};
    case Errc::kReadOnly:
      return {503, kReadOnly};
    case Errc::kStopping:
      return {503, kUnavailable};
    case Errc::kBusy:
      return {503, kBusy};
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

Problem problem_of(const Error& error) {
  const auto [status, code] = status_and_code(error.code);
  if (status == 500) {
    log::error("http_request_failed", {{"error", name_of(error.code)}, {"detail", error.detail}});
    return {status, code, "The server failed to do this; its journal says why."};
  }
  return {status, code, error.detail};
}

}  // namespace plenary::server
