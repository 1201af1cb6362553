// The HTTP half of a connection: reads a request, has it handled, writes the answer, and so on.

#include <poll.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "server/limits.hpp"
#include "server/net/answer_slot.hpp"
#include "server/net/asker.hpp"
#include "server/net/connection.hpp"
#include "server/net/problem.hpp"
#include "server/net/request_reader.hpp"
#include "server/net/request_rules.hpp"
#include "server/net/response_writer.hpp"
#include "server/net/spawn.hpp"
#include "server/net/target.hpp"
#include "server/ops/metrics.hpp"

namespace plenary::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using RequestHead = http::request<http::string_body>;

constexpr std::string_view kSocketPath = "/sync";
/// Some programs say that they send no more and still wait for the answer. For so long they are
/// believed to.
constexpr std::chrono::seconds kHalfClosedTime{5};

std::vector<HeaderField> fields_of(const RequestHead& parsed) {
  std::vector<HeaderField> fields;
  for (const auto& field : parsed) {
    fields.push_back({field.name_string(), field.value()});
  }
  return fields;
}

/// The request as far as its header tells it.
HttpRequest to_request(const RequestHead& parsed, const std::vector<HeaderField>& fields) {
  HttpRequest request;
  request.method = std::string(parsed.method_string());
  request.headers = collect(fields);
  Target target = split_target(parsed.target());
  request.path = std::move(target.path);
  request.query = std::move(target.query);
  return request;
}

/// A number of its own for each connection.
std::uint64_t next_connection() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

Problem too_many(const char* what) {
  return {503, kBusy,
          std::string("This network address has too many ") + what +
              ", or opens them too fast: close some, or try again in a moment."};
}

/// The directions of a socket that its other end has closed, as bits of poll(2).
short ends_of(int descriptor) {
  pollfd asked{descriptor, POLLRDHUP, 0};
  return ::poll(&asked, 1, 0) > 0 ? asked.revents : short{0};
}

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(ByteSocket socket, Caller caller, ConnectionPlace place,
                 ConnectionServices& services, ConnectionHome home)
      : stream_(std::move(socket)),
        reader_(stream_, place),
        answered_(stream_.get_executor()),
        caller_(std::move(caller)),
        place_(std::move(place)),
        services_(services),
        home_(home),
        slot_(std::make_shared<AnswerSlot>(home.shard, [this](HttpResponse response) {
          response_ = std::move(response);
          answered_.cancel();
        })) {}
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;
  ~HttpConnection() {
    slot_->close();
    gone_->store(true, std::memory_order_relaxed);
  }

  asio::awaitable<void> run() {
    const LiveConnections::Member alive(home_.live, [this] { end(); });
    place_->set_shed([weak = weak_from_this(), &shard = home_.shard] {
      shard.post([weak] {
        if (const auto self = weak.lock(); self != nullptr) {
          self->end();
        }
      });
    });
    while (co_await serve_one()) {
    }
    gone_->store(true, std::memory_order_relaxed);
    error_code ignored;
    stream_.socket().shutdown(ByteSocket::shutdown_send, ignored);
    if (refused_) {
      co_await reader_.linger();
    }
  }

 private:
  void end() {
    gone_->store(true, std::memory_order_relaxed);
    answered_.cancel();
    stream_.close();
  }

  /// Reads and answers one request. False if there will be no further one.
  asio::awaitable<bool> serve_one() {
    place_->leave_client();
    RequestParser parser;
    if (Reading header = co_await reader_.read_header(parser); !header.is_done()) {
      co_return co_await refuse(std::move(header));
    }
    const RequestHead& parsed = parser.get();
    const Reply reply{parsed.version(), parsed.keep_alive(), parsed.method() == http::verb::head};
    const std::vector<HeaderField> fields = fields_of(parsed);
    if (auto problem = fault_of(parsed, fields)) {
      co_return co_await refuse(*std::move(problem), reply.head);
    }
    HttpRequest request = identified(to_request(parsed, fields));
    if (!counts_for(request.remote)) {
      services_.metrics.refused("connection_limit");
      co_return co_await refuse(too_many("connections"), reply.head);
    }
    if (beast::websocket::is_upgrade(parsed) && request.path == kSocketPath) {
      co_return co_await upgrade(parsed, std::move(request));
    }
    if (Reading body = co_await read_body(parser, request); !body.is_done()) {
      co_return co_await refuse(std::move(body));
    }
    co_return co_await answer(std::move(request), reply);
  }

  asio::awaitable<Reading> read_body(RequestParser& parser, HttpRequest& request) {
    if (parser.is_done()) {
      co_return Reading{};
    }
    const auto counted = std::make_shared<TrafficBudget::Lease>(
        services_.budgets.bodies.open(limit_key_of(request)));
    const std::size_t bytes_max = services_.body_bytes_max(request);
    Reading reading = co_await reader_.read_body(parser, bytes_max, *counted);
    request.counted = counted;
    request.body = std::move(parser.get().body());
    co_return reading;
  }

  /// The reason to refuse a request by its header alone, or nothing.
  std::optional<Problem> fault_of(const RequestHead& parsed,
                                  const std::vector<HeaderField>& fields) const {
    if (const auto fault = fault_of_fields(parsed.version(), fields); !fault.empty()) {
      return Problem{400, kInvalidRequest, std::string(fault)};
    }
    if (!services_.host_allowed(std::string(parsed[http::field::host]))) {
      return Problem{421, kMisdirected,
                     "This server listens on its own machine only and does not know this host "
                     "name. The operator can make it known with --allowed-origin."};
    }
    return std::nullopt;
  }

  /// Counts a proxy's connection for the client of this request. A request of the proxy itself (is
  /// the server alive?) counts for nobody.
  bool counts_for(const std::string& client) {
    return services_.proxies.trusts(client) || place_->take_client(client);
  }

  /// Fills in the sender.
  HttpRequest identified(HttpRequest request) const {
    const auto field = [&request](const char* name) {
      const auto found = request.headers.find(name);
      return found == request.headers.end() ? std::string() : found->second;
    };
    Caller seen =
        services_.proxies.see(caller_, field("x-forwarded-for"), field("x-forwarded-proto"));
    request.remote = std::move(seen.address);
    request.encrypted = seen.encrypted;
    request.who = services_.identify(field("cookie"), field("authorization"));
    request.shard = &home_.shard;
    request.connection = number_;
    request.gone = gone_;
    return request;
  }

  /// Answers with a problem. Always false: the connection ends.
  asio::awaitable<bool> refuse(Problem problem, bool head = false) {
    refused_ = true;
    co_await write_response(stream_, to_response(problem), {.head = head});
    co_return false;
  }

  /// The same, if there is somebody to tell.
  asio::awaitable<bool> refuse(Reading reading) {
    if (reading.state == Reading::State::kRefused) {
      co_await refuse(std::move(reading.problem));
    }
    co_return false;
  }

  asio::awaitable<bool> upgrade(const RequestHead& parsed, HttpRequest request) {
    const auto origin = parsed.find(http::field::origin);
    if (origin != parsed.end() &&
        !services_.origin_allowed(std::string(origin->value()),
                                  std::string(parsed[http::field::host]))) {
      Problem problem{403, kForbidden,
                      "A page of this origin may not connect. The operator can allow it with "
                      "--allowed-origin."};
      co_return co_await refuse(std::move(problem));
    }
    auto ticket = services_.connections.admit_socket(request.remote);
    if (ticket == nullptr) {
      services_.metrics.refused("socket_limit");
      co_return co_await refuse(too_many("sockets"));
    }
    std::ostringstream handshake;
    handshake << parsed.base();
    std::string limit_key = limit_key_of(request);
    stream_.expires_never();
    SocketStart start{stream_.release_socket(), handshake.str(),
                      SocketClient{std::move(request.who), std::move(request.remote),
                                   std::move(limit_key), std::move(request.query)},
                      place_, std::move(ticket)};
    serve_socket(std::move(start), services_, home_);
    co_return false;
  }

  asio::awaitable<bool> answer(HttpRequest request, Reply reply) {
    const std::string method = request.method;
    TrafficBudget::Lease counted = services_.budgets.answers.open(limit_key_of(request));
    const auto started = std::chrono::steady_clock::now();
    std::optional<HttpResponse> response = co_await handle(std::move(request));
    if (!response) {
      co_return false;
    }
    const bool is_read = method == "GET" || method == "HEAD";
    if (is_read && !response->body_is_shared && !reply.head) {
      // The largest answer counts as all that its asker may have: it can be had, one at a time.
      const std::size_t bytes = std::min(response->body->size(), kAnswerBytesPerAskerMax);
      if (const auto fits = counted.grow_to(bytes); !fits) {
        *response = to_response({503, kBusy, fits.error().detail});
      }
    }
    services_.metrics.http_request(
        method, response->status,
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
    const bool written = co_await write_response(stream_, *std::move(response), reply);
    reader_.rest();
    co_return written&& reply.keep_alive;
  }

  /// Waits for the handler's answer. Returns nothing if the client went away before.
  asio::awaitable<std::optional<HttpResponse>> handle(HttpRequest request) {
    stream_.expires_never();
    response_.reset();
    answered_.expires_at(asio::steady_timer::time_point::max());
    handling_ = true;
    try {
      services_.http(std::move(request), slot_->expect());
    } catch (...) {  // the answer's function was destroyed: that has answered
      log_failure("http_handler", std::current_exception());
    }
    watch_for_end();
    while (!response_ && !gone_->load(std::memory_order_relaxed)) {
      co_await answered_.async_wait(kUseTuple);
    }
    handling_ = false;
    slot_->forget();
    co_return std::exchange(response_, std::nullopt);
  }

  /// Notices that the client goes away while its request is handled and nothing is read from it.
  void watch_for_end() {
    if (std::exchange(watching_, true)) {
      return;
    }
    stream_.socket().async_wait(ByteSocket::wait_read,
                                [weak = weak_from_this()](const error_code& error) {
                                  if (const auto self = weak.lock(); !error && self != nullptr) {
                                    self->look_for_end(false);
                                  }
                                });
  }

  /// Looks whether the client is gone. It is asked for, because a client that has sent its next
  /// request stays readable. A client that closed its sending half may still wait for the answer.
  void look_for_end(bool half_closed_before) {
    if (!handling_) {
      watching_ = false;
      return;
    }
    const short ended = ends_of(stream_.socket().native_handle());
    const bool half_closed = (ended & POLLRDHUP) != 0;
    if ((ended & (POLLHUP | POLLERR)) != 0 || (half_closed && half_closed_before)) {
      gone_->store(true, std::memory_order_relaxed);
      answered_.cancel();
      return;
    }
    home_.shard.after(kHalfClosedTime, [weak = weak_from_this(), half_closed] {
      if (const auto self = weak.lock(); self != nullptr) {
        self->look_for_end(half_closed);
      }
    });
  }

  HttpStream stream_;
  RequestReader reader_;
  asio::steady_timer answered_;  // never expires: cancelled when `response_` or `gone_` changes
  const Caller caller_;
  const ConnectionPlace place_;
  ConnectionServices& services_;
  const ConnectionHome home_;
  const std::uint64_t number_{next_connection()};
  const std::shared_ptr<std::atomic<bool>> gone_{std::make_shared<std::atomic<bool>>(false)};
  const std::shared_ptr<AnswerSlot> slot_;
  std::optional<HttpResponse> response_;
  bool refused_{false};  // the last request
  bool handling_{false};
  bool watching_{false};  // watch_for_end() or a later look_for_end() is pending
};

asio::awaitable<void> run(std::shared_ptr<HttpConnection> connection) {
  co_await connection->run();
}

}  // namespace

void serve_http(ByteSocket socket, Caller caller, ConnectionPlace place,
                ConnectionServices& services, ConnectionHome home) {
  auto connection = std::make_shared<HttpConnection>(std::move(socket), std::move(caller),
                                                     std::move(place), services, home);
  spawn(home.shard.io(), run(std::move(connection)), "http_connection");
}

}  // namespace plenary::server
