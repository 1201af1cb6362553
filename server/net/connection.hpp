#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/net/byte_socket.hpp"
#include "server/net/connection_budgets.hpp"
#include "server/net/connection_limits.hpp"
#include "server/net/frame_handler.hpp"
#include "server/net/http.hpp"
#include "server/net/live_connections.hpp"
#include "server/net/peer_set.hpp"
#include "server/net/trusted_proxies.hpp"

/// One accepted connection: HTTP requests one after the other, until one of them asks for a
/// WebSocket. The two halves are files of their own, because each takes the compiler half a minute.
namespace plenary::server {

struct Limits;
class Metrics;

/// The parts that connections use. All outlive them.
struct ConnectionServices {
  MakeFrameHandler make_frame_handler;
  HttpHandler& http;
  /// Whether a page of this origin may open a socket. Programs other than browsers send none.
  std::function<bool(const std::string& origin, const std::string& host)> origin_allowed;
  /// Whether a request may name this host: its Host header.
  std::function<bool(const std::string& host)> host_allowed;
  /// The sender of a request, by the headers `cookie` and `authorization`; empty: absent.
  std::function<Identity(const std::string& cookie, const std::string& authorization)> identify;
  /// The most bytes that the body of this request may have. Called when the header is read and the
  /// sender known, before any of the body is read.
  std::function<std::size_t(const HttpRequest& head)> body_bytes_max;
  const Limits& limits;
  Metrics& metrics;
  ConnectionLimits& connections;
  ConnectionBudgets& budgets;
  TrustedProxies proxies{};
};

/// The shard of a connection, and the lists there that it joins. All outlive it.
struct ConnectionHome {
  Shard& shard;
  PeerSet& peers;
  LiveConnections& live;
};

/// Serves a connection until it ends. Thread: the shard's.
void serve_http(ByteSocket socket, Caller caller, ConnectionPlace place,
                ConnectionServices& services, ConnectionHome home);

/// A connection whose request for a WebSocket has been read.
struct SocketStart {
  ByteSocket socket;
  std::string handshake;  // that request's text
  SocketClient client;
  ConnectionPlace place;
  std::unique_ptr<ConnectionLimits::Ticket> ticket;
};
/// Serves it until it ends. Thread: the shard's.
void serve_socket(SocketStart start, ConnectionServices& services, ConnectionHome home);

}  // namespace plenary::server
