// The WebSocket half of a connection.

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include "server/limits.hpp"
#include "server/net/connection.hpp"
#include "server/net/outbox.hpp"
#include "server/net/outbox_stream.hpp"
#include "server/net/pace.hpp"
#include "server/net/spawn.hpp"
#include "server/ops/metrics.hpp"

namespace plenary::server {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kPiecesPerWrite = 64;  // the kernel takes 1024, but more gains nothing
constexpr std::size_t kReadBytesMin = 4096;  // at one time
constexpr std::size_t kReadBytesMax = 65536;
constexpr std::size_t kIdleMessageBytes = 16384;  // that a socket may keep between messages
/// A socket that is ahead of its answers is woken when bytes leave it. It also looks by itself
/// after this pause: the last answer may leave a moment before it counts as answered.
constexpr std::chrono::milliseconds kAheadPause{20};

/// A session's socket: reads messages for it, and writes what waits in its outbox at the end of
/// each turn, in one system call. Its coroutine owns the connection; a peer that others keep longer
/// has no socket any more.
class SocketPeer final : public Peer,
                         public ByteSink,
                         public std::enable_shared_from_this<SocketPeer> {
 public:
  SocketPeer(SocketStart start, ConnectionServices& services, ConnectionHome home)
      : client_(std::move(start.client)),
        place_(std::move(start.place)),
        ticket_(std::move(start.ticket)),
        services_(services),
        home_(home),
        outbox_(services.limits.outbox_bytes_max),
        message_(services.budgets.messages.open(client_.limit_key)),
        wake_(std::in_place, home.shard.io()),
        stream_(std::in_place, OutboxStream(std::move(start.socket), *this)) {}

  /// Reads until the socket ends, then lets go of it.
  asio::awaitable<void> run(std::string handshake);

  Shard& shard() override { return home_.shard; }
  void send(Bytes bytes) override {
    guarded([&] { queued(outbox_.push(std::move(bytes))); });
  }
  void send_newest(const std::string& key, Bytes bytes) override {
    guarded([&] { queued(outbox_.push_newest(key, std::move(bytes))); });
  }
  void close(CloseReason reason) override {
    guarded([&] { begin_close(reason); });
  }
  void recheck() override {
    guarded([&] {
      if (handler_ != nullptr) {
        handler_->recheck();
      }
    });
  }
  std::size_t waiting_bytes() const override { return outbox_.bytes(); }
  void take_bytes(std::string bytes) override { send(Bytes(std::move(bytes))); }

 private:
  asio::awaitable<bool> shake_hands(std::string handshake);
  asio::awaitable<void> serve();
  asio::awaitable<void> read_messages();
  void watch_message();
  ByteSocket& socket() { return stream_->next_layer().socket(); }
  void queued(Outbox::Push push);
  void schedule_flush();
  void flush();
  void wait_until_writable();
  void watch_for_stall(std::size_t sent_before);
  void begin_close(CloseReason reason);
  void cut_off();
  void end();

  /// An exception costs this socket, and nothing else.
  template <class Do>
  void guarded(Do act) noexcept {
    try {
      act();
    } catch (...) {
      log_failure("socket", std::current_exception());
      end();
    }
  }

  SocketClient client_;  // until the handler has it
  const ConnectionPlace place_;
  const std::unique_ptr<ConnectionLimits::Ticket> ticket_;
  ConnectionServices& services_;
  const ConnectionHome home_;
  Outbox outbox_;
  TrafficBudget::Lease message_;  // counts the message that is arriving
  // Both until run() ends: other shards may keep the peer longer than its shard is there.
  std::optional<asio::steady_timer> wake_;  // of run(): something left the outbox, or it has ended
  std::optional<websocket::stream<OutboxStream, false>> stream_;
  std::shared_ptr<FrameHandler> handler_;
  std::uint64_t messages_{0};  // that arrived whole
  bool watching_message_{false};
  std::size_t sent_{0};
  bool flush_scheduled_{false};
  bool waiting_to_write_{false};
  bool closing_{false};  // a closing frame is on its way, nothing more is sent
  bool ended_{false};    // the socket is shut
};

asio::awaitable<void> SocketPeer::run(std::string handshake) {
  const std::shared_ptr<SocketPeer> self = shared_from_this();
  const LiveConnections::Member alive(home_.live, [this] { end(); });
  try {
    if (co_await shake_hands(std::move(handshake))) {
      co_await serve();
    }
  } catch (...) {
    log_failure("socket", std::current_exception());
    end();
  }
  if (handler_ != nullptr) {
    handler_->close();
    handler_.reset();
    services_.metrics.session_closed();
  }
  closing_ = true;
  if (outbox_.empty()) {
    end();
  }
  while (!ended_) {  // the closing frame leaves, or the socket stalls
    wake_->expires_after(kWriteStallTime);
    co_await wake_->async_wait(kUseTuple);
  }
  stream_.reset();
  wake_.reset();
}

asio::awaitable<bool> SocketPeer::shake_hands(std::string handshake) {
  http::request_parser<http::empty_body> parser;
  error_code error;
  parser.put(asio::buffer(handshake), error);
  stream_->set_option(websocket::stream_base::timeout{kHandshakeTime, kIdleTime, true});
  stream_->auto_fragment(false);
  stream_->read_message_max(client_.who.kind == Identity::Kind::kNobody
                                ? std::min(kStrangerBodyBytesMax, services_.limits.frame_bytes_max)
                                : services_.limits.frame_bytes_max);
  socket().native_non_blocking(true, error);
  std::tie(error) = co_await stream_->async_accept(parser.get(), kUseTuple);
  if (error) {
    end();
  }
  co_return !error;
}

asio::awaitable<void> SocketPeer::serve() {
  const PeerSet::Member alive(home_.peers, *this);
  handler_ = services_.make_frame_handler(shared_from_this(), std::move(client_));
  services_.metrics.session_opened();
  handler_->open();
  co_await read_messages();
}

asio::awaitable<void> SocketPeer::read_messages() {
  beast::flat_buffer buffer;
  while (true) {
    // The buffer doubles: it takes twice the bytes in it.
    const std::size_t next = std::clamp(buffer.size(), kReadBytesMin, kReadBytesMax);
    if (const auto fits = message_.grow_to(2 * (buffer.size() + next) - kReadBytesMin); !fits) {
      services_.metrics.refused("message_memory");
      begin_close(CloseReason::kTryAgainLater);
      co_return;
    }
    const auto [error, size] = co_await stream_->async_read_some(buffer, next, kUseTuple);
    if (error) {
      co_return;
    }
    if (!stream_->is_message_done()) {
      watch_message();
      continue;
    }
    ++messages_;
    // While it closes no message is taken: its client gets no answer and sends it again.
    if (!closing_ && home_.peers.reading()) {
      handler_->receive({static_cast<const char*>(buffer.data().data()), buffer.size()});
    }
    buffer.consume(buffer.size());
    if (buffer.capacity() > kIdleMessageBytes) {
      buffer.shrink_to_fit();  // one large paste must not cost its memory for ever
    }
    message_.release();
    while (handler_->is_ahead() && !ended_) {
      wake_->expires_after(kAheadPause);
      co_await wake_->async_wait(kUseTuple);
    }
  }
}

/// A message that arrives piece by piece holds memory: it must be whole within kMessageTime.
void SocketPeer::watch_message() {
  if (std::exchange(watching_message_, true)) {
    return;
  }
  home_.shard.after(kMessageTime, [weak = weak_from_this(), before = messages_] {
    if (const auto self = weak.lock(); self != nullptr) {
      self->watching_message_ = false;
      if (self->messages_ == before) {
        self->guarded([&] { self->begin_close(CloseReason::kTryAgainLater); });
      }
    }
  });
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
    home_.shard.post([self = shared_from_this()] { self->guarded([&] { self->flush(); }); });
  }
}

void SocketPeer::flush() {
  flush_scheduled_ = false;
  std::size_t room = kBytesPerTurn;
  while (!outbox_.empty() && !ended_) {
    if (room == 0) {
      schedule_flush();  // the shard's others come in between
      return;
    }
    std::array<iovec, kPiecesPerWrite> pieces{};
    std::size_t count = 0;
    std::size_t offered = 0;
    for (const std::string_view piece : outbox_.front(kPiecesPerWrite)) {
      const std::size_t size = std::min(piece.size(), room - offered);
      // The kernel's type has no const; it only reads.
      pieces[count++] = {const_cast<char*>(piece.data()), size};
      offered += size;
      if (offered == room) {
        break;
      }
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
    room -= static_cast<std::size_t>(sent);
    sent_ += static_cast<std::size_t>(sent);
    services_.metrics.bytes_sent(static_cast<std::size_t>(sent));
    outbox_.consumed(static_cast<std::size_t>(sent));
    wake_->cancel();
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
      self->guarded([&] { self->flush(); });
    }
  });
}

void SocketPeer::watch_for_stall(std::size_t sent_before) {
  home_.shard.after(kWriteStallTime, [weak = weak_from_this(), sent_before] {
    const auto self = weak.lock();
    if (self != nullptr && self->waiting_to_write_ && self->sent_ == sent_before) {
      self->end();
    }
  });
}

void SocketPeer::begin_close(CloseReason reason) {
  if (std::exchange(closing_, true) || ended_) {
    return;
  }
  const websocket::close_reason why(static_cast<websocket::close_code>(reason));
  stream_->async_close(why, [self = shared_from_this()](const error_code& /*error*/) {});
}

void SocketPeer::cut_off() {
  if (closing_) {
    return;
  }
  services_.metrics.session_cut_off();
  outbox_.drop_unbegun();
  begin_close(CloseReason::kTryAgainLater);
}

void SocketPeer::end() {
  if (std::exchange(ended_, true)) {
    return;
  }
  error_code ignored;
  socket().shutdown(ByteSocket::shutdown_both, ignored);
  socket().cancel(ignored);
  wake_->cancel();
}

}  // namespace

void serve_socket(SocketStart start, ConnectionServices& services, ConnectionHome home) {
  std::string handshake = std::move(start.handshake);
  auto peer = std::make_shared<SocketPeer>(std::move(start), services, home);
  spawn(home.shard.io(), peer->run(std::move(handshake)), "socket");
}

}  // namespace plenary::server
