#pragma once

#include <filesystem>
#include <memory>

#include "protocol/base/result.hpp"

namespace plenary::storage {
class Store;
}

namespace plenary::server {

/// The way for the operator's programs on this machine to talk to a running server: a Unix socket
/// in its data directory that only the server's own user can open. One JSON line in, one out, then
/// closed:
///
///   {"command":"checkpoint","to":"/backup/today"}   →   {"ok":true}   or   {"error":"…"}
///
/// Requests are served one after the other, on a thread of its own. A line may take 64 KiB and
/// five seconds to come.
class ControlSocket {
 public:
  /// Takes the place of a socket that a dead process left. Lifetime: `store` outlives it.
  /// Errors: kLocked: a process listens there; kIo with the reason, also if something that is no
  /// socket has that name.
  [[nodiscard]] static Result<std::unique_ptr<ControlSocket>> listen(
      const std::filesystem::path& file, storage::Store& store);

  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;
  /// stop().
  ~ControlSocket();

  /// Takes no more requests, finishes the one being served, removes the file. May be called twice.
  /// Thread: any one.
  void stop();

 private:
  struct Listening;
  explicit ControlSocket(std::unique_ptr<Listening> listening);
  std::unique_ptr<Listening> listening_;
};

}  // namespace plenary::server
