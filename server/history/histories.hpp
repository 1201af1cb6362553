#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <shared_mutex>

#include "protocol/base/document_key.hpp"
#include "protocol/history/history.hpp"
#include "server/events/follower.hpp"
#include "storage/logs.hpp"

namespace plenary::server {

class Bylines;

/// The histories of the documents that somebody looks at. Each is made once from the log, then
/// follows it, operation by operation, whenever it is asked about; those not asked about for the
/// longest leave memory. Nothing of it is on the way of a keystroke.
/// Thread: any, any number at once; calls block, so they are for background threads.
class Histories {
 public:
  /// All of them together. A paper of 260,000 operations takes 5 MB.
  static constexpr std::size_t kBytesMost = 128u << 20;

  /// `bylines`: maps clients to authors under --open; null: each client is an author of its own.
  /// Lifetime: store and bylines outlive it.
  explicit Histories(storage::Logs& store, std::size_t bytes_most = kBytesMost,
                     const Bylines* bylines = nullptr)
      : store_(store), bylines_(bylines), entries_(bytes_most) {}
  Histories(const Histories&) = delete;
  Histories& operator=(const Histories&) = delete;
  ~Histories() = default;

  /// Calls `use` with the history of all that is stored of a document. Errors: those of the store;
  /// kCorrupt for an operation that does not fit. Cost: the operations since it was asked last;
  /// the first time all of them, a tenth of a microsecond each.
  [[nodiscard]] Result<void> read(const DocumentKey& key,
                                  const std::function<void(const history::History&)>& use);

 private:
  struct Entry {
    explicit Entry(DocumentKey k) : key(std::move(k)) {}
    const DocumentKey key;
    std::shared_mutex mutex;
    history::History history;  // guarded by mutex
  };

  [[nodiscard]] Result<void> follow(Entry& entry, Version head);

  storage::Logs& store_;
  const Bylines* const bylines_;
  RecentEntries<Entry> entries_;
};

}  // namespace plenary::server
