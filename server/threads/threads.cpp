#include "server/threads/threads.hpp"

#include "server/limits.hpp"
#include "server/runtime/shard.hpp"

namespace plenary::server {

ThreadsActor& ThreadsRegistry::ensure(const DocumentKey& document) {
  std::shared_ptr<ThreadsActor>& slot = open_[document];
  if (slot == nullptr) {
    slot = std::make_shared<ThreadsActor>(document, env_, documents_);
    slot->start();
  }
  return *slot;
}

ThreadsActor* ThreadsRegistry::find(const DocumentKey& document) const {
  const auto found = open_.find(document);
  return found == open_.end() ? nullptr : found->second.get();
}

void ThreadsRegistry::start_sweeping() {
  env_.shard.after(kSweepInterval, [this] {
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(open_, [now](const auto& entry) { return entry.second->is_idle(now); });
    start_sweeping();
  });
}

}  // namespace plenary::server
