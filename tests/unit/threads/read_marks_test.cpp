#include "server/threads/read_marks.hpp"

#include <memory>

#include <gtest/gtest.h>

#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"

namespace plenary::server {
namespace {

using threads::Discussion;
using threads::Number;

/// Thread 0 with comments 0 and 1, thread 2 with comment 2: by Ama, Li, Ama.
Discussion discussion() {
  Discussion result;
  const threads::Author ama{"a-1", "Ama"};
  const threads::Author li{"a-2", "Li"};
  result.apply({0, {}, ama, threads::Started{{{1}, 0, 3, "one"}, "why"}});
  result.apply({1, {}, li, threads::Replied{0, "so"}});
  result.apply({2, {}, ama, threads::Started{{{1}, 5, 3, "two"}, "why"}});
  return result;
}

std::vector<Number> unread(const ReadMark& mark, const Discussion& all, std::string_view reader) {
  std::vector<Number> threads;
  for (const Number id : all.threads()) {
    if (mark.has_new(all, *all.thread(id), reader)) {
      threads.push_back(id);
    }
  }
  return threads;
}

using Threads = std::vector<Number>;

TEST(ReadMark, OnesOwnCommentsAreNotNews) {
  EXPECT_EQ(unread({}, discussion(), "a-1"), (Threads{0}));
  EXPECT_EQ(unread({}, discussion(), "a-2"), (Threads{0, 2}));
}

TEST(ReadMark, WhatWasDeletedIsNotNews) {
  Discussion all = discussion();
  all.apply({3, {}, {"a-2", "Li"}, threads::Deleted{1}});
  EXPECT_EQ(unread({}, all, "a-1"), Threads());
}

class ReadMarksTest : public ::testing::Test {
 protected:
  void open() { marks_ = std::make_unique<ReadMarks>(store_); }
  ReadMarksTest() { open(); }

  const std::shared_ptr<storage::MemoryFamilies> families_ =
      std::make_shared<storage::MemoryFamilies>();
  storage::KeyValueStore store_{families_};
  std::unique_ptr<ReadMarks> marks_;
};

TEST_F(ReadMarksTest, AThreadIsReadUpToWhatWasSeen) {
  ASSERT_TRUE(marks_->mark("dc", "a-3", Number{0}, 1));
  EXPECT_EQ(unread(marks_->of("dc", "a-3"), discussion(), "a-3"), (Threads{0, 2}));
  ASSERT_TRUE(marks_->mark("dc", "a-3", Number{0}, 2));
  EXPECT_EQ(unread(marks_->of("dc", "a-3"), discussion(), "a-3"), (Threads{2}));
  EXPECT_EQ(unread(marks_->of("dc", "a-4"), discussion(), "a-4"), (Threads{0, 2})) << "each";
  EXPECT_EQ(unread(marks_->of("di", "a-3"), discussion(), "a-3"), (Threads{0, 2})) << "elsewhere";
}

TEST_F(ReadMarksTest, NothingBecomesUnreadAgain) {
  ASSERT_TRUE(marks_->mark("dc", "a-3", std::nullopt, 3));
  ASSERT_TRUE(marks_->mark("dc", "a-3", std::nullopt, 1));
  ASSERT_TRUE(marks_->mark("dc", "a-3", Number{0}, 1));
  EXPECT_EQ(unread(marks_->of("dc", "a-3"), discussion(), "a-3"), Threads());
}

TEST_F(ReadMarksTest, MarksOutliveTheProcess) {
  ASSERT_TRUE(marks_->mark("dc", "a-3", std::nullopt, 1));
  ASSERT_TRUE(marks_->mark("dc", "a-3", Number{2}, 3));
  open();
  EXPECT_EQ(unread(marks_->of("dc", "a-3"), discussion(), "a-3"), (Threads{0}));
}

TEST_F(ReadMarksTest, HoldsABoundedNumberInMemoryAndFindsTheOthersInTheStore) {
  const int readers = static_cast<int>(2 * kReadMarkCacheBytes / 256);
  for (int i = 0; i < readers; ++i) {
    ASSERT_TRUE(marks_->mark("dc", "g-" + std::to_string(i), std::nullopt, 1));
  }
  EXPECT_EQ(marks_->of("dc", "g-0").all, 1u);
  families_->fail_reads(Error{Errc::kIo, "the disk is gone"});
  int in_memory = 0;
  for (int i = 0; i < readers; ++i) {
    in_memory += marks_->of("dc", "g-" + std::to_string(i)).all > 0 ? 1 : 0;
  }
  EXPECT_LT(in_memory, readers * 3 / 4);
  EXPECT_GT(in_memory, readers / 10);
}

TEST_F(ReadMarksTest, WhatCannotBeReadIsAsIfItWereNotThere) {
  const std::array<storage::RecordChange, 2> changes{
      storage::RecordChange{"read_marks", std::string("dc\0a-3", 6), R"({"all":-1,"threads":5})"},
      storage::RecordChange{"read_marks", std::string("dc\0a-4", 6),
                            R"({"all":"x","threads":{"y":1,"2":3}})"}};
  ASSERT_TRUE(store_.change_records(changes));
  open();
  EXPECT_EQ(unread(marks_->of("dc", "a-3"), discussion(), "a-3"), (Threads{0, 2}));
  EXPECT_EQ(unread(marks_->of("dc", "a-4"), discussion(), "a-4"), (Threads{0}));
}

}  // namespace
}  // namespace plenary::server
