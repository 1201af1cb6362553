#include <httplib.h>

#include <thread>

#include <gtest/gtest.h>

#include "server/webhooks/sender.hpp"

namespace plenary::server {
namespace {

TEST(HookUrl, IsTakenApart) {
  const auto url = parse_hook_url("https://example.org:8443/hooks/a?b=c").value();
  EXPECT_TRUE(url.encrypted);
  EXPECT_EQ(url.host, "example.org");
  EXPECT_EQ(url.port, 8443);
  EXPECT_EQ(url.target, "/hooks/a?b=c");
  EXPECT_EQ(parse_hook_url("http://example.org").value().port, 80);
  EXPECT_EQ(parse_hook_url("https://example.org").value().port, 443);
  EXPECT_EQ(parse_hook_url("https://example.org").value().target, "/");
  EXPECT_EQ(parse_hook_url("https://[2606:4700::1]:444/x").value().host, "2606:4700::1");
  EXPECT_EQ(parse_hook_url("https://[2606:4700::1]:444/x").value().port, 444);
}

TEST(HookUrl, OfAnotherFormIsRefused) {
  for (const char* wrong :
       {"", "example.org", "ftp://example.org", "file:///etc/passwd", "https://", "https:///x",
        "https://user@example.org/", "https://user:word@example.org/", "https://example.org/#x",
        "https://example.org?x", "https://example.org:0/", "https://example.org:65536/",
        "https://example.org:x/", "https://exa mple.org/", "https://[::1/", "https://a\\b/",
        "https://a/\r\nX: y"}) {
    EXPECT_FALSE(parse_hook_url(wrong)) << wrong;
  }
  EXPECT_FALSE(parse_hook_url("https://example.org/" + std::string(3000, 'x')));
}

/// Somebody who is told.
class Receiver {
 public:
  Receiver() {
    server_.Post("/hook", [this](const httplib::Request& request, httplib::Response& response) {
      got_ = request;
      response.status = 204;
    });
    server_.Post("/moved", [](const httplib::Request&, httplib::Response& response) {
      response.set_redirect("/hook");
    });
    server_.Post("/talks", [](const httplib::Request&, httplib::Response& response) {
      response.set_content(std::string(10'000'000, 'x'), "text/plain");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) {
      std::this_thread::yield();
    }
  }
  ~Receiver() {
    server_.stop();
    thread_.join();
  }
  HookUrl url(const std::string& target, const std::string& host = "127.0.0.1") const {
    return {false, host, port_, target};
  }
  const httplib::Request& got() const { return got_; }

 private:
  httplib::Server server_;
  httplib::Request got_;
  int port_{0};
  std::thread thread_;
};

TEST(HttpSender, PostsWhatItIsGiven) {
  const Receiver receiver;
  const auto sender = make_http_sender(true);
  const auto answer = sender->post(receiver.url("/hook"), {{"webhook-id", "msg_1"}}, "{}");
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(*answer, 204);
  EXPECT_EQ(receiver.got().body, "{}");
  EXPECT_EQ(receiver.got().get_header_value("webhook-id"), "msg_1");
  EXPECT_EQ(receiver.got().get_header_value("Content-Type"), "application/json");
  EXPECT_EQ(sender->post(receiver.url("/hook", "localhost"), {}, "{}").value(), 204);
}

TEST(HttpSender, FollowsNoRedirectAndHearsNoLongAnswer) {
  const Receiver receiver;
  const auto sender = make_http_sender(true);
  EXPECT_EQ(sender->post(receiver.url("/moved"), {}, "{}").value(), 302);
  EXPECT_EQ(receiver.got().body, "");
  EXPECT_EQ(sender->post(receiver.url("/talks"), {}, "{}").value(), 200);
}

TEST(HttpSender, KnocksAtNoDoorInside) {
  const Receiver receiver;
  const auto sender = make_http_sender(false);
  for (const char* inside : {"127.0.0.1", "localhost", "::1", "0.0.0.0", "2130706433", "127.1"}) {
    EXPECT_FALSE(sender->post(receiver.url("/hook", inside), {}, "{}")) << inside;
  }
  EXPECT_EQ(receiver.got().method, "");
}

TEST(HttpSender, SaysWhenNobodyIsThere) {
  const auto answer = make_http_sender(true)->post({false, "127.0.0.1", 1, "/"}, {}, "{}");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::kIo);
}

}  // namespace
}  // namespace plenary::server
