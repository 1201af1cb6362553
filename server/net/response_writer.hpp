#pragma once

#include <boost/asio/awaitable.hpp>

#include "server/net/http.hpp"
#include "server/net/http_stream.hpp"

namespace plenary::server {

/// The form that an answer takes because of its request.
struct Reply {
  unsigned version{11};    // of HTTP, times ten
  bool keep_alive{false};  // whether the connection goes on
  bool head{false};        // the header alone is wanted
};

/// Writes an answer. False if the client is gone, or takes it more slowly than
/// kAnswerBytesPerWindow. Used on the connection's shard. Lifetime: `stream` outlives the call.
[[nodiscard]] boost::asio::awaitable<bool> write_response(HttpStream& stream, HttpResponse answer,
                                                          Reply reply);

}  // namespace plenary::server
