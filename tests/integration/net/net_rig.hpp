#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "server/net/connection.hpp"
#include "server/net/listener.hpp"
#include "server/ops/metrics.hpp"
#include "server/runtime/clock.hpp"
#include "server/runtime/shard.hpp"

namespace plenary::server::testing {

using Answer = std::function<void(HttpResponse)>;

[[nodiscard]] HttpResponse response_with(std::string body);

/// A listener with its shards and connections. Requests go to a function of the test; sockets give
/// each message back. A cookie `who=ama` makes a request that of the account "a-ama"; without one
/// it is a stranger's, or in open mode everybody's.
class NetRig {
 public:
  struct Options {
    ConnectionLimits::Options connections{};
    Limits limits{};
    std::vector<std::string> proxies{};
    std::size_t body_bytes_max{1024 * 1024};
    HttpHandler http{};  // default: answers with the body
    bool open{false};
    unsigned shards{2};
  };
  explicit NetRig(Options options);
  NetRig() : NetRig(Options{}) {}
  NetRig(const NetRig&) = delete;
  NetRig& operator=(const NetRig&) = delete;
  /// stop().
  ~NetRig();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] ConnectionBudgets& budgets() { return budgets_; }
  /// Counted on the shards.
  [[nodiscard]] std::size_t live_connections() { return count(&Room::live); }
  [[nodiscard]] std::size_t live_peers() { return count(&Room::peers); }
  /// Handlers of sockets that were opened, and of them those that were closed.
  [[nodiscard]] int opened() const { return opened_; }
  [[nodiscard]] int closed() const { return closed_; }

  /// Ends what lives and destroys everything, in the application's order. May be called twice.
  void stop();

 private:
  class Echo;
  struct Room {
    explicit Room(unsigned index) : shard(index) {}
    PeerSet peers;
    LiveConnections live;
    Shard shard;
  };
  void on_shard(Room& room, const std::function<void()>& task);
  template <class Member>
  std::size_t count(Member Room::*member) {
    std::size_t total = 0;
    for (const auto& room : rooms_) {
      on_shard(*room, [&] { total += ((*room).*member).size(); });
    }
    return total;
  }
  ConnectionServices make_services(const Options& options);
  [[nodiscard]] Identity identify(const std::string& cookie) const;

  const bool open_;
  const Limits limits_;
  SystemClock clock_;
  Metrics metrics_;
  ConnectionBudgets budgets_;
  ConnectionLimits connections_;
  HttpHandler http_;
  ConnectionServices services_;
  std::atomic<int> opened_{0};
  std::atomic<int> closed_{0};
  std::vector<std::unique_ptr<Room>> rooms_;
  std::unique_ptr<Listener> listener_;
  std::uint16_t port_{0};
};

/// Waits until it is so; false if that takes longer than any machine.
[[nodiscard]] bool wait_for(const std::function<bool()>& so);

/// A client's end of a connection, as raw as can be.
class Wire {
 public:
  explicit Wire(std::uint16_t port);
  Wire(Wire&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
  Wire& operator=(Wire&&) = delete;
  ~Wire() { close(); }

  void send(std::string_view bytes) const;
  /// The next bytes until the text comes, or until the other end closes.
  [[nodiscard]] std::string read_until(std::string_view text);
  /// Everything until the other end closes.
  [[nodiscard]] std::string read_all() { return read_until({}); }
  /// The next answer's status line: "HTTP/1.1 200".
  [[nodiscard]] std::string status() { return read_until("\r\n").substr(0, 12); }
  /// No more is sent, but the rest may still be read.
  void half_close() const;
  void close();

 private:
  int socket_;
};

/// A request with its body.
[[nodiscard]] std::string request(const std::string& line, const std::string& headers = {},
                                  const std::string& body = {});
/// A request that asks for a WebSocket.
[[nodiscard]] std::string upgrade(const std::string& headers = {});
/// A client's text frame, masked with zeros. `announced`: a length to say instead of the real one.
[[nodiscard]] std::string text_frame(std::string_view text, std::size_t announced = 0);

}  // namespace plenary::server::testing
