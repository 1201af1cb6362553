#include <gtest/gtest.h>

#include "server/events/follower.hpp"

namespace plenary::server {
namespace {

struct Entry {
  explicit Entry(const DocumentKey& k) : key(k) {}
  const DocumentKey key;
};

const DocumentKey kOne{"c", "1"};
const DocumentKey kTwo{"c", "2"};

TEST(RecentEntries, TheOneAskedForLongestAgoLeavesWhenAllTakeTooMuch) {
  RecentEntries<Entry> entries(10);
  const auto one = entries.of(kOne);
  const auto two = entries.of(kTwo);
  entries.weigh(one, 6);
  entries.weigh(two, 4);
  EXPECT_EQ(entries.of(kOne), one);
  entries.weigh(one, 7);
  EXPECT_NE(entries.of(kTwo), two);
  EXPECT_EQ(entries.of(kOne), one);
}

TEST(RecentEntries, TheOneAskedForLastStaysHoweverMuchItTakes) {
  RecentEntries<Entry> entries(10);
  const auto one = entries.of(kOne);
  entries.weigh(one, 100);
  EXPECT_EQ(entries.of(kOne), one);
}

TEST(RecentEntries, OneThatLeftIsNotCounted) {
  RecentEntries<Entry> entries(10);
  const auto one = entries.of(kOne);
  entries.weigh(one, 6);
  const auto two = entries.of(kTwo);
  entries.weigh(two, 6);  // one leaves
  entries.weigh(one, 6);  // and is still in use somewhere
  EXPECT_EQ(entries.of(kTwo), two);
}

}  // namespace
}  // namespace plenary::server
