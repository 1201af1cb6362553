#pragma once

#include <cstddef>
#include <unordered_set>
#include <vector>

#include "server/net/peer.hpp"

namespace plenary::server {

/// The live sockets of one shard. Used on its thread only.
class PeerSet {
 public:
  PeerSet() = default;
  PeerSet(const PeerSet&) = delete;
  PeerSet& operator=(const PeerSet&) = delete;

  /// A socket's entry; it ends with the member. Lifetime: the set and the peer outlive it.
  class Member {
   public:
    Member(PeerSet& all, Peer& peer) : all_(all), peer_(peer) { all_.peers_.insert(&peer_); }
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;
    ~Member() { all_.peers_.erase(&peer_); }

   private:
    PeerSet& all_;
    Peer& peer_;
  };

  [[nodiscard]] std::size_t size() const { return peers_.size(); }

  /// Messages are ignored from now on, also those of new sockets: clients send them again after
  /// reconnecting.
  void stop_reading() { reading_ = false; }
  [[nodiscard]] bool reading() const { return reading_; }

  /// Asks each socket to check its rights, which may have changed.
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
