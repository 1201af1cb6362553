#include <chrono>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "tests/unit/api/service_fixture.hpp"

namespace plenary::server {
namespace {

using testing::header_of;
using testing::json_of;

class HealthTest : public testing::ServiceTest {};

TEST_F(HealthTest, AProcessThatAnswersIsAlive) {
  draining_ = true;
  EXPECT_EQ(get("/healthz").status, 200u);
}

TEST_F(HealthTest, ItIsReadyUntilItDrains) {
  EXPECT_EQ(get("/readyz").status, 200u);
  draining_ = true;
  const HttpResponse draining = get("/readyz");
  EXPECT_EQ(draining.status, 503u);
  EXPECT_EQ(json_of(draining)["code"], "unavailable");
}

TEST_F(HealthTest, ItIsNotReadyWhileTheStoreTakesNoWrites) {
  families_->fail_writes({Errc::kReadOnly, "the disk is full: free some space"}, 1);
  const HttpResponse full = get("/readyz");
  EXPECT_EQ(full.status, 503u);
  EXPECT_EQ(json_of(full)["code"], "read_only");
  EXPECT_NE(json_of(full)["detail"].get<std::string>().find("disk is full"), std::string::npos);
  EXPECT_NE(header_of(full, "retry-after"), "");
  EXPECT_EQ(get("/readyz").status, 503u);  // asked within a second: the same answer, no write
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  EXPECT_EQ(get("/readyz").status, 200u);
}

TEST_F(HealthTest, AskingLeavesNoDocument) {
  EXPECT_EQ(get("/readyz").status, 200u);
  EXPECT_TRUE(json_of(get("/api/v1/documents"))["documents"].empty());
}

TEST_F(HealthTest, MetricsAreInThePrometheusFormat) {
  make_paper("dc-paper");
  const HttpResponse metrics = get("/metrics");
  EXPECT_EQ(metrics.status, 200u);
  EXPECT_EQ(header_of(metrics, "content-type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_NE(metrics.body->find("\nplenary_ops_committed_total 1\n"), std::string::npos);
  EXPECT_NE(metrics.body->find("\nprocess_resident_memory_bytes "), std::string::npos);
}

}  // namespace
}  // namespace plenary::server
