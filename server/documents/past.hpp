#pragma once

#include <cstddef>
#include <list>
#include <mutex>

#include "server/documents/requests.hpp"
#include "server/limits.hpp"
#include "storage/logs.hpp"

namespace plenary::server {

/// Documents as they were. A version is rebuilt from the nearest snapshot below it, or from the
/// nearest version that was asked for lately, and the operations in between. So a reader who scrubs
/// through a history replays only the steps. Thread: any; calls block, so they are for background
/// threads.
class Past {
 public:
  /// Versions that are remembered, of all documents together; finding one looks at all of them.
  static constexpr std::size_t kRememberedMost = 32;

  /// `bytes_max`: memory for them, counted as if versions of one text shared nothing.
  /// Lifetime: the store outlives it.
  explicit Past(storage::Logs& store, std::size_t bytes_max = kPastBytesMax)
      : store_(store), bytes_max_(bytes_max) {}
  Past(const Past&) = delete;
  Past& operator=(const Past&) = delete;
  ~Past() = default;

  /// The document at a version at or below its stored head, without its properties. Errors: those
  /// of the store; kCorrupt if the log ends before. Cost: that of the operations since a snapshot,
  /// of which the store keeps enough that it takes milliseconds.
  [[nodiscard]] Result<ContentAt> at(const DocumentKey& key, Version version);
  /// Memory of what is remembered.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Remembered {
    DocumentKey key;
    ContentAt at;
    std::size_t bytes;
  };
  [[nodiscard]] std::optional<ContentAt> nearest(const DocumentKey& key, Version version);
  void remember(const DocumentKey& key, const ContentAt& at);

  storage::Logs& store_;
  const std::size_t bytes_max_;
  mutable std::mutex mutex_;
  // Guarded by mutex_:
  std::list<Remembered> remembered_;  // used last first
  std::size_t bytes_{0};
};

}  // namespace plenary::server
