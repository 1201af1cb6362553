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
#include "server/history/archive.hpp"
#include "server/pictures/pictures.hpp"
#include "server/runtime/clock.hpp"
#include "server/threads/read_marks.hpp"
#include "tests/support/server/hand_clock.hpp"
#include "tests/support/server/memory_server.hpp"
#include "tests/unit/http/header_of.hpp"

namespace plenary::server::testing {

inline const std::string kDocuments = "/api/v1/documents";

/// The body as JSON.
[[nodiscard]] json::Value json_of(const HttpResponse& response);

/// The whole HTTP service over a MemoryServer. No sockets.
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

  HandClock clock_{1'795'341'600'000};  // 2026-11-22T10:00:00Z
  Config config_;
  std::atomic<bool> draining_{false};
  MemoryServer server_{clock_, config_.limits};
  const std::shared_ptr<storage::MemoryFamilies>& families_{server_.families};
  storage::KeyValueStore& store_{server_.store};
  Pools& pools_{server_.pools};

 private:
  [[nodiscard]] std::string next_id() { return "made-" + std::to_string(++ids_); }

  std::atomic<int> ids_{0};
  ReadMarks read_marks_{store_};
  Archive archive_;
  Pictures pictures_{store_, clock_};

 protected:
  HttpServices services_;

 private:
  HttpService service_;
  std::vector<std::shared_ptr<Peer>> peers_;
};

}  // namespace plenary::server::testing
