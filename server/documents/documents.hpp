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
