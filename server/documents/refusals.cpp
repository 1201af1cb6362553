#include "server/documents/refusals.hpp"

namespace plenary::server {
namespace {

std::string_view code_of(Errc code) {
  switch (code) {
    case Errc::kBadOperation:
    case Errc::kMalformed:
    case Errc::kUnknownType:
      return wire::kOpBadlyFormed;
    case Errc::kTooLarge:
    case Errc::kTooDeep:
    case Errc::kNotApplicable:
      return wire::kOpNotApplied;
    case Errc::kDocumentMissing:
      return wire::kDocDoesNotExist;
    case Errc::kDocumentExists:
    case Errc::kCreatedRemotely:
      return wire::kDocAlreadyCreated;
    case Errc::kDeletedRemotely:
      return wire::kDocWasDeleted;
    case Errc::kVersionAhead:
      return wire::kOpVersionAhead;
    case Errc::kRejected:
      return wire::kOpSubmitRejected;
    case Errc::kFrozen:
      return wire::kFrozenPart;
    case Errc::kUnsupported:
      return wire::kNotImplemented;
    case Errc::kNotFound:
    case Errc::kVersionConflict:
    case Errc::kCorrupt:
    case Errc::kFormatTooNew:
    case Errc::kLocked:
    case Errc::kReadOnly:
    case Errc::kIo:
    case Errc::kStopping:
    case Errc::kBusy:
      break;
  }
  return wire::kUnavailable;
}

}  // namespace

wire::Refusal refusal_of(const Error& error) {
  return {code_of(error.code), error.detail};
}

}  // namespace plenary::server
