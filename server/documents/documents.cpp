#include "server/documents/documents.hpp"

#include <utility>

namespace plenary::server {

DocumentActor& DocumentRegistry::ensure(const DocumentKey& key) {
  std::shared_ptr<DocumentActor>& slot = open_[key];
  if (slot == nullptr) {
    slot = std::make_shared<DocumentActor>(key, env_);
    slot->start();
  }
  return *slot;
}

void DocumentRegistry::forget(const DocumentKey& key, const Peer* peer) {
  if (const auto found = open_.find(key); found != open_.end()) {
    found->second->forget(peer);
  }
}

void DocumentRegistry::start_sweeping() {
  env_.shard.after(kSweepInterval, [this] {
    sweep();
    start_sweeping();
  });
}

void DocumentRegistry::sweep() {
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(open_, [now](const auto& entry) { return entry.second->is_idle(now); });
}

void Documents::forget(const DocumentKey& key, const PeerRef& peer) {
  const std::size_t index = shard_of(key.channel());
  DocumentRegistry* const registry = registries_[index];
  if (shards_[index]->is_here()) {
    registry->forget(key, peer.get());
  } else {
    // The peer is held until it is forgotten: its address must not be anybody else's before.
    shards_[index]->post([registry, key, peer] { registry->forget(key, peer.get()); });
  }
}

}  // namespace plenary::server
