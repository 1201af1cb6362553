// The HTTP half of a connection.

#include <chrono>
#include <optional>
#include <sstream>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

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

using Parser = http::request_parser<http::string_body>;
using Response = http::response<http::span_body<const char>>;

std::string lower_case(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

HttpRequest to_request(http::request<http::string_body> parsed, Identity who, Caller caller,
                       Shard& shard) {
  HttpRequest request;
  request.who = std::move(who);
  request.method = std::string(parsed.method_string());
  request.remote = std::move(caller.address);
  request.encrypted = caller.encrypted;
  request.shard = &shard;
  for (const auto& field : parsed) {
    request.headers[lower_case(field.name_string())] = std::string(field.value());
  }
  Target target = split_target(parsed.target());
  request.path = std::move(target.path);
  request.query = std::move(target.query);
  request.body = std::move(parsed.body());
  return request;
}

/// What is wrong with a request that could not be read; nothing if nobody is there to be told.
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

class HttpConnection {
 public:
  HttpConnection(ByteSocket socket, Caller caller, ConnectionServices& services, Shard& shard,
                 PeerSet& peers)
      : stream_(std::move(socket)),
        caller_(std::move(caller)),
        services_(services),
        shard_(shard),
        peers_(peers) {}

  asio::awaitable<void> run() {
    while (true) {
      Parser parser;
      parser.header_limit(kHttpHeaderBytesMax);
      parser.body_limit(services_.limits.http_body_bytes_max);
      stream_.expires_after(kHttpRequestTime);
      auto [error, size] = co_await http::async_read_header(stream_, buffer_, parser, kUseTuple);
      if (!error && !services_.host_allowed(std::string(parser.get()[http::field::host]))) {
        const Problem problem{421, kMisdirected,
                              "This server listens on its own machine only and does not know this "
                              "host name. The operator can make it known with --allowed-origin."};
        co_await write(to_response(problem), 11, false, parser.get().method() == http::verb::head);
        break;
      }
      if (!error && beast::websocket::is_upgrade(parser.get()) && target_is_socket(parser.get())) {
        co_await upgrade(parser.release());
        co_return;
      }
      Identity who;
      if (!error) {
        who = identify(parser.get());
        error = limit_body(parser, who);
      }
      if (!error && parser.get()[http::field::expect] == "100-continue") {
        co_await go_on();
      }
      if (!error) {
        std::tie(error, size) = co_await http::async_read(stream_, buffer_, parser, kUseTuple);
      }
      if (error) {
        if (const auto problem = explain(error)) {
          co_await write(to_response(*problem), 11, false, false);
        }
        break;
      }
      const bool keep_alive = parser.get().keep_alive();
      const unsigned version = parser.get().version();
      const bool head = parser.get().method() == http::verb::head;
      const std::string method(parser.get().method_string());
      const auto started = std::chrono::steady_clock::now();
      Caller caller = seen_in(parser.get());
      HttpRequest request = to_request(parser.release(), std::move(who), std::move(caller), shard_);
      HttpResponse answer = co_await handle(std::move(request));
      services_.metrics.http_request(
          method, answer.status,
          std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
      if (!co_await write(std::move(answer), version, keep_alive, head) || !keep_alive) {
        break;
      }
    }
    error_code ignored;
    stream_.socket().shutdown(ByteSocket::shutdown_send, ignored);
  }

 private:
  static bool target_is_socket(const http::request<http::string_body>& request) {
    return split_target(request.target()).path == kSocketPath;
  }

  /// Who calls, as far as the proxies in between are trusted.
  Caller seen_in(const http::request<http::string_body>& request) const {
    return services_.proxies.see(caller_, request["X-Forwarded-For"], request["X-Forwarded-Proto"]);
  }

  Identity identify(const http::request<http::string_body>& request) const {
    return services_.identify(std::string(request[http::field::cookie]),
                              std::string(request[http::field::authorization]));
  }

  /// Of those who do not say who they are, a form's worth is taken. The error if it is more.
  static error_code limit_body(Parser& parser, const Identity& who) {
    if (who.kind != Identity::Kind::kNobody) {
      return {};
    }
    parser.body_limit(kStrangerBodyBytesMax);
    return parser.content_length().value_or(0) <= kStrangerBodyBytesMax
               ? error_code()
               : make_error_code(http::error::body_limit);
  }

  asio::awaitable<void> upgrade(http::request<http::string_body> request) {
    const auto origin = request.find(http::field::origin);
    if (origin != request.end() &&
        !services_.origin_allowed(std::string(origin->value()),
                                  std::string(request[http::field::host]))) {
      // g++ 12 destroys a braced temporary of a co_await expression twice: it has a name.
      const Problem problem{403, kForbidden,
                            "A page of this origin may not connect. The operator can allow it "
                            "with --allowed-origin."};
      co_await write(to_response(problem), 11, false, false);
      co_return;
    }
    std::ostringstream handshake;
    handshake << request.base();
    stream_.expires_never();
    serve_socket(stream_.release_socket(), handshake.str(), services_, shard_, peers_);
  }

  asio::awaitable<void> go_on() {
    http::response<http::empty_body> response(http::status::continue_, 11);
    co_await http::async_write(stream_, response, kUseTuple);
  }

  asio::awaitable<HttpResponse> handle(HttpRequest request) {
    return asio::async_initiate<const asio::use_awaitable_t<>&, void(HttpResponse)>(
        [this](auto handler, HttpRequest asked) {
          // std::function has to be copyable, the handler is not.
          auto shared = std::make_shared<decltype(handler)>(std::move(handler));
          services_.http(std::move(asked), [shared, &shard = shard_](HttpResponse answer) {
            shard.post([shared, answer = std::move(answer)]() mutable {
              std::move (*shared)(std::move(answer));
            });
          });
        },
        asio::use_awaitable, std::move(request));
  }

  asio::awaitable<bool> write(HttpResponse answer, unsigned version, bool keep_alive, bool head) {
    Response response(static_cast<http::status>(answer.status), version);
    for (const auto& [name, value] : answer.headers) {
      response.insert(name, value);
    }
    response.keep_alive(keep_alive);
    response.body() = {answer.body->data(), answer.body->size()};
    if (answer.status != 204 && answer.status != 304) {
      response.content_length(answer.body->size());
    }
    stream_.expires_after(kHttpRequestTime);
    http::response_serializer<http::span_body<const char>> serializer(response);
    error_code error;
    std::size_t size = 0;
    if (head) {
      std::tie(error, size) = co_await http::async_write_header(stream_, serializer, kUseTuple);
    } else {
      std::tie(error, size) = co_await http::async_write(stream_, serializer, kUseTuple);
    }
    co_return !error;
  }

  beast::basic_stream<asio::generic::stream_protocol> stream_;
  const Caller caller_;
  ConnectionServices& services_;
  Shard& shard_;
  PeerSet& peers_;
  beast::flat_buffer buffer_;
};

asio::awaitable<void> run(std::unique_ptr<HttpConnection> connection) {
  co_await connection->run();
}

}  // namespace

void serve_http(ByteSocket socket, Caller caller, ConnectionServices& services, Shard& shard,
                PeerSet& peers) {
  auto connection = std::make_unique<HttpConnection>(std::move(socket), std::move(caller), services,
                                                     shard, peers);
  asio::co_spawn(shard.io(), run(std::move(connection)), asio::detached);
}

}  // namespace plenary::server
