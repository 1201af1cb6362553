#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "server/documents/document_state.hpp"
#include "server/net/courier.hpp"

namespace plenary::server {

/// One committed operation on its way out.
struct Departure {
  CommittedPtr op;
  PeerRef author;  // who gets the acknowledgement instead of the operation; null: nobody (HTTP)
  Bytes acknowledgement;  // with what the author has missed in front, if it is not subscribed
};

/// The sockets that listen to one document. One job: giving each of them every operation once, in
/// order, as few bytes and calls as can be.
class Subscribers {
 public:
  void add(const PeerRef& peer) { peers_[peer.get()] = peer; }
  void remove(const Peer* peer) { peers_.erase(peer); }
  [[nodiscard]] bool contains(const Peer* peer) const { return peers_.contains(peer); }
  [[nodiscard]] std::size_t size() const { return peers_.size(); }
  [[nodiscard]] std::vector<PeerRef> all() const;

  /// Frames each operation once, joins them, and shares the bytes: everybody gets all of them, an
  /// author its acknowledgement in the place of its own.
  void broadcast(const DocumentKey& key, const std::vector<Departure>& departures,
                 Courier& courier) const;

 private:
  std::unordered_map<const Peer*, PeerRef> peers_;
};

}  // namespace plenary::server
