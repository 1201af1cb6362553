#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "protocol/base/result.hpp"
#include "storage/blobs.hpp"
#include "storage/logs.hpp"
#include "storage/records.hpp"

namespace plenary::storage {

/// Plenary's database. Every implementation runs the suite in tests/conformance/storage. Callers
/// that need only one of its parts take Logs, Records or Blobs.
///
/// Nothing above this interface may assume that its process is the only writer: an append names the
/// version that it expects, a change of a record may name the value that it expects, and both can
/// lose.
///
/// Thread: any, any number at once.
/// Errors of all calls: kIo; kCorrupt, with the document and the place, for a record that fails its
/// checksum (such a record is never served); kTooLarge for a name or a value beyond its limit.
/// Errors of writes: kReadOnly with the reason: opened read-only, disk full, or an earlier failure
/// that the database has not recovered from. It may recover: a later write may succeed.
/// A call that fails leaves everything as it was.
/// Order: writes become durable in the order in which they were answered. So what is marked "not
/// synced" below is durable as soon as any later append is.
class Store : public Logs, public Records, public Blobs {
 public:
  /// Returns the identity that a program from before December 2026 wrote down for a client id, or
  /// nothing. Such directories keep client ids apart from records (FORMAT.md, 2).
  [[nodiscard]] virtual Result<std::optional<std::string>> former_client_owner(
      const std::string& client_id) = 0;

  /// Makes a consistent copy that holds at least everything answered before the call, in a
  /// directory that does not exist yet, while writes go on. It appears under its name when it is
  /// complete. Errors: kUnsupported for stores without files; kRejected if `to` exists.
  [[nodiscard]] virtual Result<void> checkpoint(const std::filesystem::path& to) = 0;
};

}  // namespace plenary::storage
