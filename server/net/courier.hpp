#pragma once

#include <string>
#include <utility>
#include <vector>

#include "server/net/peer.hpp"

namespace plenary::server {

/// Carries frames from one shard to sockets on any shard: to its own sockets at once, to each other
/// shard in one parcel a turn. Keeps the order for each socket. Drops frames for a socket that is
/// gone, also frames on their way. Each shard has one courier and uses it on its thread only.
class Courier {
 public:
  Courier(Shard& home, std::size_t shards) : home_(home), parcels_(shards) {}

  void send(const PeerRef& peer, Bytes bytes);
  /// See Peer::send_newest.
  void send_newest(const PeerRef& peer, std::string key, Bytes bytes);
  /// Runs `task` on the socket's shard, in a later turn, after all that was sent to it from here
  /// before.
  void run(const PeerRef& peer, Task task);
  void close(const PeerRef& peer, CloseReason reason);

 private:
  struct Item {
    PeerRef peer;
    Bytes bytes;
    std::string newest_key;  // empty: an ordinary frame
    Task task;               // instead of bytes
  };
  void pack(const PeerRef& peer, Item item);
  void dispatch();

  Shard& home_;
  std::vector<std::vector<Item>> parcels_;  // by shard
  bool scheduled_{false};
};

}  // namespace plenary::server
