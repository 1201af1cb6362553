// Requests over real sockets: strictness, bodies, answers, and clients that go away.

#include <mutex>

#include "tests/integration/net/net_rig.hpp"

namespace plenary::server::testing {
namespace {

TEST(Requests, OnesThatTwoProgramsCouldReadDifferentlyAreRefusedAndTheConnectionEnds) {
  NetRig rig;
  const std::string host = "POST / HTTP/1.1\r\nHost: a\r\n";
  for (const std::string& bytes : {
           host + "Host: b\r\n\r\n",
           std::string("GET / HTTP/1.1\r\n\r\n"),
           host + "Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
           host + "Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
           host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
           host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
           host + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
           host + "Content-Length: 2, 2\r\n\r\n{}",
           host + "Cookie: a\r\n b\r\n\r\n",
           std::string("GET / HTTP/1.1\nHost: a\n\n"),
           host + "X : y\r\n\r\n",
       }) {
    Wire wire(rig.port());
    wire.send(bytes + request("GET /second"));
    const std::string all = wire.read_all();
    EXPECT_TRUE(all.starts_with("HTTP/1.1 400")) << bytes << all;
    EXPECT_EQ(all.find("HTTP/1.1", 1), std::string::npos) << "one answer: " << bytes;
  }
}

TEST(Requests, ATrustedProxyNamesTheSenderInItsLastLine) {
  NetRig rig({.proxies = {"127.0.0.1"}, .http = [](HttpRequest asked, const Answer& answer) {
                answer(response_with(asked.remote + (asked.encrypted ? " https" : " http")));
              }});
  const auto ask = [&](const std::string& headers) {
    Wire wire(rig.port());
    wire.send(request("GET /", headers + "Connection: close\r\n"));
    const std::string all = wire.read_all();
    return all.substr(all.find("\r\n\r\n") + 4);
  };
  EXPECT_EQ(ask("X-Forwarded-For: 9.9.9.9, 192.0.2.1\r\n"), "192.0.2.1 http");
  EXPECT_EQ(ask("X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-For: 192.0.2.1\r\n"), "192.0.2.1 http");
  EXPECT_EQ(ask("X-Forwarded-Proto: http\r\nX-Forwarded-Proto: https\r\n"), "127.0.0.1 https");
  EXPECT_EQ(ask("X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n"), "127.0.0.1 http");
}

TEST(Requests, ABodyMayBeAsLongAsItsLimitAndNotLonger) {
  NetRig rig({.body_bytes_max = 100'000});
  for (const bool chunked : {false, true}) {
    const auto send = [&](std::size_t bytes) {
      Wire wire(rig.port());
      const std::string body(bytes, 'x');
      wire.send(chunked ? request("POST /", "Transfer-Encoding: chunked\r\n") + "4e20\r\n" +
                              body.substr(0, 20'000) + "\r\n1388" + (bytes > 100'000 ? "1" : "0") +
                              "\r\n" + body.substr(20'000) + "\r\n0\r\n\r\n"
                        : request("POST /", {}, body));
      return wire.status();
    };
    EXPECT_EQ(send(100'000), "HTTP/1.1 200") << chunked;
    EXPECT_EQ(send(100'001), "HTTP/1.1 413") << chunked;
  }
  EXPECT_TRUE(wait_for([&] { return rig.budgets().bodies.held() == 0; }));
}

TEST(Requests, BodiesAreCountedBeforeTheyAreRead) {
  const std::size_t largest = 1024 * 1024;
  NetRig rig({.limits = {.http_body_bytes_max = largest}, .body_bytes_max = largest});
  const std::string ama = "Cookie: who=ama\r\n";
  const auto announce = [&](const Wire& wire, const std::string& who) {
    wire.send(request("POST /", who + "Content-Length: " + std::to_string(largest) + "\r\n") + "x");
  };
  Wire first(rig.port());
  announce(first, ama);
  ASSERT_TRUE(wait_for([&] { return rig.budgets().bodies.held() > 0; }));
  Wire second(rig.port());
  announce(second, ama);
  const std::string refused = second.read_all();
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 503")) << refused;
  EXPECT_NE(refused.find("retry-after: 1\r\n"), std::string::npos) << refused;
  EXPECT_NE(refused.find("\"busy\""), std::string::npos) << refused;
  Wire small(rig.port());
  small.send(request("POST /", ama, std::string(kTrafficBytesSmall, 'x')));
  EXPECT_EQ(small.status(), "HTTP/1.1 200") << "a small one does not wait for large ones";
  Wire other(rig.port());
  other.send(request("POST /", "Cookie: who=kofi\r\n", std::string(largest, 'x')));
  EXPECT_EQ(other.status(), "HTTP/1.1 200");
  first.close();
  EXPECT_TRUE(wait_for([&] { return rig.budgets().bodies.held() == 0; }));
  Wire again(rig.port());
  again.send(request("POST /", ama, std::string(largest, 'x')));
  EXPECT_EQ(again.status(), "HTTP/1.1 200");
}

TEST(Requests, BehindAProxyBodiesAreCountedForTheirClients) {
  const std::size_t largest = 1024 * 1024;
  NetRig rig({.limits = {.http_body_bytes_max = largest},
              .proxies = {"127.0.0.1"},
              .body_bytes_max = largest});
  const auto announce = [&](const std::string& client) {
    Wire wire(rig.port());
    wire.send(request("POST /", "X-Forwarded-For: " + client +
                                    "\r\nContent-Length: " + std::to_string(largest) + "\r\n") +
              "x");
    return wire;
  };
  const Wire first = announce("192.0.2.1");
  ASSERT_TRUE(wait_for([&] { return rig.budgets().bodies.held() > 0; }));
  const std::size_t of_one = rig.budgets().bodies.held();
  EXPECT_EQ(announce("192.0.2.1").status(), "HTTP/1.1 503");
  const Wire other = announce("192.0.2.2");
  EXPECT_TRUE(wait_for([&] { return rig.budgets().bodies.held() == 2 * of_one; }));
}

TEST(Requests, AnswersThatNobodyReadsHaveALimit) {
  const auto large =
      std::make_shared<const std::string>(std::string(kAnswerBytesPerAskerMax - 1, 'x'));
  NetRig rig({.http = [&large](const HttpRequest& asked, const Answer& answer) {
    HttpResponse response;
    response.body = large;
    response.body_is_shared = asked.path == "/shared";
    answer(std::move(response));
  }});
  const auto ask = [&](const std::string& path, const std::string& who) {
    auto wire = std::make_unique<Wire>(rig.port());
    wire->send(request("GET " + path, "Cookie: who=" + who + "\r\nConnection: close\r\n"));
    return wire;
  };
  const auto first = ask("/", "ama");
  EXPECT_EQ(first->status(), "HTTP/1.1 200");
  const auto second = ask("/", "ama");
  EXPECT_EQ(second->status(), "HTTP/1.1 503");
  EXPECT_EQ(ask("/shared", "ama")->status(), "HTTP/1.1 200");
  EXPECT_EQ(ask("/", "kofi")->status(), "HTTP/1.1 200");
  first->close();
  EXPECT_TRUE(wait_for([&] { return rig.budgets().answers.held() == 0; }));
  EXPECT_EQ(ask("/", "ama")->status(), "HTTP/1.1 200");
}

TEST(Requests, AnAnswerLargerThanTheLimitIsGivenAlone) {
  NetRig rig({.http = [](const HttpRequest& /*asked*/, const Answer& answer) {
    answer(response_with(std::string(kAnswerBytesPerAskerMax + 5'000'000, 'x')));
  }});
  Wire wire(rig.port());
  wire.send(request("GET /"));
  EXPECT_EQ(wire.status(), "HTTP/1.1 200");
  Wire second(rig.port());
  second.send(request("GET /"));
  EXPECT_EQ(second.status(), "HTTP/1.1 503");
}

/// Keeps requests until the test answers them.
struct Kept {
  HttpHandler handler() {
    return [this](const HttpRequest& asked, const Answer& answer) {
      const std::lock_guard lock(mutex);
      gone = asked.gone;
      held = answer;
      ++count;
    };
  }
  std::mutex mutex;
  std::shared_ptr<const std::atomic<bool>> gone;
  Answer held;
  std::atomic<int> count{0};
};

TEST(Requests, AClientThatWentAwayIsNoticedWhileItsRequestIsHandled) {
  for (const bool pipelines : {false, true}) {
    Kept kept;
    NetRig rig({.http = kept.handler()});
    Wire wire(rig.port());
    wire.send(request("GET /") + (pipelines ? request("GET /second") : ""));
    ASSERT_TRUE(wait_for([&] { return kept.count == 1; }));
    EXPECT_FALSE(*kept.gone);
    wire.close();
    EXPECT_TRUE(wait_for([&] { return kept.gone->load(); })) << pipelines;
    EXPECT_TRUE(wait_for([&] { return rig.live_connections() == 0; }));
    kept.held(response_with("late"));
    EXPECT_EQ(kept.count, 1);
  }
}

TEST(Requests, AClientThatOnlySaysThatItSendsNoMoreGetsItsAnswer) {
  Kept kept;
  NetRig rig({.http = kept.handler()});
  Wire wire(rig.port());
  wire.send(request("GET /"));
  wire.half_close();
  ASSERT_TRUE(wait_for([&] { return kept.count == 1; }));
  kept.held(response_with("here"));
  EXPECT_TRUE(wire.read_all().ends_with("here"));
}

TEST(Requests, AHandlerThatFailsOrForgetsCostsItsRequestOnly) {
  NetRig rig({.http = [](const HttpRequest& asked, const Answer& answer) {
    if (asked.path == "/fails") {
      throw std::runtime_error("a handler failed");
    }
    if (asked.path == "/twice") {
      answer(response_with("first"));
      answer(response_with("second"));
    }
    if (asked.path == "/fine") {
      answer(response_with("fine"));
    }
  }});
  Wire wire(rig.port());
  for (const char* path : {"/fails", "/forgets"}) {
    wire.send(request(std::string("GET ") + path));
    EXPECT_EQ(wire.status(), "HTTP/1.1 500") << path;
    EXPECT_NE(wire.read_until("}").find("internal"), std::string::npos);
  }
  wire.send(request("GET /twice"));
  EXPECT_TRUE(wire.read_until("first").ends_with("first"));
  wire.send(request("GET /fine", "Connection: close\r\n"));
  EXPECT_TRUE(wire.read_all().ends_with("fine"));
}

}  // namespace
}  // namespace plenary::server::testing
