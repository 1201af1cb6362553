#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <utility>

#include "server/limits.hpp"
#include "server/runtime/shard.hpp"

namespace plenary::server {

/// Work that must stay on a shard and takes too long for one turn. It is done in slices with rests
/// between them: the shard's other tasks wait for one slice at most, and all long work together
/// takes about one part in kLongWorkRest + 1 of the shard's time, whoever sends it and
/// however much. Several pieces of work take turns. Used on the shard's thread only. Lifetime:
/// outlives the tasks that wait on the shard.
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
    const auto began = std::chrono::steady_clock::now();
    const bool more = slice();  // it may add work
    const auto took = std::chrono::steady_clock::now() - began;
    waiting_.pop_front();
    if (more) {
      waiting_.push_back(std::move(slice));
    }
    if (!waiting_.empty()) {
      const auto rest = std::chrono::ceil<std::chrono::milliseconds>(kLongWorkRest * took);
      shard.after(std::min(rest, kLongWorkRestMax), [this, &shard] { run(shard); });
    }
  }

  std::deque<Slice> waiting_;  // the first is posted, or rests
};

}  // namespace plenary::server
