#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "server/access/identity.hpp"
#include "server/net/peer.hpp"

namespace plenary::server {

/// The person or program at the other end of a socket.
struct SocketClient {
  Identity who;
  std::string remote;     // network address without port, as the trusted proxies report it
  std::string limit_key;  // the key under which limits count this client: see limit_key_of
  std::map<std::string, std::string> query;  // of the socket's address, decoded
};

/// Handles the messages of one socket's client. Thread: the socket's shard.
class FrameHandler {
 public:
  FrameHandler() = default;
  FrameHandler(const FrameHandler&) = delete;
  FrameHandler& operator=(const FrameHandler&) = delete;
  virtual ~FrameHandler() = default;

  /// Greets the client. Called once, first.
  virtual void open() = 0;
  /// Takes one text message, valid during the call.
  virtual void receive(std::string_view message) = 0;
  /// True while nothing more should be read from the socket: too many of its requests are
  /// unanswered. The socket asks again after each message and whenever bytes have left it.
  [[nodiscard]] virtual bool is_ahead() const = 0;
  /// The client's rights may have changed.
  virtual void recheck() = 0;
  /// The socket is dead. Called once, last.
  virtual void close() = 0;
};

/// Makes the handler of a new socket. Thread: the socket's shard.
using MakeFrameHandler =
    std::function<std::shared_ptr<FrameHandler>(const PeerRef& peer, SocketClient client)>;

}  // namespace plenary::server
