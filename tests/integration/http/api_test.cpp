#include <csignal>
#include <string>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"
#include "tests/integration/http/plenaryd.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::server {
namespace {

using storage::testing::TemporaryDirectory;
using testing::kJson;
using testing::Plenaryd;

constexpr const char* kDocuments = "/api/v1/documents";

json::Value json_of(const httplib::Result& answer) {
  auto parsed = answer ? json::parse(answer->body) : Result<json::Value>(Error{});
  if (!parsed) {
    ADD_FAILURE() << "no JSON came";
    return {};
  }
  return *std::move(parsed);
}

class HttpApi : public ::testing::Test {
 protected:
  TemporaryDirectory data_;
};

TEST_F(HttpApi, APaperIsMadeReadRenamedAndDeleted) {
  const Plenaryd server(data_.path());
  httplib::Client client = server.client();
  const auto made = client.Post(
      kDocuments,
      R"({"id":"dc-paper","title":"DC paper","content":{"format":"markdown","data":"# Aims\n\nOne."}})",
      kJson);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->status, 201);
  EXPECT_EQ(made->get_header_value("Location"), "/api/v1/documents/dc-paper");
  const auto text = client.Get("/api/v1/documents/dc-paper/content?format=text");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->body, "Aims\nOne.\n");
  EXPECT_EQ(text->get_header_value("Plenary-Version"), "1");
  EXPECT_EQ(text->get_header_value("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(
      json_of(client.Patch("/api/v1/documents/dc-paper", R"({"title":"New"})", kJson))["title"],
      "New");
  EXPECT_EQ(json_of(client.Get(kDocuments))["documents"][0]["title"], "New");
  EXPECT_EQ(client.Delete("/api/v1/documents/dc-paper")->status, 204);
  EXPECT_EQ(client.Get("/api/v1/documents/dc-paper")->status, 404);
}

TEST_F(HttpApi, AnAddressIsDecodedOnce) {
  const Plenaryd server(data_.path());
  httplib::Client client = server.client();
  ASSERT_EQ(client.Post(kDocuments, R"({"id":"a~b","title":"50% & more"})", kJson)->status, 201);
  EXPECT_EQ(client.Get("/api/v1/documents/a%7Eb")->status, 200);
  EXPECT_EQ(client.Get("/api/v1/documents/a%257Eb")->status, 404);
  EXPECT_EQ(json_of(client.Get("/api/v1/documents?query=50%25%20%26"))["documents"].size(), 1u);
}

TEST_F(HttpApi, WhatWasMadeOutlivesAKilledServer) {
  {
    Plenaryd server(data_.path());
    ASSERT_EQ(server.client().Post(kDocuments, R"({"id":"kept","title":"Kept"})", kJson)->status,
              201);
    ASSERT_EQ(
        server.client().Patch("/api/v1/documents/kept", R"({"title":"Kept too"})", kJson)->status,
        200);
    EXPECT_EQ(server.end(SIGKILL), -SIGKILL);
  }
  const Plenaryd again(data_.path());
  const json::Value kept = json_of(again.client().Get("/api/v1/documents/kept"));
  EXPECT_EQ(kept["title"], "Kept too");
  EXPECT_EQ(kept["version"], 1);
}

TEST_F(HttpApi, AServerThatIsAskedToStopEndsWell) {
  Plenaryd server(data_.path());
  EXPECT_EQ(server.client().Get("/readyz")->status, 200);
  EXPECT_EQ(server.end(SIGTERM), 0);
}

TEST_F(HttpApi, HealthAndMetricsAreOutsideTheApi) {
  const Plenaryd server(data_.path());
  httplib::Client client = server.client();
  EXPECT_EQ(client.Get("/healthz")->status, 200);
  EXPECT_EQ(client.Get("/readyz")->status, 200);
  const auto metrics = client.Get("/metrics");
  ASSERT_TRUE(metrics);
  EXPECT_NE(metrics->body.find("plenary_http_requests_total{method=\"GET\",status=\"200\"} 2"),
            std::string::npos)
      << metrics->body;
}

}  // namespace
}  // namespace plenary::server
