// The HTTP half of a connection.

#include <poll.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <sstream>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "server/limits.hpp"
#include "server/net/asker.hpp"
#include "server/net/connection.hpp"
#include "server/net/problem.hpp"
#include "server/net/target.hpp"
#include "server/ops/metrics.hpp"

namespace plenary::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

constexpr auto kUseTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::string_view kSocketPath = "/sync";
/// A client may say that it sends no more and still wait (some programs do): for so long it is
/// believed to.
constexpr std::chrono::seconds kHalfClosedTime{2};

using Parser = http::request_parser<http::string_body>;
using Response = http::response<http::span_body<const char>>;

std::string lower_case(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

/// The request as far as its header tells it.
HttpRequest to_request(const http::request<http::string_body>& parsed) {
  HttpRequest request;
  request.method = std::string(parsed.method_string());
  for (const auto& field : parsed) {
    request.headers[lower_case(field.name_string())] = std::string(field.value());
  }
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

/// The error to answer an unreadable request with, or nothing if the peer is gone.
std::optional<Problem> explain(const error_code& error) {
  if (error == http::error::body_limit) {
    return Problem{413, kTooLarge, "The request is larger than this server takes."};
  }
  if (error == http::error::header_limit) {
    return Problem{431, kTooLarge, "The request's header is larger than this server takes."};
  }
  const bool spoke =
      error.category() == http::make_error_code(http::error::bad_method).category() &&
      error != http::error::end_of_stream && error != http::error::partial_message;
  return spoke ? std::optional(Problem{400, kInvalidRequest, "This is not an HTTP request."})
               : std::nullopt;
}

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(ByteSocket socket, Caller caller, ConnectionServices& services, Shard& shard,
                 PeerSet& peers)
      : stream_(std::move(socket)),
        answered_(stream_.get_executor()),
        caller_(std::move(caller)),
        services_(services),
        shard_(shard),
        peers_(peers) {}

  asio::awaitable<void> run() {
    while (co_await serve_one()) {
    }
    gone_->store(true, std::memory_order_relaxed);
    error_code ignored;
    stream_.socket().shutdown(ByteSocket::shutdown_send, ignored);
  }

 private:
  /// Reads and answers one request. False if there will be no further one.
  asio::awaitable<bool> serve_one() {
    Parser parser;
    parser.header_limit(kHttpHeaderBytesMax);
    parser.body_limit(boost::none);  // known once the header is
    stream_.expires_after(kHttpRequestTime);
    auto [error, size] = co_await http::async_read_header(stream_, buffer_, parser, kUseTuple);
    if (error) {
      co_return co_await refuse(explain(error));
    }
    const http::request<http::string_body>& parsed = parser.get();
    if (!services_.host_allowed(std::string(parsed[http::field::host]))) {
      Problem problem{421, kMisdirected,
                      "This server listens on its own machine only and does not know this host "
                      "name. The operator can make it known with --allowed-origin."};
      co_return co_await refuse(std::move(problem), parsed.method() == http::verb::head);
    }
    HttpRequest request = identified(to_request(parsed));
    if (beast::websocket::is_upgrade(parsed) && request.path == kSocketPath) {
      co_return co_await upgrade(parsed, std::move(request));
    }
    const std::size_t body_bytes_max = services_.body_bytes_max(request);
    parser.body_limit(body_bytes_max);
    if (parser.content_length().value_or(0) > body_bytes_max) {
      co_return co_await refuse(explain(make_error_code(http::error::body_limit)));
    }
    if (parsed[http::field::expect] == "100-continue") {
      co_await go_on();
    }
    std::tie(error, size) = co_await http::async_read(stream_, buffer_, parser, kUseTuple);
    if (error) {
      co_return co_await refuse(explain(error));
    }
    const Reply reply{parsed.version(), parsed.keep_alive(), parsed.method() == http::verb::head};
    request.body = std::move(parser.get().body());
    co_return co_await answer(std::move(request), reply);
  }

  /// How an answer has to look.
  struct Reply {
    unsigned version{11};
    bool keep_alive{false};
    bool head{false};  // only the header
  };

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
    request.shard = &shard_;
    request.connection = number_;
    request.gone = gone_;
    return request;
  }

  asio::awaitable<bool> refuse(std::optional<Problem> problem, bool head = false) {
    if (problem) {
      co_await write(to_response(*problem), {.head = head});
    }
    co_return false;
  }

  asio::awaitable<bool> upgrade(const http::request<http::string_body>& parsed,
                                HttpRequest request) {
    const auto origin = parsed.find(http::field::origin);
    if (origin != parsed.end() &&
        !services_.origin_allowed(std::string(origin->value()),
                                  std::string(parsed[http::field::host]))) {
      Problem problem{403, kForbidden,
                      "A page of this origin may not connect. The operator can allow it with "
                      "--allowed-origin."};
      co_return co_await refuse(std::move(problem));
    }
    std::ostringstream handshake;
    handshake << parsed.base();
    std::string limit_key = limit_key_of(request);
    SocketClient client{std::move(request.who), std::move(request.remote), std::move(limit_key)};
    stream_.expires_never();
    serve_socket(stream_.release_socket(), handshake.str(), std::move(client), services_, shard_,
                 peers_);
    co_return false;
  }

  asio::awaitable<void> go_on() {
    http::response<http::empty_body> response(http::status::continue_, 11);
    co_await http::async_write(stream_, response, kUseTuple);
  }

  asio::awaitable<bool> answer(HttpRequest request, Reply reply) {
    const std::string method = request.method;
    const auto started = std::chrono::steady_clock::now();
    stream_.expires_never();
    std::optional<HttpResponse> response = co_await handle(std::move(request));
    if (!response) {
      co_return false;
    }
    services_.metrics.http_request(
        method, response->status,
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
    co_return co_await write(std::move(*response), reply) && reply.keep_alive;
  }

  /// Waits for the handler's answer. Returns nothing if the client went away before.
  asio::awaitable<std::optional<HttpResponse>> handle(HttpRequest request) {
    response_.reset();
    answered_.expires_at(asio::steady_timer::time_point::max());
    services_.http(std::move(request), [weak = weak_from_this(), turn = ++turn_,
                                        &shard = shard_](HttpResponse response) {
      shard.post([weak, turn, response = std::move(response)]() mutable {
        if (const auto self = weak.lock(); self != nullptr && self->turn_ == turn) {
          self->response_ = std::move(response);
          self->answered_.cancel();
        }
      });
    });
    handling_ = true;
    watch_for_end();
    while (!response_ && !gone_->load(std::memory_order_relaxed)) {
      co_await answered_.async_wait(kUseTuple);
    }
    handling_ = false;
    ++turn_;  // a second answer is nobody's
    co_return std::exchange(response_, std::nullopt);
  }

  /// Finds out that the client went away while its request is handled and nothing is read from it.
  void watch_for_end() {
    if (std::exchange(watching_, true)) {
      return;
    }
    stream_.socket().async_wait(ByteSocket::wait_read,
                                [weak = weak_from_this()](const error_code& error) {
                                  if (const auto self = weak.lock(); !error && self != nullptr) {
                                    self->watching_ = false;
                                    self->look_for_end();
                                  }
                                });
  }

  /// A client that has sent its next request already stays readable: its end can only be asked
  /// for. One that only says that it will send no more may still wait for the answer, for a while.
  void look_for_end(bool half_closed_before = false) {
    if (!handling_) {
      return;
    }
    const short ended = ends_of(stream_.socket().native_handle());
    const bool half_closed = (ended & POLLRDHUP) != 0;
    if ((ended & (POLLHUP | POLLERR)) != 0 || (half_closed && half_closed_before)) {
      gone_->store(true, std::memory_order_relaxed);
      answered_.cancel();
      return;
    }
    shard_.after(kHalfClosedTime, [weak = weak_from_this(), turn = turn_, half_closed] {
      if (const auto self = weak.lock(); self != nullptr && self->turn_ == turn) {
        self->look_for_end(half_closed);
      }
    });
  }

  /// Which of its two directions a socket's other end has closed.
  static short ends_of(int descriptor) {
    pollfd asked{descriptor, POLLRDHUP, 0};
    return ::poll(&asked, 1, 0) > 0 ? asked.revents : short{0};
  }

  asio::awaitable<bool> write(HttpResponse answer, Reply reply) {
    Response response(static_cast<http::status>(answer.status), reply.version);
    for (const auto& [name, value] : answer.headers) {
      response.insert(name, value);
    }
    response.keep_alive(reply.keep_alive);
    response.body() = {answer.body->data(), answer.body->size()};
    if (answer.status != 204 && answer.status != 304) {
      response.content_length(answer.body->size());
    }
    stream_.expires_after(kHttpRequestTime);
    http::response_serializer<http::span_body<const char>> serializer(response);
    error_code error;
    std::size_t size = 0;
    if (reply.head) {
      std::tie(error, size) = co_await http::async_write_header(stream_, serializer, kUseTuple);
    } else {
      std::tie(error, size) = co_await http::async_write(stream_, serializer, kUseTuple);
    }
    co_return !error;
  }

  beast::basic_stream<asio::generic::stream_protocol> stream_;
  asio::steady_timer answered_;  // never expires: cancelled when `response_` or `gone_` changes
  const Caller caller_;
  ConnectionServices& services_;
  Shard& shard_;
  PeerSet& peers_;
  beast::flat_buffer buffer_;
  const std::uint64_t number_{next_connection()};
  const std::shared_ptr<std::atomic<bool>> gone_{std::make_shared<std::atomic<bool>>(false)};
  std::optional<HttpResponse> response_;
  std::uint64_t turn_{0};  // changes when a request is given to the handler, and when that ends
  bool handling_{false};
  bool watching_{false};  // a wait for something to read is under way
};

asio::awaitable<void> run(std::shared_ptr<HttpConnection> connection) {
  co_await connection->run();
}

}  // namespace

void serve_http(ByteSocket socket, Caller caller, ConnectionServices& services, Shard& shard,
                PeerSet& peers) {
  auto connection = std::make_shared<HttpConnection>(std::move(socket), std::move(caller), services,
                                                     shard, peers);
  asio::co_spawn(shard.io(), run(std::move(connection)), asio::detached);
}

}  // namespace plenary::server
