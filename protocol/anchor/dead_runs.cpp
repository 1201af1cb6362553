#include "protocol/anchor/dead_runs.hpp"

#include <algorithm>
#include <utility>

namespace plenary::anchor {

DeadRuns::Index DeadRuns::link(DeadRun run, Index older) {
  Index index = 0;
  if (free_.empty()) {
    index = static_cast<Index>(nodes_.size());
    nodes_.emplace_back();
  } else {
    index = free_.back();
    free_.pop_back();
  }
  Node& node = nodes_[index];
  units_ += run.text.size() + kRunUnits;
  node.run = std::move(run);
  node.older = older;
  node.newer = older == kNone ? oldest_ : nodes_[older].newer;
  (older == kNone ? oldest_ : nodes_[older].newer) = index;
  (node.newer == kNone ? newest_ : nodes_[node.newer].older) = index;
  return index;
}

DeadRuns::Index DeadRuns::split(Index run, std::size_t at) {
  DeadRun& whole = nodes_[run].run;
  DeadRun rest{whole.text.substr(at), whole.deleted_at, whole.replaced_at};
  units_ -= rest.text.size();
  whole.text.resize(at);
  return link(std::move(rest), run);
}

void DeadRuns::remove(Index run) {
  Node& node = nodes_[run];
  units_ -= node.run.text.size() + kRunUnits;
  (node.older == kNone ? oldest_ : nodes_[node.older].newer) = node.newer;
  (node.newer == kNone ? newest_ : nodes_[node.newer].older) = node.older;
  node = Node();
  free_.push_back(run);
}

void DeadRuns::set_replaced(Index run, std::uint64_t version) {
  DeadRun& replaced = nodes_[run].run;
  replaced.replaced_at = std::min(replaced.replaced_at, version);
}

std::size_t DeadRuns::memory_bytes() const {
  return nodes_.capacity() * sizeof(Node) + free_.capacity() * sizeof(Index) +
         units_ * sizeof(char16_t);
}

}  // namespace plenary::anchor
