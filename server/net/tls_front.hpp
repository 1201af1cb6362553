#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include <boost/asio/ip/tcp.hpp>

#include "protocol/base/result.hpp"
#include "server/net/connection.hpp"

namespace plenary::server {

/// Ends the encryption in front of everything else (ADR 11): shakes hands, then carries bytes
/// between the client and a pair of local sockets. The server gets the inner end. TLS 1.2
/// and later. Thread: any, except where said.
class TlsFront {
 public:
  /// Files in PEM form; the certificate's with its chain. Errors: kIo, kMalformed, in words.
  [[nodiscard]] static Result<std::unique_ptr<TlsFront>> load(std::filesystem::path certificate,
                                                              std::filesystem::path key);
  TlsFront(const TlsFront&) = delete;
  TlsFront& operator=(const TlsFront&) = delete;
  ~TlsFront();

  using Serve = std::function<void(ByteSocket)>;
  /// Calls `serve` with the inner end once hands are shaken; closes a client that takes longer
  /// than kHandshakeTime for it. Thread: the shard's.
  void accept(boost::asio::ip::tcp::socket socket, const ConnectionHome& home,
              ConnectionPlace place, Serve serve);

  /// Reads the files again if they have changed. If they are wrong now, the certificate that was
  /// read before stays in use. True if a new one is in use. Blocking.
  [[nodiscard]] Result<bool> refresh();

 private:
  struct Context;
  TlsFront(std::filesystem::path certificate, std::filesystem::path key);

  const std::filesystem::path certificate_;
  const std::filesystem::path key_;
  std::unique_ptr<Context> context_;
};

}  // namespace plenary::server
