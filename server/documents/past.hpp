#pragma once

#include <cstddef>
#include <list>
#include <mutex>

#include "server/documents/requests.hpp"
#include "storage/logs.hpp"

namespace plenary::server {

/// Documents as they were. A version is the nearest snapshot below it, or the nearest version that
/// was asked for lately, and the operations in between; whoever scrubs through a history replays
/// only the steps. Thread: any; calls block, so they are for background threads.
class Past {
 public:
  /// Versions that are remembered, of all documents together. Those of one text share what is the
  /// same in them.
  static constexpr std::size_t kRememberedMost = 32;

  /// Lifetime: the store outlives it.
  explicit Past(storage::Logs& store) : store_(store) {}
  Past(const Past&) = delete;
  Past& operator=(const Past&) = delete;
  ~Past() = default;

  /// The document at a version at or below its stored head, without its properties. Errors: those
  /// of the store; kCorrupt if the log ends before. Cost: that of the operations since a snapshot,
  /// of which the store keeps enough that it takes milliseconds.
  [[nodiscard]] Result<ContentAt> at(const DocumentKey& key, Version version);

 private:
  struct Remembered {
    DocumentKey key;
    ContentAt at;
  };
  [[nodiscard]] std::optional<ContentAt> nearest(const DocumentKey& key, Version version);
  void remember(const DocumentKey& key, const ContentAt& at);

  storage::Logs& store_;
  std::mutex mutex_;
  std::list<Remembered> remembered_;  // guarded by mutex_; the newest first
};

}  // namespace plenary::server
