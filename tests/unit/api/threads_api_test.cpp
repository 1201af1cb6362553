#include <set>
#include <string>

#include <gtest/gtest.h>

#include "server/limits.hpp"
#include "tests/unit/api/service_fixture.hpp"

namespace plenary::server {
namespace {

using testing::json_of;

const std::string kThreads = "/api/v1/documents/paper/threads";

class ThreadsApiTest : public testing::ServiceTest {
 protected:
  ThreadsApiTest() { make_paper("paper"); }

  unsigned start(const std::string& comment) {
    json::Value body;
    body["anchor"] = {{"version", 1}, {"index", 0}, {"length", 5}};
    body["comment"] = comment;
    return ask("POST", kThreads, json::to_string(body)).status;
  }
};

TEST_F(ThreadsApiTest, ThreadsAreFoundUnderTheNumbersOfTheirPaperOnly) {
  ASSERT_EQ(start("Hello?"), 201u);
  const std::string id = json_of(get(kThreads))["threads"][0]["id"].get<std::string>();
  EXPECT_EQ(get(kThreads + "/" + id).status, 200u);
  for (const char* thread : {"99", "x", "-1", "18446744073709551616"}) {
    EXPECT_EQ(get(kThreads + "/" + thread).status, 404u) << thread;
    EXPECT_EQ(ask("PATCH", kThreads + "/" + thread, R"({"resolved":true})").status, 404u) << thread;
  }
  EXPECT_EQ(get("/api/v1/documents/never-made/threads").status, 404u);
}

TEST_F(ThreadsApiTest, WordsToSearchForHaveSoManyBytesAndNoMore) {
  EXPECT_EQ(get(kThreads + "?query=" + std::string(kThreadQueryBytesMax, 'x')).status, 200u);
  EXPECT_EQ(get(kThreads + "?query=" + std::string(kThreadQueryBytesMax + 1, 'x')).status, 400u);
}

TEST_F(ThreadsApiTest, APageEndsWhenItsCommentsAreLargeAndTheNextGoesOn) {
  constexpr std::size_t kCommentBytes = 16'000;
  constexpr std::size_t kWanted = kThreadPageBytesMax / kCommentBytes + 10;
  for (std::size_t i = 0; i < kWanted; ++i) {
    ASSERT_EQ(start(std::string(kCommentBytes, 'x')), 201u);
  }
  std::set<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const json::Value page = json_of(get(kThreads + "?limit=200" + cursor));
    std::size_t bytes = 0;
    for (const json::Value& thread : page["threads"]) {
      EXPECT_TRUE(seen.insert(thread["id"].get<std::string>()).second);
      bytes += kCommentBytes;
    }
    EXPECT_LE(bytes, kThreadPageBytesMax + kCommentBytes);
    const json::Value& next = page["next_cursor"];
    cursor = next.is_null() ? std::string() : "&cursor=" + next.get<std::string>();
    pages += 1;
  } while (!cursor.empty());
  EXPECT_EQ(seen.size(), kWanted);
  EXPECT_EQ(pages, 2);
}

}  // namespace
}  // namespace plenary::server
