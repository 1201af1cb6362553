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

/// The versions from which on clients have been reading documents without a right to the history. A
/// client whose line broke may be given the later operations when it comes back: it would have seen
/// them. A reading ends when the right to read ends, also while the client is away: recheck() runs
/// at each change that takes rights away, before another change can give them back.
/// A bounded number is kept in memory; a client whose reading is not known opens its documents
/// afresh. Thread: any.
class ReadingSince {
 public:
  /// Lifetime: `access` outlives it.
  explicit ReadingSince(const Access& access) : access_(access) {}

  /// Notes that the client was given the document at that version. The first time counts. Nothing
  /// is noted if `reader` may not read the document any more.
  void note(const std::string& client_id, const std::shared_ptr<const Identity>& reader,
            const DocumentKey& key, Version version);
  /// Nothing if it was never given the document, or if that was forgotten.
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
