#pragma once

#include "clients/load/event_loop.hpp"
#include "clients/load/url.hpp"
#include "clients/load/websocket_frames.hpp"
#include <netinet/in.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace plenary::load {

class Connection;

/// Receives the events of a connection. Called from the loop's turn; may call send().
class ConnectionHandler {
 public:
  virtual ~ConnectionHandler() = default;
  virtual void on_open() = 0;
  /// One text message. `arrived_ns` is when its last bytes were read.
  virtual void on_message(std::string_view text, std::int64_t arrived_ns) = 0;
  /// The connection is gone, for a reason of the server's or the network's. Called at most once.
  virtual void on_closed(std::string_view reason) = 0;
};

/// The address of `url` by the system's resolver; throws std::runtime_error if there is none.
[[nodiscard]] sockaddr_in resolve(const WebSocketUrl& url);

/// One client WebSocket on a non-blocking socket. Thread: the loop's.
class Connection final : public Pollable {
 public:
  /// `loop` and `handler` must outlive the connection.
  Connection(EventLoop& loop, ConnectionHandler& handler) : loop_(loop), handler_(handler) {}
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Starts connecting and asking for the upgrade; on_open() or on_closed() follows.
  void connect(const sockaddr_in& address, const WebSocketUrl& url);
  /// Queues one text frame; it leaves at the end of the turn.
  void send(std::string_view text);

  void on_ready(std::uint32_t events) override;
  void flush() override;

 private:
  enum class State : std::uint8_t { kClosed, kConnecting, kUpgrading, kOpen };

  void read_all();
  void take_upgrade_answer(std::string_view bytes, std::int64_t arrived_ns);
  void take_frames(std::string_view bytes, std::int64_t arrived_ns);
  void queue_flush();
  void fail(std::string_view reason);

  EventLoop& loop_;
  ConnectionHandler& handler_;
  State state_ = State::kClosed;
  int fd_ = -1;
  bool flush_asked_ = false;
  bool watching_write_ = false;
  std::string outbox_;
  std::size_t outbox_sent_ = 0;
  std::string upgrade_answer_;
  FrameReader reader_;
};

}  // namespace plenary::load
