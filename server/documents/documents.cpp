#include "server/documents/documents.hpp"

#include <utility>

namespace plenary::server {

DocumentActor& DocumentRegistry::ensure(const DocumentKey& key) {
  std::shared_ptr<DocumentActor>& slot = open_[key];
  if (slot == nullptr || slot->is_condemned()) {
    slot = std::make_shared<DocumentActor>(key, env_);
    slot->start();
  }
  return *slot;
}

DocumentActor* DocumentRegistry::find(const DocumentKey& key) const {
  const auto found = open_.find(key);
  const bool is_open = found != open_.end() && !found->second->is_condemned();
  return is_open ? found->second.get() : nullptr;
}

void DocumentRegistry::forget(const DocumentKey& key, const Peer* peer) {
  if (DocumentActor* const document = find(key)) {
    document->guarded([document, peer] { document->forget(peer); });
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
  std::erase_if(open_, [now](const auto& entry) {
    const bool leaves = entry.second->is_idle(now);
    if (leaves) {
      entry.second->retire();
    }
    return leaves;
  });
}

void Documents::forget(const DocumentKey& key, const PeerRef& peer) {
  // Keep the peer until it is forgotten: another socket must not get its address before.
  at_home_of(key, [key, peer](DocumentRegistry& registry) { registry.forget(key, peer.get()); });
}

}  // namespace plenary::server
