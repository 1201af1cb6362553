#pragma once

#include <memory>
#include <string>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/system/error_code.hpp>

#include "server/net/byte_socket.hpp"

namespace plenary::server {

namespace asio = boost::asio;

/// Takes bytes for the socket. They leave in order with the frames.
class ByteSink {
 public:
  ByteSink() = default;
  ByteSink(const ByteSink&) = delete;
  ByteSink& operator=(const ByteSink&) = delete;
  virtual void take_bytes(std::string bytes) = 0;

 protected:
  ~ByteSink() = default;
};

/// The layer below the WebSocket stream: reads from the socket, but writes into the session's
/// outbox. The library also writes by itself (the handshake's answer, pong, close): these bytes go
/// through the queue of our frames and cannot land inside one. Lifetime: the sink outlives it.
class OutboxStream {
 public:
  using executor_type = ByteSocket::executor_type;

  OutboxStream(ByteSocket socket, ByteSink& sink) : socket_(std::move(socket)), sink_(sink) {}

  [[nodiscard]] executor_type get_executor() noexcept { return socket_.get_executor(); }
  [[nodiscard]] ByteSocket& socket() { return socket_; }

  template <class MutableBuffers, class Token>
  auto async_read_some(const MutableBuffers& buffers, Token&& token) {
    return socket_.async_read_some(buffers, std::forward<Token>(token));
  }

  template <class ConstBuffers, class Token>
  auto async_write_some(const ConstBuffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const ConstBuffers& from) {
          std::string bytes(asio::buffer_size(from), '\0');
          asio::buffer_copy(asio::buffer(bytes), from);
          const std::size_t size = bytes.size();
          sink_.take_bytes(std::move(bytes));
          asio::post(get_executor(), [handler = std::move(handler), size]() mutable {
            std::move(handler)(boost::system::error_code(), size);
          });
        },
        token, buffers);
  }

 private:
  ByteSocket socket_;
  ByteSink& sink_;
};

// The library ends a connection with these functions, which it finds by their names.

inline void beast_close_socket(OutboxStream& stream) {
  boost::system::error_code ignored;
  stream.socket().close(ignored);
}

inline void teardown(boost::beast::role_type /*role*/, OutboxStream& stream,
                     boost::system::error_code& error) {
  stream.socket().shutdown(ByteSocket::shutdown_both, error);
}

template <class Handler>
void async_teardown(boost::beast::role_type /*role*/, OutboxStream& stream, Handler&& handler) {
  // The closing frame is still in the outbox. The owner shuts the socket down once it has left.
  asio::post(stream.get_executor(), [handler = std::forward<Handler>(handler)]() mutable {
    std::move(handler)(boost::system::error_code());
  });
}

}  // namespace plenary::server
