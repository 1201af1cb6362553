#pragma once

#include <deque>
#include <functional>
#include <utility>

#include "server/runtime/shard.hpp"

namespace plenary::server {

/// Work that must stay on a shard and takes too long for one turn. It is done in slices, one slice
/// in each turn of the shard, so the shard's other tasks wait for one slice at most. Several pieces
/// of work take turns. Used on the shard's thread only. Lifetime: outlives the tasks that wait on
/// the shard.
class LongWork {
 public:
  /// Does one slice. Returns true if there is more to do.
  using Slice = std::function<bool()>;

  void add(Shard& shard, Slice slice) {
    waiting_.push_back(std::move(slice));
    if (waiting_.size() == 1) {
      shard.post([this, &shard] { run(shard); });
    }
  }
  [[nodiscard]] std::size_t size() const { return waiting_.size(); }

 private:
  void run(Shard& shard) {
    Slice slice = std::move(waiting_.front());
    const bool more = slice();  // it may add work
    waiting_.pop_front();
    if (more) {
      waiting_.push_back(std::move(slice));
    }
    if (!waiting_.empty()) {
      shard.post([this, &shard] { run(shard); });
    }
  }

  std::deque<Slice> waiting_;  // the first is posted
};

}  // namespace plenary::server
