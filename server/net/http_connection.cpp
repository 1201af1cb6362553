// The HTTP half of a connection.

#include <poll.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "server/limits.hpp"
#include "server/net/answer_slot.hpp"
#include "server/net/asker.hpp"
#include "server/net/connection.hpp"
#include "server/net/pace.hpp"
#include "server/net/problem.hpp"
#include "server/net/request_rules.hpp"
#include "server/net/spawn.hpp"
#include "server/net/target.hpp"
#include "server/ops/metrics.hpp"

namespace plenary::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

constexpr std::string_view kSocketPath = "/sync";
constexpr std::size_t kReadBytes = 4096;          // of a header, at one time
constexpr std::size_t kBodyPieceBytes = 65536;    // Beast reads no more at one time
constexpr std::size_t kIdleRequestBytes = 16384;  // that a connection may keep between requests
/// A client may say that it sends no more and still wait (some programs do): for so long it is
/// believed to.
constexpr std::chrono::seconds kHalfClosedTime{5};

using Parser = http::request_parser<http::string_body>;
using Response = http::response<http::span_body<const char>>;

std::vector<HeaderField> fields_of(const http::request<http::string_body>& parsed) {
  std::vector<HeaderField> fields;
  for (const auto& field : parsed) {
    fields.push_back({field.name_string(), field.value()});
  }
  return fields;
}

/// The request as far as its header tells it.
HttpRequest to_request(const http::request<http::string_body>& parsed,
                       const std::vector<HeaderField>& fields) {
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
  HttpConnection(ByteSocket socket, Caller caller, ConnectionPlace place,
                 ConnectionServices& services, ConnectionHome home)
      : stream_(std::move(socket)),
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
      co_await linger();
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
    Parser parser;
    parser.header_limit(kHttpHeaderBytesMax);
    parser.body_limit(boost::none);  // known once the header is
    if (!co_await read_header(parser)) {
      co_return false;
    }
    place_->works();
    const http::request<http::string_body>& parsed = parser.get();
    const std::vector<HeaderField> fields = fields_of(parsed);
    if (const auto fault = fault_of_fields(parsed.version(), fields); !fault.empty()) {
      Problem problem{400, kInvalidRequest, std::string(fault)};
      co_return co_await refuse(std::move(problem));
    }
    if (!services_.host_allowed(std::string(parsed[http::field::host]))) {
      Problem problem{421, kMisdirected,
                      "This server listens on its own machine only and does not know this host "
                      "name. The operator can make it known with --allowed-origin."};
      co_return co_await refuse(std::move(problem), parsed.method() == http::verb::head);
    }
    HttpRequest request = identified(to_request(parsed, fields));
    if (beast::websocket::is_upgrade(parsed) && request.path == kSocketPath) {
      co_return co_await upgrade(parsed, std::move(request));
    }
    if (!co_await read_body(parser, request)) {
      co_return false;
    }
    const Reply reply{parsed.version(), parsed.keep_alive(), parsed.method() == http::verb::head};
    request.body = std::move(parser.get().body());
    co_return co_await answer(std::move(request), reply);
  }

  /// Reads up to the empty line. Answers a faulty header, and returns false then.
  asio::awaitable<bool> read_header(Parser& parser) {
    HeaderScan scan;
    place_->waits();
    stream_.expires_after(served_ && buffer_.size() == 0 ? kHttpIdleTime : kHttpHeaderTime);
    while (scan.look(unread()) == HeaderScan::State::kMore) {
      if (buffer_.size() >= kHttpHeaderBytesMax) {
        co_return co_await refuse(explain(make_error_code(http::error::header_limit)));
      }
      const bool begins = buffer_.size() == 0;
      auto [error, size] = co_await stream_.async_read_some(
          buffer_.prepare(std::min<std::size_t>(kReadBytes, kHttpHeaderBytesMax - buffer_.size())),
          kUseTuple);
      if (error) {
        co_return false;  // gone, or silent for too long
      }
      buffer_.commit(size);
      if (begins && served_) {
        stream_.expires_after(kHttpHeaderTime);
      }
    }
    if (!scan.fault().empty()) {
      Problem problem{400, kInvalidRequest, std::string(scan.fault())};
      co_return co_await refuse(std::move(problem));
    }
    error_code error;
    buffer_.consume(parser.put(asio::buffer(buffer_.data(), scan.size()), error));
    if (error || !parser.is_header_done()) {
      co_return co_await refuse(explain(error ? error : make_error_code(http::error::bad_method)));
    }
    co_return true;
  }

  std::string_view unread() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }

  /// Reads the body once its memory is counted. Answers one that is too much, and returns false
  /// then.
  asio::awaitable<bool> read_body(Parser& parser, HttpRequest& request) {
    if (parser.is_done()) {
      co_return true;
    }
    const std::size_t bytes_max = services_.body_bytes_max(request);
    parser.body_limit(bytes_max);
    if (parser.content_length().value_or(0) > bytes_max) {
      co_return co_await refuse(explain(make_error_code(http::error::body_limit)));
    }
    const auto counted = std::make_shared<TrafficBudget::Lease>(
        services_.budgets.bodies.open(limit_key_of(request)));
    request.counted = counted;
    if (const auto whole = counted->grow_to(parser.content_length().value_or(0)); !whole) {
      Problem problem{503, kBusy, whole.error().detail};
      co_return co_await refuse(std::move(problem));
    }
    if (parser.get()[http::field::expect] == "100-continue") {
      co_await go_on();
    }
    Pace pace(kBodyBytesPerWindow, kBodyWindow, std::chrono::steady_clock::now());
    place_->waits();
    while (!parser.is_done()) {
      const std::size_t next = std::min(parser.get().body().size() + kBodyPieceBytes, bytes_max);
      if (const auto more = counted->grow_to(parser.content_length() ? 0 : next); !more) {
        Problem problem{503, kBusy, more.error().detail};
        co_return co_await refuse(std::move(problem));
      }
      stream_.expires_at(pace.deadline());
      const auto [error, size] =
          co_await http::async_read_some(stream_, buffer_, parser, kUseTuple);
      if (error) {
        co_return co_await refuse(explain(error));
      }
      if (pace.moved(size, std::chrono::steady_clock::now())) {
        place_->waits();  // anew
      }
    }
    place_->works();
    co_return true;
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
    request.shard = &home_.shard;
    request.connection = number_;
    request.gone = gone_;
    return request;
  }

  /// Answers with a problem, if there is somebody to tell. Always false: the connection ends.
  asio::awaitable<bool> refuse(std::optional<Problem> problem, bool head = false) {
    if (problem) {
      const Reply reply{.head = head};
      co_await write(to_response(*problem), reply);
      refused_ = true;
    }
    co_return false;
  }

  /// Reads what a refused client still sends, so that it reads why.
  asio::awaitable<void> linger() {
    place_->waits();
    stream_.expires_after(kLingerTime);
    buffer_.consume(buffer_.size());
    while (true) {
      const auto [error, size] =
          co_await stream_.async_read_some(buffer_.prepare(kReadBytes), kUseTuple);
      if (error) {
        co_return;
      }
    }
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
    auto ticket = services_.connections.admit_socket(request.remote);
    if (ticket == nullptr) {
      services_.metrics.refused("socket_limit");
      Problem problem{503, kBusy,
                      "This network address has too many sockets, or opens them too fast: close "
                      "some, or try again in a moment."};
      co_return co_await refuse(std::move(problem));
    }
    std::ostringstream handshake;
    handshake << parsed.base();
    std::string limit_key = limit_key_of(request);
    stream_.expires_never();
    SocketStart start{
        stream_.release_socket(), handshake.str(),
        SocketClient{std::move(request.who), std::move(request.remote), std::move(limit_key)},
        place_, std::move(ticket)};
    serve_socket(std::move(start), services_, home_);
    co_return false;
  }

  asio::awaitable<void> go_on() {
    stream_.expires_after(kWriteStallTime);
    http::response<http::empty_body> response(http::status::continue_, 11);
    co_await http::async_write(stream_, response, kUseTuple);
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
    served_ = true;
    const bool written = co_await write(std::move(*response), reply);
    if (buffer_.size() == 0 && buffer_.capacity() > kIdleRequestBytes) {
      buffer_.shrink_to_fit();
    }
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
    } catch (...) {  // what took the answer's function is gone: it has answered by now
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

  /// Finds out that the client went away while its request is handled and nothing is read from it.
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

  /// A client that has sent its next request already stays readable: its end can only be asked
  /// for. One that only says that it will send no more may still wait for the answer, for a while.
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
    http::response_serializer<http::span_body<const char>> serializer(response);
    serializer.split(reply.head);
    Pace pace(kAnswerBytesPerWindow, kWriteStallTime, std::chrono::steady_clock::now());
    while (reply.head ? !serializer.is_header_done() : !serializer.is_done()) {
      stream_.expires_at(pace.deadline());
      const auto [error, size] = co_await http::async_write_some(stream_, serializer, kUseTuple);
      if (error) {
        co_return false;
      }
      pace.moved(size, std::chrono::steady_clock::now());
    }
    co_return true;
  }

  beast::basic_stream<asio::generic::stream_protocol> stream_;
  asio::steady_timer answered_;  // never expires: cancelled when `response_` or `gone_` changes
  const Caller caller_;
  const ConnectionPlace place_;
  ConnectionServices& services_;
  const ConnectionHome home_;
  beast::flat_buffer buffer_;
  const std::uint64_t number_{next_connection()};
  const std::shared_ptr<std::atomic<bool>> gone_{std::make_shared<std::atomic<bool>>(false)};
  const std::shared_ptr<AnswerSlot> slot_;
  std::optional<HttpResponse> response_;
  bool served_{false};   // a request before
  bool refused_{false};  // the last one
  bool handling_{false};
  bool watching_{false};  // for the end: a wait, or a look at it later, is under way
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
