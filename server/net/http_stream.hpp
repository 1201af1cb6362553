#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/basic_stream.hpp>

#include "server/net/byte_socket.hpp"

namespace plenary::server {

/// The bytes of an HTTP connection. Each operation ends at the deadline that the stream has.
using HttpStream = boost::beast::basic_stream<ByteSocket::protocol_type>;

}  // namespace plenary::server
