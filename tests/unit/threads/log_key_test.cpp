#include "server/threads/log_key.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "server/access/access.hpp"

namespace plenary::server {
namespace {

TEST(ThreadsLog, OfAPaperHasTheKeyThatItAlwaysHad) {
  EXPECT_EQ(threads_log({"documents", "dc"}), (DocumentKey{"plenary/threads", "dc"}));
}

TEST(ThreadsLog, IsNeverThatOfAnotherDocument) {
  const std::set<std::string> names{"", "/", "documents", "records", "threads", "x", "x.y"};
  std::set<DocumentKey> logs;
  for (const std::string& collection : names) {
    for (const std::string& id : names) {
      const DocumentKey log = threads_log({collection, id});
      EXPECT_TRUE(logs.insert(log).second) << collection << "/" << id;
      EXPECT_TRUE(log.collection.starts_with(kReservedCollections));
    }
  }
}

}  // namespace
}  // namespace plenary::server
