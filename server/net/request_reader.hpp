#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "server/net/connection_limits.hpp"
#include "server/net/http_stream.hpp"
#include "server/net/problem.hpp"
#include "server/net/traffic_budget.hpp"

namespace plenary::server {

using RequestParser = boost::beast::http::request_parser<boost::beast::http::string_body>;

/// The end of reading a part of a request.
struct Reading {
  enum class State { kDone, kRefused, kGone };
  State state{State::kDone};
  Problem problem{};  // kRefused: the answer. kGone: nobody is there to be answered

  [[nodiscard]] bool is_done() const { return state == State::kDone; }
  [[nodiscard]] static Reading refused(Problem why) { return {State::kRefused, std::move(why)}; }
};

/// Reads the requests of one connection, one after the other, each within limits of size, memory
/// and time. Used on the connection's shard. Lifetime: `stream` outlives it.
class RequestReader {
 public:
  RequestReader(HttpStream& stream, ConnectionPlace place)
      : stream_(stream), place_(std::move(place)) {}

  /// Reads up to the empty line. The first header of a connection has less time to begin than
  /// those after an answer.
  [[nodiscard]] boost::asio::awaitable<Reading> read_header(RequestParser& parser);

  /// Reads the body, of `bytes_max` at most. Its memory is counted in `counted` before it is used.
  /// Requires: the header was read.
  [[nodiscard]] boost::asio::awaitable<Reading> read_body(RequestParser& parser,
                                                          std::size_t bytes_max,
                                                          TrafficBudget::Lease& counted);

  /// Reads and forgets for a while: a client that is still sending reads its refusal only then.
  [[nodiscard]] boost::asio::awaitable<void> linger();

  /// A request was answered: gives memory back that idle connections should not keep.
  void rest();

 private:
  [[nodiscard]] boost::asio::awaitable<Reading> read_body_pieces(RequestParser& parser,
                                                                 std::size_t bytes_max,
                                                                 TrafficBudget::Lease& counted);
  [[nodiscard]] std::string_view unread() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }

  HttpStream& stream_;
  const ConnectionPlace place_;
  boost::beast::flat_buffer buffer_;
  bool served_{false};  // a request before
};

}  // namespace plenary::server
