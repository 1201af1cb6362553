#include <algorithm>
#include <chrono>
#include <future>
#include <latch>
#include <string>

#include <gtest/gtest.h>

#include "server/access/throttle.hpp"
#include "server/api/routes.hpp"
#include "server/limits.hpp"
#include "server/net/asker.hpp"
#include "tests/unit/api/service_fixture.hpp"

namespace plenary::server {
namespace {

using testing::header_of;
using testing::json_of;
using testing::kDocuments;

class HttpServiceTest : public testing::ServiceTest {};

TEST_F(HttpServiceTest, TheApiAnswersInJsonAndPagesInHtmlWhatIsNotThere) {
  EXPECT_EQ(get("/api/v1/nothing").status, 404u);
  EXPECT_EQ(json_of(get("/api/v1/nothing"))["code"], "not_found");
  EXPECT_EQ(get("/nothing").status, 404u);
  EXPECT_EQ(header_of(get("/nothing"), "content-type"), "text/html; charset=utf-8");
}

TEST_F(HttpServiceTest, PagesOfOtherOriginsMayChangeNothing) {
  const std::string body = R"({"id":"x"})";
  for (const char* origin : {"https://evil.example", "null"}) {
    const HttpResponse refused = ask("POST", kDocuments, body, {{"origin", origin}});
    EXPECT_EQ(refused.status, 403u) << origin;
    EXPECT_EQ(json_of(refused)["code"], "forbidden");
    EXPECT_EQ(ask("DELETE", kDocuments + "/x", {}, {{"origin", origin}}).status, 403u);
    EXPECT_EQ(header_of(refused, "access-control-allow-origin"), "");
  }
  EXPECT_EQ(ask("POST", kDocuments, body, {{"origin", "https://plenary.example"}}).status, 201u);
  EXPECT_EQ(get(kDocuments, {{"origin", "https://evil.example"}}).status, 200u);
}

TEST_F(HttpServiceTest, PagesThatTheOperatorNamedMayChangeThings) {
  config_.allowed_origins = {"https://embedding.example"};
  EXPECT_EQ(ask("POST", kDocuments, "{}", {{"origin", "https://embedding.example"}}).status, 201u);
}

TEST_F(HttpServiceTest, OtherMethodsAreToldWhichThereAre) {
  EXPECT_EQ(ask("PUT", kDocuments).status, 405u);
  EXPECT_EQ(header_of(ask("PUT", kDocuments), "allow"), "GET, HEAD, OPTIONS, POST");
  EXPECT_EQ(header_of(ask("OPTIONS", kDocuments + "/x"), "allow"),
            "DELETE, GET, HEAD, OPTIONS, PATCH");
  EXPECT_EQ(ask("OPTIONS", kDocuments + "/x").status, 204u);
  EXPECT_EQ(ask("POST", "/healthz", "{}").status, 405u);
}

TEST_F(HttpServiceTest, AFullPoolSaysBusyAndWhenToTryAgain) {
  make_paper("x");
  std::promise<void> open;
  const auto opened = open.get_future().share();
  std::latch held(2);
  for (int i = 0; i < 2; ++i) {
    pools_.conversions.post([opened, &held] {
      held.count_down();
      opened.wait();
    });
  }
  held.wait();  // else a thread could still take one of those that fill the queue
  while (pools_.conversions.try_post(asker_of(HttpRequest{}), [] {})) {
  }
  const HttpResponse busy = get(kDocuments + "/x/content");
  EXPECT_EQ(busy.status, 503u);
  EXPECT_EQ(header_of(busy, "retry-after"), "1");
  EXPECT_EQ(json_of(busy)["code"], "busy");
  EXPECT_EQ(get(kDocuments + "/x").status, 200u) << "other promises are kept meanwhile";
  open.set_value();
}

TEST_F(HttpServiceTest, DocumentsThatOneAskerCreatesAreCounted) {
  Throttle creations(clock_, 2, std::chrono::milliseconds(2'000));
  services_.creations = &creations;
  EXPECT_EQ(ask("POST", kDocuments, R"({"id":"n1"})").status, 201u);
  EXPECT_EQ(ask("POST", kDocuments, R"({"id":"b d"})").status, 400u) << "a refused one counts not";
  EXPECT_EQ(ask("POST", kDocuments, R"({"id":"n2"})").status, 201u);
  const HttpResponse refused = ask("POST", kDocuments, R"({"id":"n3"})");
  EXPECT_EQ(refused.status, 429u);
  EXPECT_EQ(header_of(refused, "retry-after"), "2");
  EXPECT_EQ(json_of(refused)["code"], "too_many_requests");
  EXPECT_EQ(get(kDocuments + "/n3").status, 404u);
  clock_.pass(std::chrono::milliseconds(2'000));
  EXPECT_EQ(ask("POST", kDocuments, R"({"id":"n3"})").status, 201u);
}

/// The path of a route with something in the place of each {…}.
std::string path_of(const Route& route) {
  std::string path;
  bool inside = false;
  for (const char c : route.path) {
    path += c == '{' ? "1" : (inside || c == '}' ? "" : std::string(1, c));
    inside = c == '{' || (inside && c != '}');
  }
  return path;
}

TEST_F(HttpServiceTest, ABodyHasTheBytesOfItsRouteAndNoMore) {
  config_.limits.http_body_bytes_max = 256 * 1024;
  for (const Route& route : routes()) {
    if (route.people) {
      continue;  // not in open mode
    }
    const std::size_t most = std::min(route.body_bytes_max, config_.limits.http_body_bytes_max);
    const std::string method(route.method);
    const Headers type{
        {"content-type", route.body == BodyKind::kPicture ? "image/png" : "application/json"}};
    const auto status_of = [&](std::size_t bytes) {
      return ask(method, path_of(route), std::string(bytes, ' '), type).status;
    };
    EXPECT_EQ(status_of(most + 1), 413u) << route.operation;
    EXPECT_NE(status_of(most), 413u) << route.operation;
  }
}

TEST_F(HttpServiceTest, HeadIsAnsweredAsGet) {
  make_paper("dc-paper");
  const HttpResponse head = ask("HEAD", kDocuments + "/dc-paper/content?format=text");
  EXPECT_EQ(head.status, 200u);
  EXPECT_EQ(header_of(head, "plenary-version"), "1");
}

TEST_F(HttpServiceTest, TheSocketsAddressAsksForASocket) {
  EXPECT_EQ(get("/sync").status, 426u);
  EXPECT_EQ(header_of(get("/sync"), "upgrade"), "websocket");
}

}  // namespace
}  // namespace plenary::server
