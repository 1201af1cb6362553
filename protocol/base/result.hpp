#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <boost/system/result.hpp>

namespace plenary {

/// Every way in which something that came from outside can be wrong, or the outside can fail us.
/// For each code that reaches a client, PROTOCOL.md says whose fault it is and what to do next.
/// Not stored on disk: the order may change.
enum class Errc {
  // The client's message.
  kMalformed,  // not JSON, not the shape, not UTF-8
  kTooLarge,   // beyond a named limit
  kTooDeep,    // JSON nested beyond the limit
  // The operation.
  kBadOperation,     // not an operation of its type
  kNotApplicable,    // an operation, but not of this document at this version
  kUnknownType,      // no such OT type
  kDocumentMissing,  // an edit of a document that does not exist
  kDocumentExists,   // a create of a document that exists
  kCreatedRemotely,  // transformed against a create
  kDeletedRemotely,  // transformed against a delete
  kVersionAhead,     // based on a version that is not there yet
  kRejected,         // not permitted
  kFrozen,           // it changes what the template of its document froze
  kUnsupported,      // a part of the protocol that we do not have
  // Storage.
  kNotFound,         // no such record
  kVersionConflict,  // an append that expected another head
  kCorrupt,          // a record that fails its checksum or cannot be decoded
  kFormatTooNew,     // a data directory of a newer program
  kLocked,           // another process has the data directory
  kReadOnly,  // the store refuses writes (disk full, read-only directory, an earlier failure)
  kIo,        // any other failure of the store or the system
  kStopping,  // the server is draining
  kBusy,      // too much waits at the moment: nothing was done, try again
};

/// The code's own name without the k, in snake_case: "version_conflict". For logs and metrics.
[[nodiscard]] std::string_view name_of(Errc code) noexcept;

/// A failure: its kind, and a sentence for the person who must act. Never holds anyone's text.
struct Error {
  Errc code{Errc::kMalformed};
  std::string detail;
  friend bool operator==(const Error&, const Error&) = default;
};

/// Called by `Result::value()` on an error. That is a bug in the caller, so it aborts.
[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& where);

/// A value or an Error. `boost::system::result` because it is default constructible, which an
/// awaitable's answer must be (ADR 2).
template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace plenary
