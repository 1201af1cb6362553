#include "server/net/listener.hpp"

#include <chrono>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/net/tls_front.hpp"

namespace plenary::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto kUseTuple = asio::as_tuple(asio::use_awaitable);
/// After a failed accept (out of descriptors, mostly): others must get on with closing theirs.
constexpr std::chrono::milliseconds kAcceptPause{50};

Error in_words(const std::string& what, const error_code& error) {
  return {Errc::kIo, what + ": " + error.message()};
}

}  // namespace

struct Listener::State : std::enable_shared_from_this<Listener::State> {
  State(ConnectionServices& s, std::vector<Shard*> sh, std::vector<PeerSet*> p, TlsFront* t)
      : services(s),
        shards(std::move(sh)),
        peers(std::move(p)),
        tls(t),
        acceptor(shards.front()->io()) {}

  asio::awaitable<void> accept() {
    const auto self = shared_from_this();
    std::size_t next = 0;
    while (acceptor.is_open()) {
      const std::size_t index = next++ % shards.size();
      auto [error, socket] = co_await acceptor.async_accept(shards[index]->io(), kUseTuple);
      if (error == asio::error::operation_aborted) {
        co_return;
      }
      if (error) {
        asio::steady_timer pause(acceptor.get_executor(), kAcceptPause);
        co_await pause.async_wait(kUseTuple);
        continue;
      }
      Shard& shard = *shards[index];
      shard.post([self, index, &shard, accepted = std::move(socket)]() mutable {
        self->serve(std::move(accepted), shard, *self->peers[index]);
      });
    }
  }

  void serve(tcp::socket socket, Shard& shard, PeerSet& its_peers) {
    error_code ignored;
    const auto endpoint = socket.remote_endpoint(ignored);
    Caller caller{ignored ? std::string() : endpoint.address().to_string(), tls != nullptr};
    socket.set_option(tcp::no_delay(true), ignored);
    if (tls == nullptr) {
      serve_http(ByteSocket(std::move(socket)), std::move(caller), services, shard, its_peers);
      return;
    }
    tls->accept(std::move(socket), shard,
                [self = shared_from_this(), caller, &shard, &its_peers](ByteSocket inner) {
                  serve_http(std::move(inner), caller, self->services, shard, its_peers);
                });
  }

  ConnectionServices& services;
  std::vector<Shard*> shards;
  std::vector<PeerSet*> peers;
  TlsFront* const tls;
  tcp::acceptor acceptor;
};

Listener::Listener(ConnectionServices& services, std::vector<Shard*> shards,
                   std::vector<PeerSet*> peers, TlsFront* tls)
    : state_(std::make_shared<State>(services, std::move(shards), std::move(peers), tls)) {}

Listener::~Listener() {
  stop();
}

Result<std::uint16_t> Listener::start(const std::string& address, std::uint16_t port) {
  error_code error;
  const auto parsed = asio::ip::make_address(address, error);
  if (error) {
    return in_words("'" + address + "' is not an IP address", error);
  }
  const tcp::endpoint endpoint(parsed, port);
  tcp::acceptor& acceptor = state_->acceptor;
  const std::string where = address + ":" + std::to_string(port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) {
    acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    acceptor.bind(endpoint, error);
  }
  if (!error) {
    acceptor.listen(asio::socket_base::max_listen_connections, error);
  }
  if (error) {
    return in_words("cannot listen on " + where, error);
  }
  asio::co_spawn(acceptor.get_executor(), state_->accept(), asio::detached);
  return acceptor.local_endpoint().port();
}

void Listener::stop() {
  state_->shards.front()->post([state = state_] {
    error_code ignored;
    state->acceptor.close(ignored);
  });
}

}  // namespace plenary::server
