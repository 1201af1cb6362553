#include "server/ops/metrics.hpp"

#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

/// The value of the sample that a line starts with, as text; empty if there is none.
std::string sample(const std::string& text, const std::string& name) {
  const std::size_t at = text.find("\n" + name + " ");
  if (at == std::string::npos) {
    return {};
  }
  const std::size_t start = at + name.size() + 2;
  return text.substr(start, text.find('\n', start) - start);
}

TEST(Metrics, SessionsAndDocumentsAreThoseThatAreOpen) {
  Metrics metrics;
  metrics.session_opened();
  metrics.session_opened();
  metrics.session_closed();
  metrics.session_cut_off();
  metrics.document_opened();
  metrics.document_opened();
  metrics.document_loaded(0.002);
  metrics.document_loaded(0.002);
  metrics.document_closed();
  const std::string text = metrics.render();
  EXPECT_EQ(sample(text, "plenary_sessions"), "1");
  EXPECT_EQ(sample(text, "plenary_sessions_opened_total"), "2");
  EXPECT_EQ(sample(text, "plenary_sessions_cut_off_total"), "1");
  EXPECT_EQ(sample(text, "plenary_documents_in_memory"), "1");
  EXPECT_EQ(sample(text, "plenary_document_load_seconds_count"), "2");
}

TEST(Metrics, AcknowledgementsFallIntoBucketsOfSeconds) {
  Metrics metrics;
  metrics.op_committed();
  metrics.acknowledged(0.0004);
  metrics.acknowledged(0.2);
  metrics.acknowledged(60);
  const std::string text = metrics.render();
  EXPECT_EQ(sample(text, "plenary_ops_committed_total"), "1");
  EXPECT_EQ(sample(text, "plenary_acknowledge_seconds_bucket{le=\"0.0005\"}"), "1");
  EXPECT_EQ(sample(text, "plenary_acknowledge_seconds_bucket{le=\"0.25\"}"), "2");
  EXPECT_EQ(sample(text, "plenary_acknowledge_seconds_bucket{le=\"10\"}"), "2");
  EXPECT_EQ(sample(text, "plenary_acknowledge_seconds_bucket{le=\"+Inf\"}"), "3");
}

TEST(Metrics, ACommitIsCountedInDocumentsOpsAndSeconds) {
  Metrics metrics;
  metrics.committed_batch(3, 40, 0.0006);
  metrics.commit_queue_depth(17);
  metrics.background_depth(4);
  metrics.snapshot_written(0.01);
  metrics.read_memory(7, 8);
  metrics.document_failed();
  const std::string text = metrics.render();
  EXPECT_EQ(sample(text, "plenary_commit_batch_documents_sum"), "3");
  EXPECT_EQ(sample(text, "plenary_commit_batch_ops_sum"), "40");
  EXPECT_EQ(sample(text, "plenary_commit_seconds_count"), "1");
  EXPECT_EQ(sample(text, "plenary_commit_queue_ops"), "17");
  EXPECT_EQ(sample(text, "plenary_background_queue_tasks"), "4");
  EXPECT_EQ(sample(text, "plenary_snapshot_write_seconds_count"), "1");
  EXPECT_EQ(sample(text, "plenary_read_answer_bytes"), "7");
  EXPECT_EQ(sample(text, "plenary_past_bytes"), "8");
  EXPECT_EQ(sample(text, "plenary_documents_failed_total"), "1");
}

TEST(Metrics, SayWhetherTheStoreTakesWrites) {
  Metrics metrics;
  EXPECT_EQ(sample(metrics.render(), "plenary_store_takes_writes"), "1");
  metrics.store_takes_writes(false);
  EXPECT_EQ(sample(metrics.render(), "plenary_store_takes_writes"), "0");
  metrics.store_takes_writes(true);
  EXPECT_EQ(sample(metrics.render(), "plenary_store_takes_writes"), "1");
  EXPECT_EQ(sample(metrics.render(), "plenary_store_stops_total"), "1");
}

TEST(Metrics, RefusalsAreCountedByCode) {
  Metrics metrics;
  metrics.refused("ERR_DOC_WAS_DELETED");
  metrics.refused("ERR_DOC_WAS_DELETED");
  metrics.refused("ERR_OT_OP_BADLY_FORMED");
  const std::string text = metrics.render();
  EXPECT_EQ(sample(text, "plenary_refusals_total{code=\"ERR_DOC_WAS_DELETED\"}"), "2");
  EXPECT_EQ(sample(text, "plenary_refusals_total{code=\"ERR_OT_OP_BADLY_FORMED\"}"), "1");
}

TEST(Metrics, InventedHttpMethodsShareOneLabel) {
  Metrics metrics;
  metrics.http_request("GET", 200, 0.001);
  metrics.http_request("BREW", 405, 0.001);
  metrics.http_request("SPILL", 405, 0.001);
  const std::string text = metrics.render();
  EXPECT_EQ(sample(text, "plenary_http_requests_total{method=\"GET\",status=\"200\"}"), "1");
  EXPECT_EQ(sample(text, "plenary_http_requests_total{method=\"other\",status=\"405\"}"), "2");
}

TEST(Metrics, TheProcessIsMeasuredAsItIsNow) {
  const std::string text = Metrics().render();
  EXPECT_GT(std::stod(sample(text, "process_resident_memory_bytes")), 1e6);
  EXPECT_GT(std::stod(sample(text, "process_open_fds")), 2);
  EXPECT_GT(std::stod(sample(text, "process_start_time_seconds")), 1.6e9);
  EXPECT_GE(std::stod(sample(text, "process_cpu_seconds_total")), 0);
}

TEST(Metrics, EveryFamilySaysWhatItIs) {
  const std::string text = Metrics().render();
  for (const char* family :
       {"plenary_sessions gauge", "plenary_acknowledge_seconds histogram",
        "plenary_ops_committed_total counter", "process_cpu_seconds_total counter"}) {
    EXPECT_NE(text.find(std::string("# TYPE ") + family), std::string::npos) << family;
  }
}

TEST(Metrics, ThreadsCountAtOnceWithoutLosingAnything) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&metrics] {
      for (int k = 0; k < 1000; ++k) {
        metrics.op_committed();
        metrics.acknowledged(0.001);
        metrics.refused("code");
      }
    });
  }
  EXPECT_FALSE(metrics.render().empty());
  for (std::thread& thread : threads) {
    thread.join();
  }
  const std::string text = metrics.render();
  EXPECT_EQ(sample(text, "plenary_ops_committed_total"), "4000");
  EXPECT_EQ(sample(text, "plenary_acknowledge_seconds_count"), "4000");
  EXPECT_EQ(sample(text, "plenary_refusals_total{code=\"code\"}"), "4000");
}

}  // namespace
}  // namespace plenary::server
