#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"
#include "server/api/service.hpp"
#include "server/config/config.hpp"
#include "server/documents/documents.hpp"
#include "server/documents/past.hpp"
#include "server/history/archive.hpp"
#include "server/net/courier.hpp"
#include "server/ops/metrics.hpp"
#include "server/presence/presence.hpp"
#include "server/runtime/clock.hpp"
#include "server/runtime/pools.hpp"
#include "server/runtime/shard.hpp"
#include "server/threads/read_marks.hpp"
#include "server/threads/threads.hpp"
#include "storage/commit_queue.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/unit/http/header_of.hpp"

namespace plenary::server::testing {

/// A clock that the test moves.
class TestClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return {now_ms_}; }
  void advance(std::int64_t ms) { now_ms_ += ms; }

 private:
  std::atomic<std::int64_t> now_ms_{1'795'341'600'000};  // 2026-11-22T10:00:00Z
};

inline const std::string kDocuments = "/api/v1/documents";

/// The body as JSON.
[[nodiscard]] json::Value json_of(const HttpResponse& response);

/// The whole HTTP service over real documents on two shards and a store in memory; no sockets.
class ServiceTest : public ::testing::Test {
 protected:
  using Headers = std::map<std::string, std::string>;

  ServiceTest();
  ~ServiceTest() override;

  /// Asks and waits for the answer. `target`: a path, perhaps with `?key=value&…`, not encoded. A
  /// body is sent as JSON unless `headers` says otherwise.
  HttpResponse ask(const std::string& method, const std::string& target,
                   const std::string& body = {}, Headers headers = {});
  HttpResponse get(const std::string& target, Headers headers = {}) {
    return ask("GET", target, {}, std::move(headers));
  }
  /// Makes a paper of plain text.
  void make_paper(const std::string& id, const std::string& title = "Paper",
                  const std::string& text = "Hello");
  /// Submits an edit, as a client would.
  void edit(const std::string& id, const std::string& delta);
  /// The same for any submission. Returns the error, if there was one.
  Result<Version> submit(const std::string& id, Submission submission);
  /// Somebody of that name is in the document.
  void enter(const std::string& id, const std::string& name);

  TestClock clock_;
  Config config_;
  std::atomic<bool> draining_{false};
  std::shared_ptr<storage::MemoryFamilies> families_{std::make_shared<storage::MemoryFamilies>()};
  storage::KeyValueStore store_{families_};
  Pools pools_;

 private:
  struct Room;
  Metrics metrics_;
  storage::CommitQueue commits_{store_};
  Past past_{store_};
  ByteBudget read_answers_{{kReadAnswerBytesMax, kReadAnswerBytesPerAskerMax}};
  std::vector<std::unique_ptr<Room>> rooms_;
  std::unique_ptr<Documents> documents_;
  std::unique_ptr<Threads> threads_;
  std::unique_ptr<ReadMarks> read_marks_;
  std::unique_ptr<Archive> archive_;
  std::unique_ptr<Presence> presence_;
  std::atomic<int> ids_{0};
  std::unique_ptr<HttpServices> services_;
  HttpService service_;
  std::vector<std::shared_ptr<Peer>> peers_;
};

}  // namespace plenary::server::testing
