#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "protocol/base/result.hpp"
#include "server/net/connection.hpp"

namespace plenary::server {

class TlsFront;

/// Accepts connections and deals them out to the shards in turn. A connection beyond the limits
/// is closed at once.
class Listener {
 public:
  /// `tls`: null for connections in the clear. Requires: at least one home; the first one's shard
  /// accepts. Lifetime: all outlive it and its connections.
  Listener(ConnectionServices& services, std::vector<ConnectionHome> homes, TlsFront* tls);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  /// Binds and begins. Returns the port, which is a free one where `port` is 0. Errors: kIo, in
  /// words (address in use, not permitted).
  [[nodiscard]] Result<std::uint16_t> start(const std::string& address, std::uint16_t port);
  /// Accepts no more. May be called twice. Thread: any.
  void stop();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace plenary::server
