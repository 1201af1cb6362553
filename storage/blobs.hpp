#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "storage/records.hpp"

/// Large values by the hash of their bytes: the part of a Store (store.hpp) for pictures.
namespace plenary::storage {

/// Returns the name of a blob with these bytes: their SHA-256 in 64 lower-case hex digits. Pure;
/// thread: any.
[[nodiscard]] std::string blob_name(std::string_view bytes);

/// Blobs are never changed, and each is stored once. Who may have one is written in records: a blob
/// that no record names is nobody's. Calls block.
///
/// Thread, errors and order of writes: as Store says.
class Blobs {
 public:
  Blobs() = default;
  Blobs(const Blobs&) = delete;
  Blobs& operator=(const Blobs&) = delete;
  virtual ~Blobs() = default;

  /// Stores the bytes under blob_name(bytes), unless they are there, and makes the changes: all of
  /// it or nothing. Other writes go on meanwhile. Synced as change_records with kYes. Errors:
  /// kTooLarge beyond kMaxBlobBytes (storage/limits.hpp); those of change_records.
  [[nodiscard]] virtual Result<void> put_blob(std::string_view bytes,
                                              std::span<const RecordChange> changes) = 0;

  /// Returns the bytes with this name; nothing if there are none. Cost: reading them.
  [[nodiscard]] virtual Result<std::optional<std::string>> blob(const std::string& name) = 0;
};

}  // namespace plenary::storage
