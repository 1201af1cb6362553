#include "server/net/tls_front.hpp"

#include <openssl/ssl.h>

#include <array>
#include <mutex>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "protocol/base/try.hpp"
#include "server/limits.hpp"
#include "server/net/spawn.hpp"
#include "server/runtime/shard.hpp"

namespace plenary::server {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;
using Local = asio::local::stream_protocol;

constexpr std::size_t kPieceBytes = 16 * 1024;  // the most that a record of TLS holds

/// One client's connection and the local one to the server's inside.
struct Relay {
  Relay(tcp::socket socket, ssl::context& context, ConnectionPlace its_place,
        const ConnectionHome& home)
      : place(std::move(its_place)),
        outer(std::move(socket), context),
        inner(outer.get_executor()),
        watch(outer.get_executor()),
        alive(home.live, [this] { close(); }) {}

  const ConnectionPlace place;

  ssl::stream<tcp::socket> outer;
  Local::socket inner;
  asio::steady_timer watch;  // over steps that must not take for ever
  LiveConnections::Member alive;

  void close() {
    error_code ignored;
    watch.cancel();
    outer.next_layer().close(ignored);
    inner.close(ignored);
  }
};
using RelayPtr = std::shared_ptr<Relay>;

/// Closes the relay unless the watch is set anew, or stopped, before.
void set_watch(const RelayPtr& relay, std::chrono::seconds time) {
  relay->watch.expires_after(time);
  relay->watch.async_wait([weak = std::weak_ptr<Relay>(relay)](const error_code& error) {
    if (const RelayPtr alive = weak.lock(); !error && alive != nullptr) {
      alive->close();
    }
  });
}

asio::awaitable<void> carry_in(RelayPtr relay) {
  std::array<char, kPieceBytes> piece{};
  while (true) {
    const auto [error, size] =
        co_await relay->outer.async_read_some(asio::buffer(piece), kUseTuple);
    if (error) {
      break;
    }
    const auto [failed, written] =
        co_await asio::async_write(relay->inner, asio::buffer(piece, size), kUseTuple);
    if (failed) {
      break;
    }
  }
  error_code ignored;
  relay->inner.shutdown(Local::socket::shutdown_send, ignored);
}

asio::awaitable<void> carry_out(RelayPtr relay) {
  std::array<char, kPieceBytes> piece{};
  while (true) {
    const auto [error, size] =
        co_await relay->inner.async_read_some(asio::buffer(piece), kUseTuple);
    if (error) {
      break;
    }
    set_watch(relay, kWriteStallTime);
    const auto [failed, written] =
        co_await asio::async_write(relay->outer, asio::buffer(piece, size), kUseTuple);
    relay->watch.cancel();
    if (failed) {
      break;
    }
  }
  set_watch(relay, kHandshakeTime);
  co_await relay->outer.async_shutdown(kUseTuple);
  relay->close();
}

asio::awaitable<void> shake_hands(RelayPtr relay, TlsFront::Serve serve) {
  set_watch(relay, kHandshakeTime);
  const auto [error] = co_await relay->outer.async_handshake(ssl::stream_base::server, kUseTuple);
  relay->watch.cancel();
  Local::socket other(relay->outer.get_executor());
  error_code unpaired;
  if (!error) {
    asio::local::connect_pair(relay->inner, other, unpaired);
  }
  if (error || unpaired) {
    relay->close();
    co_return;
  }
  spawn(relay->outer.get_executor(), carry_in(relay), "tls_in");
  spawn(relay->outer.get_executor(), carry_out(relay), "tls_out");
  serve(ByteSocket(std::move(other)));
}

Result<std::shared_ptr<ssl::context>> read_context(const std::filesystem::path& certificate,
                                                   const std::filesystem::path& key) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION);
  error_code error;
  context->use_certificate_chain_file(certificate.string(), error);
  if (error) {
    return Error{Errc::kMalformed, "--tls-cert " + certificate.string() +
                                       " is not a certificate in PEM form: " + error.message()};
  }
  context->use_private_key_file(key.string(), ssl::context::pem, error);
  if (error || SSL_CTX_check_private_key(context->native_handle()) != 1) {
    return Error{Errc::kMalformed,
                 "--tls-key " + key.string() + " is not the key of that certificate in PEM form"};
  }
  return context;
}

}  // namespace

struct TlsFront::Context {
  using Times = std::array<std::filesystem::file_time_type, 2>;
  std::mutex mutex;
  std::shared_ptr<ssl::context> now;  // a connection keeps what it needs of it
  Times times{};
};

TlsFront::TlsFront(std::filesystem::path certificate, std::filesystem::path key)
    : certificate_(std::move(certificate)),
      key_(std::move(key)),
      context_(std::make_unique<Context>()) {}

TlsFront::~TlsFront() = default;

Result<std::unique_ptr<TlsFront>> TlsFront::load(std::filesystem::path certificate,
                                                 std::filesystem::path key) {
  std::unique_ptr<TlsFront> front(new TlsFront(std::move(certificate), std::move(key)));
  PLENARY_TRY(const bool loaded, front->refresh());
  if (!loaded) {
    return Error{Errc::kIo, "--tls-cert and --tls-key cannot be read"};
  }
  return front;
}

Result<bool> TlsFront::refresh() {
  std::error_code unknown;
  const Context::Times times{std::filesystem::last_write_time(certificate_, unknown),
                             std::filesystem::last_write_time(key_, unknown)};
  {
    const std::lock_guard lock(context_->mutex);
    if (context_->now != nullptr && (unknown || times == context_->times)) {
      return false;
    }
  }
  PLENARY_TRY(auto context, read_context(certificate_, key_));
  const std::lock_guard lock(context_->mutex);
  context_->now = std::move(context);
  context_->times = times;
  return true;
}

void TlsFront::accept(tcp::socket socket, const ConnectionHome& home, ConnectionPlace place,
                      Serve serve) {
  std::shared_ptr<ssl::context> context;
  {
    const std::lock_guard lock(context_->mutex);
    context = context_->now;
  }
  auto relay = std::make_shared<Relay>(std::move(socket), *context, std::move(place), home);
  relay->place->set_shed([weak = std::weak_ptr<Relay>(relay), &shard = home.shard] {
    shard.post([weak] {
      if (const RelayPtr alive = weak.lock(); alive != nullptr) {
        alive->close();
      }
    });
  });
  relay->place->waits();
  spawn(home.shard.io(), shake_hands(std::move(relay), std::move(serve)), "tls");
}

}  // namespace plenary::server
