#include "server/documents/documents.hpp"

#include <memory>

namespace plenary::server {

DocumentRegistry::DocumentRegistry(DocumentEnvironment& environment)
    : KeptOpen(environment.shard,
               [&environment](const DocumentKey& key) {
                 auto document = std::make_shared<DocumentActor>(key, environment);
                 document->start();
                 return document;
               }),
      env_(environment) {}

void Documents::forget(const DocumentKey& key, const PeerRef& peer) {
  // The task holds the peer until it is forgotten: no other peer may get its address before.
  with_open(key, [peer](DocumentActor* document) {
    if (document != nullptr) {
      document->forget(peer.get());
    }
  });
}

}  // namespace plenary::server
