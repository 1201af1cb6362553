#include "server/net/request_reader.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include "server/limits.hpp"
#include "server/net/pace.hpp"
#include "server/net/request_rules.hpp"
#include "server/net/spawn.hpp"

namespace plenary::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kReadBytes = 4096;         // of a header, at one time
constexpr std::size_t kBodyPieceBytes = 65536;   // Beast reads no more at one time
constexpr std::size_t kIdleBufferBytes = 16384;  // that a connection may keep between requests
/// Between two pieces of what nobody reads: 6.5 MB/s of a connection, however fast it sends.
constexpr std::chrono::milliseconds kLingerPause{10};

Reading gone() {
  return {Reading::State::kGone, {}};
}

/// An unreadable request is answered if its client has said anything.
Reading failure_of(const error_code& error) {
  if (error == http::error::body_limit) {
    return Reading::refused({413, kTooLarge, "The request is larger than this server takes."});
  }
  if (error == http::error::header_limit) {
    return Reading::refused(
        {431, kTooLarge, "The request's header is larger than this server takes."});
  }
  const bool spoke =
      error.category() == http::make_error_code(http::error::bad_method).category() &&
      error != http::error::end_of_stream && error != http::error::partial_message;
  return spoke ? Reading::refused({400, kInvalidRequest, "This is not an HTTP request."}) : gone();
}

asio::awaitable<void> write_continue(HttpStream& stream) {
  stream.expires_after(kWriteStallTime);
  http::response<http::empty_body> response(http::status::continue_, 11);
  co_await http::async_write(stream, response, kUseTuple);
}

/// Where bytes go that nobody reads: one place for all connections of a shard, which read in turn.
asio::mutable_buffer discarded() {
  static thread_local std::array<char, kBodyPieceBytes> bytes;
  return asio::buffer(bytes);
}

}  // namespace

asio::awaitable<Reading> RequestReader::read_header(RequestParser& parser) {
  parser.header_limit(kHttpHeaderBytesMax);
  parser.body_limit(boost::none);  // read_body() knows it
  HeaderScan scan;
  place_->waits();
  stream_.expires_after(served_ && buffer_.size() == 0 ? kHttpIdleTime : kHttpHeaderTime);
  while (scan.look(unread()) == HeaderScan::State::kMore) {
    if (buffer_.size() >= kHttpHeaderBytesMax) {
      co_return failure_of(make_error_code(http::error::header_limit));
    }
    const bool begins = buffer_.size() == 0;
    auto [error, size] = co_await stream_.async_read_some(
        buffer_.prepare(std::min<std::size_t>(kReadBytes, kHttpHeaderBytesMax - buffer_.size())),
        kUseTuple);
    if (error) {
      co_return gone();  // or silent for too long
    }
    buffer_.commit(size);
    if (begins && served_) {
      stream_.expires_after(kHttpHeaderTime);
    }
  }
  if (!scan.fault().empty()) {
    co_return Reading::refused({400, kInvalidRequest, std::string(scan.fault())});
  }
  error_code error;
  buffer_.consume(parser.put(asio::buffer(buffer_.data(), scan.size()), error));
  if (error || !parser.is_header_done()) {
    co_return failure_of(error ? error : make_error_code(http::error::bad_method));
  }
  place_->works();
  co_return Reading{};
}

asio::awaitable<Reading> RequestReader::read_body(RequestParser& parser, std::size_t bytes_max,
                                                  TrafficBudget::Lease& counted) {
  if (parser.is_done()) {
    co_return Reading{};
  }
  parser.body_limit(bytes_max);
  const std::uint64_t announced = parser.content_length().value_or(0);
  if (announced > bytes_max) {
    co_return failure_of(make_error_code(http::error::body_limit));
  }
  if (const auto whole = counted.grow_to(announced); !whole) {
    co_return Reading::refused({503, kBusy, whole.error().detail});
  }
  if (announced > kBodyPieceBytes) {
    buffer_.reserve(kBodyPieceBytes);  // Beast reads as much at one time as the buffer holds
  }
  if (parser.get()[http::field::expect] == "100-continue") {
    co_await write_continue(stream_);
  }
  place_->waits();
  Reading reading = co_await read_body_pieces(parser, bytes_max, counted);
  place_->works();
  co_return reading;
}

asio::awaitable<Reading> RequestReader::read_body_pieces(RequestParser& parser,
                                                         std::size_t bytes_max,
                                                         TrafficBudget::Lease& counted) {
  Pace pace(kBodyBytesPerWindow, kBodyWindow, SteadyClock::now());
  while (!parser.is_done()) {
    if (!parser.content_length()) {  // in chunks: counted as it grows
      const std::size_t next = std::min(parser.get().body().size() + kBodyPieceBytes, bytes_max);
      if (const auto more = counted.grow_to(next); !more) {
        co_return Reading::refused({503, kBusy, more.error().detail});
      }
    }
    stream_.expires_at(pace.deadline());
    const auto [error, size] = co_await http::async_read_some(stream_, buffer_, parser, kUseTuple);
    if (error) {
      co_return failure_of(error);
    }
    if (pace.moved(size, SteadyClock::now())) {
      place_->waits();  // anew: one that is as quick as it must be is not the first to be ended
    }
  }
  co_return Reading{};
}

asio::awaitable<void> RequestReader::linger() {
  place_->waits();
  stream_.expires_after(kLingerTime);
  const auto end = SteadyClock::now() + kLingerTime;
  buffer_.clear();
  asio::steady_timer pause(stream_.get_executor());
  while (SteadyClock::now() < end) {
    const auto [error, size] = co_await stream_.async_read_some(discarded(), kUseTuple);
    if (error) {
      co_return;
    }
    pause.expires_after(kLingerPause);
    co_await pause.async_wait(kUseTuple);
  }
}

void RequestReader::rest() {
  served_ = true;
  if (buffer_.size() == 0 && buffer_.capacity() > kIdleBufferBytes) {
    buffer_.shrink_to_fit();
  }
}

}  // namespace plenary::server
