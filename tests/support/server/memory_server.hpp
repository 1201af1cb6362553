#pragma once

#include <memory>

#include "server/documents/past.hpp"
#include "server/limits.hpp"
#include "server/ops/metrics.hpp"
#include "server/runtime/byte_budget.hpp"
#include "server/runtime/pools.hpp"
#include "server/shards.hpp"
#include "storage/commit_queue.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"

namespace plenary::server::testing {

/// The lower half of a server: two shards with all that lives on them, over a store in memory that
/// can refuse writes. The shards run once shards.start() is called.
struct MemoryServer {
  /// Lifetime: `clock` and `limits` outlive it.
  explicit MemoryServer(const Clock& clock, const Limits& limits,
                        storage::CommitQueue::Options queue = {})
      : commits(store, queue),
        shards(2, DocumentServices{store, commits, pools, past, read_answers, clock, limits,
                                   metrics}) {}
  MemoryServer(const MemoryServer&) = delete;
  MemoryServer& operator=(const MemoryServer&) = delete;
  ~MemoryServer() { stop(); }

  /// Ends all threads: nothing runs any more that uses what tests add. May be called twice.
  void stop() {
    commits.stop();
    pools.stop();
    shards.stop();
  }

  Metrics metrics;
  std::shared_ptr<storage::MemoryFamilies> families{std::make_shared<storage::MemoryFamilies>()};
  storage::KeyValueStore store{families};
  storage::CommitQueue commits;
  Pools pools;
  Past past{store};
  ByteBudget read_answers{{kReadAnswerBytesMax, kReadAnswerBytesPerAskerMax}};
  Shards shards;
};

}  // namespace plenary::server::testing
