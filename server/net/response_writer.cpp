#include "server/net/response_writer.hpp"

#include <chrono>

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>

#include "server/limits.hpp"
#include "server/net/pace.hpp"
#include "server/net/spawn.hpp"

namespace plenary::server {
namespace {

namespace http = boost::beast::http;
using Body = http::span_body<const char>;

/// Lifetime: `answer` outlives the result.
http::response<Body> message_of(const HttpResponse& answer, Reply reply) {
  http::response<Body> message(static_cast<http::status>(answer.status), reply.version);
  // Every answer says so, refusals of requests that nobody could read too: its type is not to be
  // guessed, other sites do not learn addresses, and it is not kept unless it says otherwise.
  message.set("x-content-type-options", "nosniff");
  message.set("referrer-policy", "same-origin");
  for (const auto& [name, value] : answer.headers) {
    message.insert(name, value);
  }
  if (message.find(http::field::cache_control) == message.end()) {
    message.set(http::field::cache_control, "no-store");
  }
  message.keep_alive(reply.keep_alive);
  message.body() = {answer.body->data(), answer.body->size()};
  if (answer.status != 204 && answer.status != 304) {
    message.content_length(answer.body->size());
  }
  return message;
}

}  // namespace

boost::asio::awaitable<bool> write_response(HttpStream& stream, HttpResponse answer, Reply reply) {
  const http::response<Body> message = message_of(answer, reply);
  http::response_serializer<Body> serializer(message);
  serializer.split(reply.head);
  serializer.limit(kBytesPerTurn);
  Pace pace(kAnswerBytesPerWindow, kWriteStallTime, std::chrono::steady_clock::now());
  while (reply.head ? !serializer.is_header_done() : !serializer.is_done()) {
    stream.expires_at(pace.deadline());
    const auto [error, size] = co_await http::async_write_some(stream, serializer, kUseTuple);
    if (error) {
      co_return false;
    }
    pace.moved(size, std::chrono::steady_clock::now());
  }
  co_return true;
}

}  // namespace plenary::server
