#include "protocol/base/result.hpp"

#include "protocol/base/assert.hpp"

namespace plenary {

std::string_view name_of(Errc code) noexcept {
  switch (code) {
    case Errc::kMalformed:
      return "malformed";
    case Errc::kTooLarge:
      return "too_large";
    case Errc::kTooDeep:
      return "too_deep";
    case Errc::kBadOperation:
      return "bad_operation";
    case Errc::kNotApplicable:
      return "not_applicable";
    case Errc::kUnknownType:
      return "unknown_type";
    case Errc::kDocumentMissing:
      return "document_missing";
    case Errc::kDocumentExists:
      return "document_exists";
    case Errc::kCreatedRemotely:
      return "created_remotely";
    case Errc::kDeletedRemotely:
      return "deleted_remotely";
    case Errc::kVersionAhead:
      return "version_ahead";
    case Errc::kRejected:
      return "rejected";
    case Errc::kFrozen:
      return "frozen";
    case Errc::kUnsupported:
      return "unsupported";
    case Errc::kNotFound:
      return "not_found";
    case Errc::kVersionConflict:
      return "version_conflict";
    case Errc::kCorrupt:
      return "corrupt";
    case Errc::kFormatTooNew:
      return "format_too_new";
    case Errc::kLocked:
      return "locked";
    case Errc::kReadOnly:
      return "read_only";
    case Errc::kIo:
      return "io";
    case Errc::kStopping:
      return "stopping";
    case Errc::kBusy:
      return "busy";
  }
  return "unknown";
}

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
  assertion_failed("result has a value", error.detail.c_str(), where.file_name(),
                   static_cast<int>(where.line()));
}

}  // namespace plenary
