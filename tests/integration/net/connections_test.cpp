// Limits of connections, and the end of all of them.

#include <random>

#include "server/runtime/pool.hpp"
#include "tests/integration/net/net_rig.hpp"

namespace plenary::server::testing {
namespace {

TEST(Connections, AnIdleOneMakesRoomForANewOne) {
  NetRig rig({.connections = {.connections_per_address_max = 3}});
  Wire oldest(rig.port());
  ASSERT_TRUE(wait_for([&] { return rig.live_connections() == 1; }));
  Wire second(rig.port());
  second.send("GET / HT");  // a header that never ends is idle, too
  Wire third(rig.port());
  ASSERT_TRUE(wait_for([&] { return rig.live_connections() == 3; }));
  Wire fourth(rig.port());
  fourth.send(request("GET /"));
  EXPECT_EQ(fourth.status(), "HTTP/1.1 200");
  EXPECT_EQ(oldest.read_all(), "");
  third.send(request("GET /"));
  EXPECT_EQ(third.status(), "HTTP/1.1 200");
}

TEST(Connections, OneTooManyIsClosedIfAllAreAtWork) {
  std::atomic<int> asked{0};
  std::vector<Answer> held;
  NetRig rig({.connections = {.connections_per_address_max = 2},
              .http =
                  [&](const HttpRequest& /*request*/, const Answer& answer) {
                    held.push_back(answer);
                    ++asked;
                  },
              .shards = 1});
  Wire first(rig.port());
  Wire second(rig.port());
  first.send(request("GET /"));
  second.send(request("GET /"));
  ASSERT_TRUE(wait_for([&] { return asked == 2; }));
  Wire third(rig.port());
  EXPECT_EQ(third.read_all(), "");
  held[0](response_with("a"));
  held[1](response_with("b"));
  EXPECT_EQ(first.status(), "HTTP/1.1 200");
  EXPECT_EQ(second.status(), "HTTP/1.1 200");
}

/// A client behind a proxy may not have all of the proxy's connections.
TEST(Connections, BehindAProxyTheyCountForTheirClients) {
  std::atomic<int> asked{0};
  std::vector<Answer> held;
  NetRig rig({.connections = {.connections_per_address_max = 2},
              .proxies = {"127.0.0.1"},
              .http =
                  [&](const HttpRequest& /*request*/, const Answer& answer) {
                    held.push_back(answer);
                    ++asked;
                  },
              .shards = 1});
  const auto ask = [&](const std::string& client) {
    Wire wire(rig.port());
    wire.send(request("GET /", client.empty() ? "" : "X-Forwarded-For: " + client + "\r\n"));
    return wire;
  };
  Wire first = ask("192.0.2.1");
  Wire second = ask("192.0.2.1");
  ASSERT_TRUE(wait_for([&] { return asked == 2; }));
  EXPECT_EQ(ask("192.0.2.1").status(), "HTTP/1.1 503");
  const Wire other = ask("192.0.2.2");
  const Wire proxy_itself = ask("");
  const Wire again = ask("");
  const Wire and_again = ask("");
  EXPECT_TRUE(wait_for([&] { return asked == 6; }));
  held[0](response_with("a"));
  EXPECT_EQ(first.status(), "HTTP/1.1 200");
  // The connection goes on, and serves another client.
  first.send(request("GET /", "X-Forwarded-For: 192.0.2.3\r\n"));
  const Wire third = ask("192.0.2.1");
  EXPECT_TRUE(wait_for([&] { return asked == 8; }));
}

TEST(Connections, ManyIdleOnesOfAnAddressDoNoHarm) {
  NetRig rig({.connections = {.connections_per_address_max = 50}});
  std::vector<Wire> idle;
  for (int i = 0; i < 500; ++i) {
    idle.emplace_back(rig.port());
  }
  EXPECT_LE(rig.live_connections(), 50 + kConnectionsLeavingMax);
  EXPECT_TRUE(wait_for([&] {  // those that are leaving may be many for a moment
    Wire wire(rig.port());
    wire.send(request("GET /", "Connection: close\r\n"));
    return wire.read_all().starts_with("HTTP/1.1 200");
  }));
}

/// Does things to a rig until its listener is gone.
void be_a_client(std::uint16_t port, std::uint32_t seed, const std::atomic<bool>& stopped) {
  std::minstd_rand random(seed);
  const std::string some(10'000, 'x');
  std::vector<Wire> open;
  while (!stopped) {
    Wire wire(port);
    switch (random() % 5) {
      case 0:  // leaves before the answer
        wire.send(request("GET /"));
        break;
      case 1:
        wire.send(request("POST /", "Connection: close\r\n", some));
        static_cast<void>(wire.read_all());
        break;
      case 2:  // leaves in the middle of its body
        wire.send(request("POST /", {}, some).substr(0, 200));
        break;
      case 3:
        wire.send(upgrade());
        static_cast<void>(wire.read_until("hello"));
        wire.send(text_frame("one") + text_frame(some));
        static_cast<void>(wire.read_until("one"));
        open.push_back(std::move(wire));  // until the server ends it
        break;
      default:
        wire.send(upgrade());
        static_cast<void>(wire.read_until("hello"));
        wire.send(text_frame("fail"));
        static_cast<void>(wire.read_all());
        break;
    }
  }
}

/// Answers come from other threads, some of them after everything else is gone.
TEST(Connections, EverythingEndsInTheMidstOfItsWork) {
  Pool pool(3);
  for (std::uint32_t round = 0; round < 10; ++round) {
    SCOPED_TRACE(round);
    std::atomic<int> served{0};
    std::atomic<bool> stopped{false};
    std::vector<std::thread> clients;
    {
      NetRig rig({.http = [&pool, &served](HttpRequest asked, Answer answer) {
        const bool slow = ++served % 16 == 0;
        pool.post([slow, body = std::move(asked.body), answer = std::move(answer)] {
          std::this_thread::sleep_for(std::chrono::milliseconds(slow ? 20 : 0));
          answer(response_with(body));
        });
      }});
      for (std::uint32_t i = 0; i < 3; ++i) {
        clients.emplace_back([&, port = rig.port(), seed = 100 * round + i + 1] {
          be_a_client(port, seed, stopped);
        });
      }
      EXPECT_TRUE(wait_for([&] { return served > 30; }));
      stopped = true;
      rig.stop();
    }
    for (std::thread& client : clients) {
      client.join();
    }
  }
  pool.stop();
}

}  // namespace
}  // namespace plenary::server::testing
