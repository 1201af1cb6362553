#pragma once

#include <cstddef>
#include <unordered_set>
#include <vector>

#include "server/net/peer.hpp"

namespace plenary::server {

/// The live sockets of one shard. Used on its thread only.
class PeerSet {
 public:
  void add(Peer* peer) { peers_.insert(peer); }
  void remove(Peer* peer) { peers_.erase(peer); }
  [[nodiscard]] std::size_t size() const { return peers_.size(); }

  /// Nothing more is read from them, nor from those that come: what they send now they send again
  /// after reconnecting.
  void stop_reading() { reading_ = false; }
  [[nodiscard]] bool reading() const { return reading_; }

  /// Rights may have changed: each socket gives up what it may no longer have.
  void recheck_all() {
    const std::vector<Peer*> all(peers_.begin(), peers_.end());  // closing removes
    for (Peer* peer : all) {
      peer->recheck();
    }
  }

  void close_all(CloseReason reason) {
    const std::vector<Peer*> all(peers_.begin(), peers_.end());  // closing removes
    for (Peer* peer : all) {
      peer->close(reason);
    }
  }

 private:
  std::unordered_set<Peer*> peers_;
  bool reading_{true};
};

}  // namespace plenary::server
