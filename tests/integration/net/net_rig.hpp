#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/net/connection.hpp"
#include "server/net/listener.hpp"
#include "server/ops/metrics.hpp"
#include "server/runtime/clock.hpp"
#include "server/runtime/shard.hpp"
#include "tests/support/net/wire.hpp"

namespace plenary::server::testing {

using Answer = std::function<void(HttpResponse)>;

[[nodiscard]] HttpResponse response_with(std::string body);

/// A listener with its shards and connections. Requests go to a function of the test; sockets give
/// each message back. A cookie `who=ama` makes a request that of the account "a-ama"; without one
/// it is a stranger's, or in open mode everybody's.
class NetRig {
 public:
  static constexpr std::size_t kMuchBytes = 1'048'576;
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

  /// Bytes of an answer to "much" that had not left after one turn; 0 before one was given.
  [[nodiscard]] std::size_t waiting_after_a_turn() const { return waiting_; }

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
  std::atomic<std::size_t> waiting_{0};
  std::vector<std::unique_ptr<Room>> rooms_;
  std::unique_ptr<Listener> listener_;
  std::uint16_t port_{0};
};

}  // namespace plenary::server::testing
