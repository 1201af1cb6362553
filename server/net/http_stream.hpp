#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>

#include "server/net/byte_socket.hpp"

namespace plenary::server {

/// The bytes of an HTTP connection. Each operation ends at the deadline that the stream has.
using HttpStream = boost::beast::basic_stream<ByteSocket::protocol_type>;

/// Operations with this token give their error as a value.
inline constexpr auto kUseTuple = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace plenary::server
