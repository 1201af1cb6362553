#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "protocol/base/document_key.hpp"
#include "protocol/base/units.hpp"
#include "server/access/access.hpp"

namespace plenary::server {

/// The version from which on a client has been reading a document without a right to its history.
/// What came later it would have seen, had its line not broken, and may be given when it comes
/// back. A reading ends when the right to read does, also while the client is away: recheck() runs
/// at each change that takes rights away, before another change can give them back.
/// Kept in memory, for a bounded number of readings: a client whose reading is not known opens its
/// documents afresh. Thread: any.
class ReadingSince {
 public:
  /// Lifetime: `access` outlives it.
  explicit ReadingSince(const Access& access) : access_(access) {}

  /// The client was given the document at that version. The first time counts. Nothing is noted if
  /// `reader` may not read the document any more.
  void note(const std::string& client_id, const std::shared_ptr<const Identity>& reader,
            const DocumentKey& key, Version version);
  /// Nothing: it was never given the document, or that was forgotten.
  [[nodiscard]] std::optional<Version> find(const std::string& client_id,
                                            const DocumentKey& key) const;
  /// Forgets the readings of everybody who may not read any more. Cost: a question of rights for
  /// each reading; for background threads.
  void recheck();

 private:
  struct Reading {
    Version since;
    std::shared_ptr<const Identity> reader;
  };
  const Access& access_;
  mutable std::mutex mutex_;
  // Guarded by mutex_:
  std::unordered_map<DocumentKey, std::unordered_map<std::string, Reading>> documents_;
  std::size_t size_{0};
};

}  // namespace plenary::server
