#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "server/documents/document_actor.hpp"
#include "server/documents/environment.hpp"
#include "server/net/courier.hpp"

namespace plenary::server {

/// The documents that live on one shard: opened when somebody asks for them, closed when nobody has
/// for a while. Used on the shard's thread only.
class DocumentRegistry {
 public:
  /// Lifetime: `environment` outlives the registry, and every task that waits on its shard.
  explicit DocumentRegistry(DocumentEnvironment& environment) : env_(environment) {}

  /// The document's owner, opened if need be.
  [[nodiscard]] DocumentActor& ensure(const DocumentKey& key);
  /// The document's owner if it is open, else null.
  [[nodiscard]] DocumentActor* find(const DocumentKey& key) const;
  /// The socket is dead: every open document that knows it forgets it.
  void forget(const DocumentKey& key, const Peer* peer);
  /// Sends frames behind all that this shard sent to the socket before.
  void send(const PeerRef& peer, const Bytes& bytes) { env_.courier.send(peer, bytes); }
  /// Looks for idle documents now and then, from now on.
  void start_sweeping();
  [[nodiscard]] std::size_t open_documents() const { return open_.size(); }

 private:
  void sweep();
  DocumentEnvironment& env_;
  std::unordered_map<DocumentKey, std::shared_ptr<DocumentActor>> open_;
};

/// All documents: sends each request to the shard where its document lives. Thread: any.
class Documents {
 public:
  Documents(std::vector<Shard*> shards, std::vector<DocumentRegistry*> registries)
      : shards_(std::move(shards)), registries_(std::move(registries)) {}

  /// Does `use` with the document's owner, on its shard: at once if this is the shard, else posted.
  /// Calls from one thread for one document arrive in order.
  template <class Use>
  void with(const DocumentKey& key, Use use) {
    at_home_of(key, [key, use = std::move(use)](DocumentRegistry& registry) mutable {
      use(registry.ensure(key));
    });
  }
  /// The same with a document that is open, else with null: for what takes something back, which
  /// must not open anything. Keeps the order with `with`.
  template <class Use>
  void with_open(const DocumentKey& key, Use use) {
    at_home_of(key, [key, use = std::move(use)](DocumentRegistry& registry) mutable {
      use(registry.find(key));
    });
  }
  void forget(const DocumentKey& key, const PeerRef& peer);
  /// Sends frames behind all that the document's shard sent to the socket before.
  void send_from_home(const DocumentKey& key, const PeerRef& peer, Bytes bytes) {
    at_home_of(key, [peer, bytes = std::move(bytes)](DocumentRegistry& registry) {
      registry.send(peer, bytes);
    });
  }

  /// The shard of a document, and of its presence channel, by the channel's name.
  [[nodiscard]] std::size_t shard_of(const std::string& channel) const {
    return std::hash<std::string>()(channel) % shards_.size();
  }
  [[nodiscard]] Shard& shard(std::size_t index) const { return *shards_[index]; }

 private:
  /// Does `task` with the registry of the document's shard: at once if this is the shard, else
  /// posted.
  template <class Do>
  void at_home_of(const DocumentKey& key, Do task) {
    const std::size_t index = shard_of(key.channel());
    DocumentRegistry* const registry = registries_[index];
    if (shards_[index]->is_here()) {
      task(*registry);
    } else {
      shards_[index]->post([registry, task = std::move(task)]() mutable { task(*registry); });
    }
  }

  std::vector<Shard*> shards_;
  std::vector<DocumentRegistry*> registries_;
};

}  // namespace plenary::server
