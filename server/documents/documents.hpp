#pragma once

#include <utility>

#include "server/documents/document_actor.hpp"
#include "server/documents/environment.hpp"
#include "server/net/courier.hpp"
#include "server/runtime/kept_open.hpp"

namespace plenary::server {

/// The documents that are open on one shard. Used on the shard's thread only.
class DocumentRegistry : public KeptOpen<DocumentActor> {
 public:
  /// Lifetime: `environment` outlives the registry, and every task that waits on its shard.
  explicit DocumentRegistry(DocumentEnvironment& environment);

  /// Sends frames behind everything that this shard sent to the socket before.
  void send(const PeerRef& peer, const Bytes& bytes) { env_.courier.send(peer, bytes); }

 private:
  DocumentEnvironment& env_;
};

/// All documents: sends each request to the shard where its document lives. Thread: any.
class Documents : public KeptByShard<DocumentActor, DocumentRegistry> {
 public:
  using KeptByShard::KeptByShard;

  /// Calls `use(DocumentActor&)` on the document's shard, and opens the document if need be: at
  /// once if this is the shard, else posted. Calls from one thread for one document arrive in
  /// order. An exception in `use` condemns the document (DocumentActor::guarded).
  template <class Use>
  void with(const DocumentKey& key, Use use) const {
    KeptByShard::with(key, [use = std::move(use)](DocumentActor& document) mutable {
      document.guarded([&] { use(document); });
    });
  }
  /// Calls `use(DocumentActor*)` in the same way and order, but opens nothing: null if the document
  /// is not open.
  template <class Use>
  void with_open(const DocumentKey& key, Use use) const {
    KeptByShard::with_open(key, [use = std::move(use)](DocumentActor* document) mutable {
      if (document == nullptr) {
        use(nullptr);
      } else {
        document->guarded([&] { use(document); });
      }
    });
  }
  /// The socket is dead: the document forgets it, if it is open.
  void forget(const DocumentKey& key, const PeerRef& peer);
  /// Sends frames behind everything that the document's shard sent to the socket before.
  void send_from_home(const DocumentKey& key, const PeerRef& peer, Bytes bytes) {
    with_registry(key, [peer, bytes = std::move(bytes)](DocumentRegistry& registry) {
      registry.send(peer, bytes);
    });
  }
};

}  // namespace plenary::server
