#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "server/papers/listing.hpp"

namespace plenary::server {

class Pool;

/// The listing of papers that everybody shares. It is read again when somebody asks and it is older
/// than a second, so a hundred readers cost as much as one. Thread: any.
class DocumentIndex {
 public:
  using ListingPtr = std::shared_ptr<const Listing>;
  using Use = std::function<void(Result<ListingPtr>)>;

  /// Lifetime: both outlive it, and `pool` is stopped before it goes.
  DocumentIndex(storage::Logs& store, Pool& pool, ListingReader::OwnerOf owner_of = nullptr)
      : pool_(pool), reader_(store, std::move(owner_of)) {}

  /// Calls `use` with a listing that holds at least everything that was durable before the last
  /// invalidate(), and other changes up to a second later (with very many documents: up to ten
  /// times what reading them takes). At once, or on a thread of the pool.
  void read(Use use);

  /// A caller changed a document and may look at the list next: the next read builds it anew.
  void invalidate();

 private:
  using SteadyClock = std::chrono::steady_clock;
  struct Waiting {
    std::uint64_t needs;  // the generation that it may not miss
    Use use;
  };
  [[nodiscard]] bool is_fresh() const;
  void build();

  Pool& pool_;
  ListingReader reader_;  // of the one build that runs
  std::mutex mutex_;
  // Guarded by mutex_:
  ListingPtr listing_;
  SteadyClock::time_point fresh_until_;
  std::uint64_t generation_{1};        // rises with each invalidate()
  std::uint64_t built_generation_{0};  // of listing_
  std::vector<Waiting> waiting_;
  bool building_{false};
};

}  // namespace plenary::server
