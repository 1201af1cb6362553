#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"
#include "tests/integration/http/plenaryd.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::server {
namespace {

using storage::testing::TemporaryDirectory;
using testing::Plenaryd;

/// A request for a WebSocket, as a browser sends it.
const std::string kUpgrade =
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// "HTTP/1.1 404" of an answer as it came.
std::string status_line(const std::string& answer) {
  return answer.substr(0, 12);
}

/// Checks that an answer is a problem of this status and code.
void expect_problem(const std::string& answer, int status, std::string_view code) {
  EXPECT_EQ(status_line(answer), "HTTP/1.1 " + std::to_string(status));
  EXPECT_NE(answer.find("content-type: application/problem+json\r\n"), std::string::npos) << answer;
  const std::size_t end = answer.find("\r\n\r\n");
  const auto problem =
      end == std::string::npos ? Result<json::Value>(Error{}) : json::parse(answer.substr(end + 4));
  ASSERT_TRUE(problem) << answer;
  EXPECT_EQ((*problem)["status"], status);
  EXPECT_EQ((*problem)["code"], code);
  EXPECT_TRUE((*problem)["title"].is_string() && (*problem)["detail"].is_string()) << answer;
}

std::string request(const std::string& line, const std::string& headers = {},
                    const std::string& body = {}) {
  return line + " HTTP/1.1\r\nHost: plenary.example\r\n" + headers + "\r\n" + body;
}

/// A client's text frame of less than 64 KiB, masked with zeros.
std::string text_frame(const std::string& text) {
  std::string frame = "\x81\xfe";
  frame.push_back(static_cast<char>(text.size() >> 8));
  frame.push_back(static_cast<char>(text.size() & 0xff));
  return frame + std::string(4, '\0') + text;
}

class HttpEdges : public ::testing::Test {
 protected:
  TemporaryDirectory data_;
};

TEST_F(HttpEdges, ABodyMayBeAsLongAsTheLimitAndNotLonger) {
  const Plenaryd server(data_.path(), {"--max-http-body-bytes", "2048"});
  httplib::Client client = server.client();
  const std::string frame = R"({"content":{"format":"text","data":""}})";
  const auto body = [&frame](std::size_t bytes) {
    return frame.substr(0, frame.size() - 3) + std::string(bytes - frame.size(), 'x') + "\"}}";
  };
  EXPECT_EQ(client.Post("/api/v1/documents", body(2048), "application/json")->status, 201);
  const std::string longer = body(2049);
  const std::string answer = server.exchange(request(
      "POST /api/v1/documents",
      "Content-Type: application/json\r\nContent-Length: " + std::to_string(longer.size()) + "\r\n",
      longer));
  expect_problem(answer, 413, "too_large");
}

TEST_F(HttpEdges, AHeaderMayBeAsLongAsTheLimitAndNotLonger) {
  const Plenaryd server(data_.path());
  const auto with_cookie = [](std::size_t bytes) {
    return request("GET /healthz",
                   "Connection: close\r\nCookie: " + std::string(bytes, 'c') + "\r\n");
  };
  EXPECT_EQ(status_line(server.exchange(with_cookie(15'000))), "HTTP/1.1 200");
  expect_problem(server.exchange(with_cookie(17'000)), 431, "too_large");
}

TEST_F(HttpEdges, WhatIsNotHttpIsRefusedAndTheServerGoesOn) {
  const Plenaryd server(data_.path());
  for (const char* garbage : {"\r\n\r\nwhat\r\n\r\n", "GET\r\n\r\n",
                              "\x16\x03\x01\x02hello tls\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"}) {
    EXPECT_NE(status_line(server.exchange(garbage, 1000)), "HTTP/1.1 200") << garbage;
  }
  expect_problem(server.exchange("GET / HTTP/9.9\r\n\r\n"), 400, "invalid_request");
  EXPECT_EQ(server.client().Get("/healthz")->status, 200);
}

TEST_F(HttpEdges, HeadHasTheLengthButNotTheBody) {
  const Plenaryd server(data_.path());
  const std::string head = server.exchange(request("HEAD /healthz", "Connection: close\r\n"));
  EXPECT_EQ(status_line(head), "HTTP/1.1 200");
  EXPECT_NE(head.find("Content-Length: 3\r\n"), std::string::npos) << head;
  EXPECT_TRUE(head.ends_with("\r\n\r\n")) << head;
}

TEST_F(HttpEdges, OneConnectionCarriesManyRequests) {
  const Plenaryd server(data_.path());
  const std::string answers = server.exchange(request("GET /healthz") + request("GET /nothing") +
                                              request("GET /healthz", "Connection: close\r\n"));
  EXPECT_NE(answers.find("404"), std::string::npos);
  EXPECT_TRUE(answers.ends_with("ok\n")) << answers;
}

TEST_F(HttpEdges, OnlyPagesOfItsOwnMayOpenTheSocket) {
  const Plenaryd server(data_.path(), {"--allowed-origin", "https://embedding.example"});
  const auto open = [&server](const std::string& origin) {
    return status_line(server.exchange(
        request("GET /sync", kUpgrade + (origin.empty() ? "" : "Origin: " + origin + "\r\n")),
        500));
  };
  EXPECT_EQ(open(""), "HTTP/1.1 101");
  EXPECT_EQ(open("https://plenary.example"), "HTTP/1.1 101");
  EXPECT_EQ(open("https://embedding.example"), "HTTP/1.1 101");
  expect_problem(
      server.exchange(request("GET /sync", kUpgrade + "Origin: https://evil.example\r\n")), 403,
      "forbidden");
  EXPECT_EQ(open("null"), "HTTP/1.1 403");
}

TEST_F(HttpEdges, AMessageMayBeAsLongAsTheLimitAndALongerOneClosesItsSocket) {
  const Plenaryd server(data_.path(), {"--max-frame-bytes", "2048"});
  const auto say = [&server](std::size_t bytes) {
    const std::string ping = R"({"a":"pp","":""})";
    const std::string padded = ping.substr(0, 14) + std::string(bytes - ping.size(), 'x') + "\"}";
    return server.converse({request("GET /sync", kUpgrade), text_frame(padded)}, 2000);
  };
  const std::string pong = "\x81\x0a{\"a\":\"pp\"}";
  const std::string too_big = "\x88\x02\x03\xf1";  // a closing frame with 1009
  const std::string longest = say(2048);
  EXPECT_TRUE(longest.ends_with(pong)) << longest;
  const std::string longer = say(2049);
  EXPECT_TRUE(longer.ends_with(too_big)) << longer;
  EXPECT_EQ(longer.find(pong), std::string::npos);
}

TEST_F(HttpEdges, AServerForItsOwnMachineAnswersToNoNameThatAPageMayHaveMadeUp) {
  const Plenaryd server(data_.path(), {"--allowed-origin", "https://proxied.example"},
                        testing::Reach::kOwnMachine);
  const auto ask = [&server](const std::string& host, const std::string& line,
                             const std::string& headers = "Connection: close\r\n") {
    return server.exchange(line + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n", 500);
  };
  const std::string own = "localhost:" + std::to_string(server.port());
  EXPECT_EQ(status_line(ask(own, "GET /api/v1/documents")), "HTTP/1.1 200");
  EXPECT_EQ(status_line(ask("proxied.example", "GET /healthz")), "HTTP/1.1 200");
  EXPECT_EQ(status_line(ask(own, "GET /sync", kUpgrade)), "HTTP/1.1 101");
  const std::string rebound = "evil.example:" + std::to_string(server.port());
  expect_problem(ask(rebound, "GET /api/v1/documents"), 421, "misdirected");
  expect_problem(ask(rebound, "POST /api/v1/documents", "Origin: http://" + rebound + "\r\n"), 421,
                 "misdirected");
  expect_problem(ask(rebound, "GET /sync", kUpgrade + "Origin: http://" + rebound + "\r\n"), 421,
                 "misdirected");
  expect_problem(server.exchange("GET /healthz HTTP/1.0\r\n\r\n"), 421, "misdirected");
}

TEST_F(HttpEdges, TheClientsFilesAreServedCompressed) {
  const TemporaryDirectory web;
  std::filesystem::create_directory(web / "assets");
  std::ofstream(web / "index.html") << "<p>client</p>";
  std::ofstream(web / "assets" / "app.js") << "run()";
  std::ofstream(web / "assets" / "app.js.br") << "brotli";
  const Plenaryd server(data_.path(), {"--web-dir", web.path().string()});
  const std::string page = server.exchange(request("GET /d/dc-paper", "Connection: close\r\n"));
  EXPECT_TRUE(page.ends_with("<p>client</p>"));
  EXPECT_NE(page.find("default-src 'none'; script-src 'self'"), std::string::npos) << page;
  const std::string script = server.exchange(
      request("GET /assets/app.js", "Accept-Encoding: gzip, br\r\nConnection: close\r\n"));
  EXPECT_TRUE(script.ends_with("brotli")) << script;
  for (const char* path :
       {"/../etc/passwd", "/%2e%2e/etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2fetc/passwd", "//etc/passwd"}) {
    EXPECT_EQ(
        status_line(server.exchange(request(std::string("GET ") + path, "Connection: close\r\n"))),
        "HTTP/1.1 404")
        << path;
  }
}

}  // namespace
}  // namespace plenary::server
