#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "server/runtime/shard.hpp"

namespace plenary::server {

/// One T on each shard. A key belongs to one shard, and its T is used on that shard's thread only.
/// Every ByShard over the same shards sends a key to the same one. Thread: any.
template <class T>
class ByShard {
 public:
  /// `each[i]` lives on `shards[i]`. Lifetime: all outlive this, and every task that waits on a
  /// shard. Requires: as many of one as of the other, and at least one.
  ByShard(std::vector<Shard*> shards, std::vector<T*> each)
      : shards_(std::move(shards)), each_(std::move(each)) {}

  /// Calls `use(T&)` on the shard of `key`: at once if this is the shard, else posted. Calls from
  /// one thread for one key arrive in order.
  template <class Use>
  void with(const std::string& key, Use use) const {
    const std::size_t index = shard_of(key);
    T* const there = each_[index];
    if (shards_[index]->is_here()) {
      use(*there);
    } else {
      shards_[index]->post([there, use = std::move(use)]() mutable { use(*there); });
    }
  }

  /// The index of the shard that a key belongs to.
  [[nodiscard]] std::size_t shard_of(const std::string& key) const {
    return std::hash<std::string>()(key) % shards_.size();
  }

 private:
  std::vector<Shard*> shards_;
  std::vector<T*> each_;
};

}  // namespace plenary::server
