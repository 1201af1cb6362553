#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "server/documents/document_actor.hpp"
#include "server/documents/environment.hpp"
#include "server/net/courier.hpp"

namespace plenary::server {

/// The documents that live on one shard. A document is opened by its first request and closed when
/// there was none for a while. Used on the shard's thread only.
class DocumentRegistry {
 public:
  /// Lifetime: `environment` outlives the registry, and every task that waits on its shard.
  explicit DocumentRegistry(DocumentEnvironment& environment) : env_(environment) {}

  /// The document's owner, opened if need be.
  [[nodiscard]] DocumentActor& ensure(const DocumentKey& key);
  /// The document's owner if it is open, else null.
  [[nodiscard]] DocumentActor* find(const DocumentKey& key) const;
  /// The socket is dead: the document forgets it, if it is open.
  void forget(const DocumentKey& key, const Peer* peer);
  /// Sends frames after everything that this shard sent to the socket before.
  void send(const PeerRef& peer, const Bytes& bytes) { env_.courier.send(peer, bytes); }
  /// Looks for idle documents from now on, each kSweepInterval.
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
  /// Calls from one thread for one document arrive in order. An exception in `use` condemns the
  /// document (DocumentActor::guarded).
  template <class Use>
  void with(const DocumentKey& key, Use use) {
    at_home_of(key, [key, use = std::move(use)](DocumentRegistry& registry) mutable {
      DocumentActor& document = registry.ensure(key);
      document.guarded([&] { use(document); });
    });
  }
  /// The same with the document's owner if it is open, else with null: for requests that only take
  /// something back and must not open anything. In order with calls of `with`.
  template <class Use>
  void with_open(const DocumentKey& key, Use use) {
    at_home_of(key, [key, use = std::move(use)](DocumentRegistry& registry) mutable {
      DocumentActor* const document = registry.find(key);
      if (document == nullptr) {
        use(nullptr);
      } else {
        document->guarded([&] { use(document); });
      }
    });
  }
  void forget(const DocumentKey& key, const PeerRef& peer);
  /// Sends frames after everything that the document's shard sent to the socket before.
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
