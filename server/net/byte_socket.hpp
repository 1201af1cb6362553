#pragma once

#include <string>

#include <boost/asio/generic/stream_protocol.hpp>

namespace plenary::server {

/// A connection in the clear: over TCP, or the inner end of an encrypted one.
using ByteSocket = boost::asio::generic::stream_protocol::socket;

/// The other end.
struct Caller {
  std::string address;    // without port
  bool encrypted{false};  // nobody between us can read along
  friend bool operator==(const Caller&, const Caller&) = default;
};

}  // namespace plenary::server
