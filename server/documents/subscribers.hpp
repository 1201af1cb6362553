#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "server/documents/document_state.hpp"
#include "server/documents/op_frames.hpp"
#include "server/net/courier.hpp"

namespace plenary::server {

/// One committed operation on its way out.
struct Departure {
  CommittedPtr op;
  PeerRef author;         // gets the acknowledgement instead of the operation; null: over HTTP
  Bytes acknowledgement;  // after the operations that the author has missed, if not subscribed
};

/// The sockets that are subscribed to one document. Gives each of them every operation once, in
/// order, in as few bytes and calls as possible.
class Subscribers {
 public:
  void add(const PeerRef& peer) { peers_[peer.get()] = peer; }
  void remove(const Peer* peer) { peers_.erase(peer); }
  [[nodiscard]] bool contains(const Peer* peer) const { return peers_.contains(peer); }
  [[nodiscard]] std::size_t size() const { return peers_.size(); }
  [[nodiscard]] std::vector<PeerRef> all() const;
  /// Each set of embeds that one of them understands, once.
  [[nodiscard]] std::vector<EmbedKinds> kinds_of_clients() const;

  /// Frames each operation once for each kind of client and shares the bytes. Each socket gets all
  /// operations; an author gets the acknowledgement in the place of its own operation.
  void broadcast(const DocumentKey& key, const std::vector<Departure>& departures,
                 Courier& courier) const;

 private:
  std::unordered_map<const Peer*, PeerRef> peers_;
};

}  // namespace plenary::server
