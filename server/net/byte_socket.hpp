#pragma once

#include <string>

#include <boost/asio/generic/stream_protocol.hpp>

namespace plenary::server {

/// A connection whose bytes are as they are: of TCP, or the inner side of one that is encrypted.
using ByteSocket = boost::asio::generic::stream_protocol::socket;

/// The other end.
struct Caller {
  std::string address;    // without port
  bool encrypted{false};  // nobody between us can read along
  friend bool operator==(const Caller&, const Caller&) = default;
};

}  // namespace plenary::server
