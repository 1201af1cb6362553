#include "server/net/listener.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/net/spawn.hpp"
#include "server/net/tls_front.hpp"
#include "server/ops/log.hpp"
#include "server/ops/metrics.hpp"
#include "server/runtime/shard.hpp"

namespace plenary::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// After a failed accept, mostly for want of descriptors: lets other connections close theirs.
constexpr std::chrono::milliseconds kAcceptPause{50};
constexpr std::chrono::seconds kFailureInterval{60};

Error in_words(const std::string& what, const error_code& error) {
  return {Errc::kIo, what + ": " + error.message()};
}

}  // namespace

struct Listener::State : std::enable_shared_from_this<Listener::State> {
  State(ConnectionServices& s, std::vector<ConnectionHome> h, TlsFront* t)
      : services(s),
        homes(std::move(h)),
        tls(t),
        acceptor(std::in_place, homes.front().shard.io()) {}

  asio::awaitable<void> accept() {
    const auto self = shared_from_this();
    std::size_t next = 0;
    while (acceptor->is_open()) {
      const ConnectionHome& home = homes[next++ % homes.size()];
      auto [error, socket] = co_await acceptor->async_accept(home.shard.io(), kUseTuple);
      if (error == asio::error::operation_aborted) {
        break;
      }
      if (error) {
        note_failure(error);
        asio::steady_timer pause(acceptor->get_executor(), kAcceptPause);
        co_await pause.async_wait(kUseTuple);
        continue;
      }
      try {
        admit(std::move(socket), home);
      } catch (...) {
        log_failure("listener", std::current_exception());
      }
    }
    acceptor.reset();  // tasks of other shards may keep this state longer than its shard lives
  }

  /// Hands a connection to its shard, or closes it if there is no place for it.
  void admit(tcp::socket socket, const ConnectionHome& home) {
    error_code ignored;
    const auto endpoint = socket.remote_endpoint(ignored);
    Caller caller{ignored ? std::string() : endpoint.address().to_string(), tls != nullptr};
    const bool counts = !services.proxies.trusts(caller.address);
    auto place = services.connections.admit_connection(counts ? caller.address : std::string());
    if (place == nullptr) {
      services.metrics.refused("connection_limit");
      return;
    }
    home.shard.post([self = shared_from_this(), home, caller = std::move(caller),
                     place = std::move(place), accepted = std::move(socket)]() mutable {
      self->serve(std::move(accepted), std::move(caller), std::move(place), home);
    });
  }

  void serve(tcp::socket socket, Caller caller, ConnectionPlace place,
             ConnectionHome home) noexcept {
    try {
      error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      if (tls == nullptr) {
        serve_http(ByteSocket(std::move(socket)), std::move(caller), std::move(place), services,
                   home);
        return;
      }
      tls->accept(std::move(socket), home, place,
                  [this, self = shared_from_this(), caller, place, home](ByteSocket inner) {
                    serve_http(std::move(inner), caller, place, services, home);
                  });
    } catch (...) {
      log_failure("accepted_connection", std::current_exception());
    }
  }

  /// Tells the journal, at most once each kFailureInterval.
  void note_failure(const error_code& error) {
    const auto now = std::chrono::steady_clock::now();
    if (now - failure_noted > kFailureInterval) {
      failure_noted = now;
      log::warning("accept_failed", {{"reason", error.message()}});
    }
  }

  ConnectionServices& services;
  const std::vector<ConnectionHome> homes;
  TlsFront* const tls;
  std::optional<tcp::acceptor> acceptor;  // until it is stopped
  std::chrono::steady_clock::time_point failure_noted{};
};

Listener::Listener(ConnectionServices& services, std::vector<ConnectionHome> homes, TlsFront* tls)
    : state_(std::make_shared<State>(services, std::move(homes), tls)) {}

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
  tcp::acceptor& acceptor = *state_->acceptor;
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
  const std::uint16_t bound = acceptor.local_endpoint().port();
  spawn(state_->homes.front().shard.io(), state_->accept(), "listener");
  return bound;
}

void Listener::stop() {
  state_->homes.front().shard.post([state = state_] {
    if (state->acceptor) {
      error_code ignored;
      state->acceptor->close(ignored);
    }
  });
}

}  // namespace plenary::server
