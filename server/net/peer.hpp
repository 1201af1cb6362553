#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "server/net/frame.hpp"
#include "server/runtime/shard.hpp"

namespace plenary::server {

/// The reason why a server closes a socket. The values are WebSocket close codes (RFC 6455,
/// section 7.4; 1012 and 1013 are registered there). For a message beyond the limit, Beast closes
/// with 1009 itself.
enum class CloseReason : std::uint16_t {
  kGarbage = 1007,         // a message was not JSON text
  kServiceRestart = 1012,  // draining: reconnect
  kTryAgainLater = 1013,   // the socket was too slow: reconnect and catch up
  kRightsChanged = 4403,   // a right was taken away: reconnect for what is still allowed
};

/// One live socket, as the rest of the server sees it. Its functions are called on its shard only;
/// other shards use a Courier.
class Peer {
 public:
  Peer() = default;
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  virtual ~Peer() = default;

  [[nodiscard]] virtual Shard& shard() = 0;
  /// Puts frames behind those that wait; they leave at the end of the turn. A socket that is too
  /// slow is closed instead. In order, always.
  virtual void send(Bytes bytes) = 0;
  /// The same for a value that replaces older ones of its key: while the socket is behind, it takes
  /// the place of the older one.
  virtual void send_newest(const std::string& key, Bytes bytes) = 0;
  virtual void close(CloseReason reason) = 0;
  /// Bytes that wait to leave through the socket. Frames on their way to its shard do not count.
  [[nodiscard]] virtual std::size_t waiting_bytes() const { return 0; }
  /// Asks its session to check its rights again.
  virtual void recheck() {}

  /// What its client understands, as a number that only the rooms which frame for it can read. Set
  /// by its session before the first request. Thread: any.
  [[nodiscard]] std::uint8_t dialect() const { return dialect_; }
  void speak(std::uint8_t dialect) { dialect_ = dialect; }

  /// The socket is dead, and every owner that knows it is being told to forget it. A request that
  /// was made before and is done after must not register it again. Thread: any.
  [[nodiscard]] bool is_gone() const { return gone_.load(std::memory_order_acquire); }
  void mark_gone() { gone_.store(true, std::memory_order_release); }

 private:
  std::atomic<bool> gone_{false};
  std::uint8_t dialect_{0};  // constant once somebody else knows the peer
};
using PeerRef = std::shared_ptr<Peer>;

}  // namespace plenary::server
