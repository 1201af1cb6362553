// The WebSocket half of a connection.

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include "server/limits.hpp"
#include "server/net/connection.hpp"
#include "server/net/outbox.hpp"
#include "server/net/outbox_stream.hpp"
#include "server/ops/metrics.hpp"

namespace plenary::server {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

constexpr auto kUseTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kPiecesPerWrite = 64;  // of the kernel's 1024: more gains nothing
constexpr std::chrono::milliseconds kAheadPause{2};

/// A session's socket: reads messages for it, and writes what waits in its outbox at the end of
/// each turn, in one system call.
class SocketPeer final : public Peer,
                         public ByteSink,
                         public std::enable_shared_from_this<SocketPeer> {
 public:
  SocketPeer(ByteSocket socket, SocketClient client, ConnectionServices& services, Shard& shard,
             PeerSet& peers)
      : client_(std::move(client)),
        services_(services),
        shard_(shard),
        peers_(peers),
        outbox_(services.limits.outbox_bytes_max),
        stream_(OutboxStream(std::move(socket), *this)) {}

  /// Reads until the socket ends.
  asio::awaitable<void> run(std::string handshake);

  Shard& shard() override { return shard_; }
  void send(Bytes bytes) override { queued(outbox_.push(std::move(bytes))); }
  void send_newest(const std::string& key, Bytes bytes) override {
    queued(outbox_.push_newest(key, std::move(bytes)));
  }
  void close(CloseReason reason) override;
  std::size_t waiting_bytes() const override { return outbox_.bytes(); }
  void recheck() override {
    if (handler_ != nullptr) {
      handler_->recheck();
    }
  }
  void take_bytes(std::string bytes) override { queued(outbox_.push(Bytes(std::move(bytes)))); }

 private:
  asio::awaitable<void> read_messages();
  ByteSocket& socket() { return stream_.next_layer().socket(); }
  void queued(Outbox::Push push);
  void schedule_flush();
  void flush();
  void wait_until_writable();
  void watch_for_stall(std::size_t sent_before);
  void cut_off();
  void end();

  SocketClient client_;  // until the handler has it
  ConnectionServices& services_;
  Shard& shard_;
  PeerSet& peers_;
  Outbox outbox_;
  websocket::stream<OutboxStream, false> stream_;
  std::shared_ptr<FrameHandler> handler_;
  std::size_t sent_{0};
  bool flush_scheduled_{false};
  bool waiting_to_write_{false};
  bool closing_{false};  // a closing frame is on its way, nothing more is sent
  bool ended_{false};    // the socket is shut
};

asio::awaitable<void> SocketPeer::run(std::string handshake) {
  const std::shared_ptr<SocketPeer> self = shared_from_this();
  http::request_parser<http::empty_body> parser;
  error_code error;
  parser.put(asio::buffer(handshake), error);
  stream_.set_option(websocket::stream_base::timeout{kHandshakeTime, kIdleTime, true});
  stream_.auto_fragment(false);
  stream_.read_message_max(services_.limits.frame_bytes_max);
  socket().native_non_blocking(true, error);
  std::tie(error) = co_await stream_.async_accept(parser.get(), kUseTuple);
  if (error) {
    end();
    co_return;
  }
  peers_.add(this);
  services_.metrics.session_opened();
  handler_ = services_.make_frame_handler(self, std::move(client_));
  handler_->open();
  co_await read_messages();
  peers_.remove(this);
  handler_->close();
  handler_.reset();
  services_.metrics.session_closed();
  closing_ = true;
  if (outbox_.empty()) {
    end();
  }
}

asio::awaitable<void> SocketPeer::read_messages() {
  beast::flat_buffer buffer;
  while (true) {
    const auto [error, size] = co_await stream_.async_read(buffer, kUseTuple);
    if (error) {
      co_return;
    }
    if (closing_ || !peers_.reading()) {
      buffer.consume(size);
      continue;  // not taken: the client has no answer and sends it again
    }
    handler_->receive({static_cast<const char*>(buffer.data().data()), size});
    buffer.consume(size);
    if (buffer.capacity() > services_.limits.outbox_bytes_max / 8) {
      buffer.shrink_to_fit();  // one large paste must not cost its memory for ever
    }
    while (handler_->is_ahead() && !ended_) {
      asio::steady_timer pause(stream_.get_executor(), kAheadPause);
      co_await pause.async_wait(kUseTuple);
    }
  }
}

void SocketPeer::queued(Outbox::Push push) {
  if (ended_) {
    return;
  }
  if (push == Outbox::Push::kOverflow) {
    cut_off();
    return;
  }
  schedule_flush();
}

void SocketPeer::schedule_flush() {
  if (!waiting_to_write_ && !std::exchange(flush_scheduled_, true)) {
    shard_.post([self = shared_from_this()] { self->flush(); });
  }
}

void SocketPeer::flush() {
  flush_scheduled_ = false;
  while (!outbox_.empty() && !ended_) {
    std::array<iovec, kPiecesPerWrite> pieces{};
    std::size_t count = 0;
    for (const std::string_view piece : outbox_.front(kPiecesPerWrite)) {
      // The kernel's type has no const; it only reads.
      pieces[count++] = {const_cast<char*>(piece.data()), piece.size()};
    }
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = count;
    const ssize_t sent = ::sendmsg(socket().native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK) {
        wait_until_writable();
      } else if (errno != EINTR) {
        end();
      }
      if (errno != EINTR) {
        return;
      }
      continue;
    }
    sent_ += static_cast<std::size_t>(sent);
    services_.metrics.bytes_sent(static_cast<std::size_t>(sent));
    outbox_.consumed(static_cast<std::size_t>(sent));
  }
  if (closing_ && handler_ == nullptr) {
    end();
  }
}

void SocketPeer::wait_until_writable() {
  waiting_to_write_ = true;
  watch_for_stall(sent_);
  socket().async_wait(ByteSocket::wait_write, [self = shared_from_this()](const error_code& error) {
    self->waiting_to_write_ = false;
    if (!error) {
      self->flush();
    }
  });
}

void SocketPeer::watch_for_stall(std::size_t sent_before) {
  shard_.after(kWriteStallTime, [weak = weak_from_this(), sent_before] {
    const auto self = weak.lock();
    if (self != nullptr && self->waiting_to_write_ && self->sent_ == sent_before) {
      self->end();
    }
  });
}

void SocketPeer::close(CloseReason reason) {
  if (std::exchange(closing_, true) || ended_) {
    return;
  }
  const websocket::close_reason why(static_cast<websocket::close_code>(reason));
  stream_.async_close(why, [self = shared_from_this()](const error_code& /*error*/) {});
}

void SocketPeer::cut_off() {
  if (closing_) {
    return;
  }
  services_.metrics.session_cut_off();
  outbox_.drop_unbegun();
  close(CloseReason::kTryAgainLater);
}

void SocketPeer::end() {
  if (std::exchange(ended_, true)) {
    return;
  }
  error_code ignored;
  socket().shutdown(ByteSocket::shutdown_both, ignored);
  socket().cancel(ignored);
}

}  // namespace

void serve_socket(ByteSocket socket, std::string handshake, SocketClient client,
                  ConnectionServices& services, Shard& shard, PeerSet& peers) {
  auto peer =
      std::make_shared<SocketPeer>(std::move(socket), std::move(client), services, shard, peers);
  asio::co_spawn(shard.io(), peer->run(std::move(handshake)), asio::detached);
}

}  // namespace plenary::server
