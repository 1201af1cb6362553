#include "storage/commit_queue.hpp"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/storage/builders.hpp"

namespace plenary::storage {
namespace {

using testing::append_of;
using testing::error_of;
using testing::ops_of;
using testing::paper;

/// Lets a test hold the commit thread in front of a write.
class Gate {
 public:
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  void open() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = false;
    }
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    waiting_ += 1;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !closed_; });
    waiting_ -= 1;
  }
  /// Returns when somebody stands in front of it.
  void await_someone() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ > 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_{false};
  int waiting_{0};
};

/// Families in memory with a gate in front of every write.
class GatedFamilies final : public Families {
 public:
  Result<std::optional<std::string>> get(Family family, std::string_view key) override {
    return memory.get(family, key);
  }
  std::unique_ptr<FamilyCursor> cursor(Family family) override { return memory.cursor(family); }
  Result<void> write(const std::vector<Put>& puts, Sync sync) override {
    gate.pass();
    return memory.write(puts, sync);
  }
  Result<void> reclaim(Family family, std::string_view from, std::string_view until) override {
    return memory.reclaim(family, from, until);
  }
  Result<void> checkpoint(const std::filesystem::path& to) override {
    return memory.checkpoint(to);
  }

  MemoryFamilies memory;
  Gate gate;
};

class Reports final : public CommitObserver {
 public:
  void on_commit(const CommitReport& report) noexcept override { all.push_back(report); }
  std::vector<CommitReport> all;  // read it when the queue has stopped
};

class CommitQueueTest : public ::testing::Test {
 protected:
  /// Submits; the answer goes to answers_ under `name`. Returns what submit answered.
  Result<void> submit(CommitQueue& queue, Append append, const std::string& name) {
    return queue.submit(std::move(append), [this, name](Result<void> answer) {
      order_.push_back(name);
      answers_[name] = std::move(answer);
    });
  }
  [[nodiscard]] std::optional<Errc> answer(const std::string& name) const {
    return error_of(answers_.at(name));
  }

  const std::shared_ptr<GatedFamilies> families_ = std::make_shared<GatedFamilies>();
  KeyValueStore store_{families_};
  Reports reports_;
  // Written on the commit thread; read them when the queue has stopped.
  std::vector<std::string> order_;
  std::map<std::string, Result<void>> answers_;
};

TEST_F(CommitQueueTest, AnswersWhenTheOperationsAreStored) {
  CommitQueue queue(store_);
  std::atomic<int> heads{-1};
  ASSERT_TRUE(queue.submit(append_of(paper(), 0, 3), [&](const Result<void>& answer) {
    EXPECT_TRUE(answer);
    heads = static_cast<int>(store_.head(paper()).value().version.value);
  }));
  queue.stop();
  EXPECT_EQ(heads, 3);
}

TEST_F(CommitQueueTest, WhatWaitsGoesInOneWriteAndIsAnsweredInOrder) {
  CommitQueue queue(store_, {}, &reports_);
  families_->gate.close();
  ASSERT_TRUE(submit(queue, append_of(paper("a"), 0), "first"));
  families_->gate.await_someone();
  ASSERT_TRUE(submit(queue, append_of(paper("a"), 1, 2), "a1"));
  ASSERT_TRUE(submit(queue, append_of(paper("b"), 0), "b0"));
  ASSERT_TRUE(submit(queue, append_of(paper("a"), 3), "a3"));
  EXPECT_EQ(queue.waiting_ops(), 5u);
  families_->gate.open();
  queue.stop();
  EXPECT_EQ(order_, (std::vector<std::string>{"first", "a1", "b0", "a3"}));
  ASSERT_EQ(reports_.all.size(), 2u);
  EXPECT_EQ(reports_.all[1].appends, 3u);
  EXPECT_EQ(reports_.all[1].ops, 4u);
  EXPECT_EQ(reports_.all[1].documents, 2u);
  EXPECT_EQ(reports_.all[1].failed, 0u);
  EXPECT_EQ(ops_of(store_, paper("a")).size(), 4u);
  EXPECT_EQ(families_->memory.writes(), 2u);
  EXPECT_EQ(queue.waiting_ops(), 0u);
}

TEST_F(CommitQueueTest, LastPropertiesOfMergedAppendsAreKept) {
  CommitQueue queue(store_);
  families_->gate.close();
  ASSERT_TRUE(submit(queue, append_of(paper("other"), 0), "first"));
  families_->gate.await_someone();
  for (std::uint64_t version = 0; version < 3; ++version) {
    Append append = append_of(paper(), version);
    if (version < 2) {
      append.properties = std::to_string(version);
    }
    ASSERT_TRUE(submit(queue, std::move(append), std::to_string(version)));
  }
  families_->gate.open();
  queue.stop();
  EXPECT_EQ(store_.properties(paper()).value(), "1");
}

TEST_F(CommitQueueTest, FailureTakesTheLaterAppendsOfThatDocumentWithItAndNoOthers) {
  CommitQueue queue(store_, {}, &reports_);
  families_->gate.close();
  ASSERT_TRUE(submit(queue, append_of(paper("x"), 0), "first"));
  families_->gate.await_someone();
  ASSERT_TRUE(submit(queue, append_of(paper("a"), 5), "a5"));
  ASSERT_TRUE(submit(queue, append_of(paper("b"), 0), "b0"));
  ASSERT_TRUE(submit(queue, append_of(paper("a"), 6), "a6"));
  families_->gate.open();
  queue.stop();
  EXPECT_EQ(answer("a5"), Errc::kVersionConflict);
  EXPECT_EQ(answer("a6"), Errc::kVersionConflict);
  EXPECT_EQ(answer("b0"), std::nullopt);
  EXPECT_EQ(reports_.all.back().failed, 2u);
  EXPECT_EQ(store_.head(paper("a")).value(), Head{});
}

TEST_F(CommitQueueTest, AppendThatDoesNotContinueTheOneBeforeItFailsAlone) {
  CommitQueue queue(store_);
  families_->gate.close();
  ASSERT_TRUE(submit(queue, append_of(paper("x"), 0), "first"));
  families_->gate.await_someone();
  ASSERT_TRUE(submit(queue, append_of(paper(), 0, 2), "good"));
  ASSERT_TRUE(submit(queue, append_of(paper(), 1), "behind"));
  ASSERT_TRUE(submit(queue, append_of(paper(), 2), "next"));
  families_->gate.open();
  queue.stop();
  EXPECT_EQ(answer("good"), std::nullopt);
  EXPECT_EQ(answer("behind"), Errc::kVersionConflict);
  EXPECT_EQ(answer("next"), std::nullopt);
  EXPECT_EQ(ops_of(store_, paper()).size(), 3u);
}

TEST_F(CommitQueueTest, FailedWriteFailsItsBatchAndWhatWasBuiltOnIt) {
  CommitQueue queue(store_);
  families_->gate.close();
  families_->memory.fail_writes({Errc::kReadOnly, "disk full"});
  ASSERT_TRUE(submit(queue, append_of(paper(), 0), "failed"));
  families_->gate.await_someone();
  ASSERT_TRUE(submit(queue, append_of(paper(), 1), "built on it"));
  ASSERT_TRUE(submit(queue, append_of(paper("b"), 0), "other"));
  families_->gate.open();
  queue.stop();
  EXPECT_EQ(answer("failed"), Errc::kReadOnly);
  EXPECT_EQ(answer("built on it"), Errc::kVersionConflict);
  EXPECT_EQ(answer("other"), std::nullopt);
}

TEST_F(CommitQueueTest, TooManyWaitingOperationsAreRefusedAtOnce) {
  CommitQueue queue(store_, {.waiting_ops_most = 5});
  families_->gate.close();
  ASSERT_TRUE(submit(queue, append_of(paper("a"), 0, 2), "first"));
  families_->gate.await_someone();
  EXPECT_TRUE(submit(queue, append_of(paper("b"), 0, 3), "fits"));
  EXPECT_EQ(error_of(submit(queue, append_of(paper("c"), 0, 1), "more")), Errc::kTooLarge);
  families_->gate.open();
  queue.stop();
  EXPECT_EQ(answers_.count("more"), 0u);
  EXPECT_EQ(answers_.count("fits"), 1u);
}

TEST_F(CommitQueueTest, TooManyWaitingBytesAreRefusedAtOnce) {
  const std::size_t one = log_bytes(testing::op(0));
  CommitQueue queue(store_, {.waiting_bytes_most = 2 * one});
  families_->gate.close();
  ASSERT_TRUE(submit(queue, append_of(paper("a"), 0), "first"));
  families_->gate.await_someone();
  EXPECT_TRUE(submit(queue, append_of(paper("b"), 0), "fits"));
  EXPECT_EQ(error_of(submit(queue, append_of(paper("c"), 0), "more")), Errc::kTooLarge);
  families_->gate.open();
}

TEST_F(CommitQueueTest, OneAppendBeyondEveryLimitIsTakenWhenNothingWaits) {
  CommitQueue queue(store_,
                    {.waiting_ops_most = 1, .waiting_bytes_most = 1, .batch_bytes_most = 1});
  ASSERT_TRUE(submit(queue, append_of(paper(), 0, 3), "large"));
  queue.stop();
  EXPECT_EQ(answer("large"), std::nullopt);
}

TEST_F(CommitQueueTest, WriteHasALimitOfBytes) {
  CommitQueue queue(store_, {.batch_bytes_most = 2 * log_bytes(testing::op(0))}, &reports_);
  families_->gate.close();
  ASSERT_TRUE(submit(queue, append_of(paper("x"), 0), "first"));
  families_->gate.await_someone();
  for (const std::string name : {"a", "b", "c"}) {
    ASSERT_TRUE(submit(queue, append_of(paper(name), 0), name));
  }
  families_->gate.open();
  queue.stop();
  ASSERT_EQ(reports_.all.size(), 3u);
  EXPECT_EQ(reports_.all[1].appends, 2u);
  EXPECT_EQ(reports_.all[2].appends, 1u);
}

/// However many imports wait: a keystroke is written after one of them at most.
TEST_F(CommitQueueTest, SmallAppendsWaitForOneLargeAppendAtMost) {
  const std::size_t small = log_bytes(testing::op(0));
  CommitQueue queue(store_, {.large_bytes = 2 * small}, &reports_);
  families_->gate.close();
  ASSERT_TRUE(submit(queue, append_of(paper("x"), 0), "first"));
  families_->gate.await_someone();
  for (const std::string name : {"large a", "large b", "large c"}) {
    ASSERT_TRUE(submit(queue, append_of(paper(name), 0, 3), name));
  }
  ASSERT_TRUE(submit(queue, append_of(paper("large b"), 3), "after large b"));
  ASSERT_TRUE(submit(queue, append_of(paper("d"), 0), "small d"));
  ASSERT_TRUE(submit(queue, append_of(paper("e"), 0), "small e"));
  families_->gate.open();
  queue.stop();
  EXPECT_EQ(order_, (std::vector<std::string>{"first", "large a", "small d", "small e", "large b",
                                              "large c", "after large b"}));
  ASSERT_EQ(reports_.all.size(), 5u);
  EXPECT_EQ(reports_.all[2].appends, 2u);  // small d and small e
  EXPECT_EQ(reports_.all[4].appends, 2u);  // a small one joins the large one before it
  EXPECT_EQ(ops_of(store_, paper("large b")).size(), 4u);
}

/// The two kinds take turns: neither waits for ever.
TEST(WaitingAppends, TakeTurns) {
  WaitingAppends waiting({.batch_bytes_most = 10, .large_bytes = 5});
  const auto push = [&](const char* name, std::size_t bytes) {
    waiting.push({append_of(paper(name), 0), {}, bytes});
  };
  push("L1", 50);
  push("L2", 5);
  for (const char* name : {"s1", "s2", "s3", "s4"}) {
    push(name, 4);
  }
  std::string taken;
  while (!waiting.empty()) {
    for (const WaitingAppends::Entry& entry : waiting.take()) {
      taken += entry.append.key.id + " ";
    }
    taken += "| ";
  }
  EXPECT_EQ(taken, "s1 s2 | L1 | s3 s4 | L2 | ");
  EXPECT_TRUE(waiting.take().empty());
}

TEST_F(CommitQueueTest, StopAnswersWhatWaitsAndTakesNoMore) {
  CommitQueue queue(store_);
  families_->gate.close();
  ASSERT_TRUE(submit(queue, append_of(paper(), 0), "first"));
  families_->gate.await_someone();
  ASSERT_TRUE(submit(queue, append_of(paper(), 1), "second"));
  families_->gate.open();
  queue.stop();
  queue.stop();
  EXPECT_EQ(answer("first"), std::nullopt);
  EXPECT_EQ(answer("second"), std::nullopt);
  EXPECT_EQ(error_of(submit(queue, append_of(paper(), 2), "third")), Errc::kStopping);
}

TEST_F(CommitQueueTest, DoneMaySubmit) {
  CommitQueue queue(store_);
  std::mutex mutex;
  std::condition_variable changed;
  bool finished = false;
  ASSERT_TRUE(queue.submit(append_of(paper(), 0), [&](const Result<void>&) {
    EXPECT_TRUE(queue.submit(append_of(paper(), 1), [&](const Result<void>&) {
      const std::lock_guard lock(mutex);
      finished = true;
      changed.notify_one();
    }));
  }));
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return finished; });
  EXPECT_EQ(store_.head(paper()).value().version, Version{2});
}

/// Editors of several documents on several threads: each document's log must be what its editor
/// sent.
TEST_F(CommitQueueTest, ManyProducersEachGetTheirAnswersInOrder) {
  constexpr int kProducers = 8;
  constexpr std::uint64_t kAppends = 400;
  CommitQueue queue(store_, {}, &reports_);
  std::vector<std::vector<std::uint64_t>> answered(kProducers);  // commit thread only
  std::vector<std::thread> producers;
  for (int p = 0; p < kProducers; ++p) {
    producers.emplace_back([&, p] {
      std::mt19937 random(static_cast<unsigned>(p));
      const auto mine = static_cast<std::size_t>(p);
      std::uint64_t version = 0;
      for (std::uint64_t n = 0; n < kAppends; ++n) {
        const std::uint64_t count = 1 + random() % 3;
        Append append = append_of(paper(std::to_string(p)), version, count);
        ASSERT_TRUE(queue.submit(std::move(append), [&, mine, n](const Result<void>& answer) {
          EXPECT_TRUE(answer);
          answered[mine].push_back(n);
        }));
        version += count;
        if (random() % 16 == 0) {
          std::this_thread::sleep_for(std::chrono::microseconds(random() % 300));
        }
      }
    });
  }
  for (std::thread& producer : producers) {
    producer.join();
  }
  queue.stop();
  std::size_t appends = 0;
  for (const CommitReport& report : reports_.all) {
    appends += report.appends;
    EXPECT_LE(report.documents, std::size_t{kProducers});
  }
  EXPECT_EQ(appends, kProducers * kAppends);
  for (std::size_t p = 0; p < kProducers; ++p) {
    ASSERT_EQ(answered[p].size(), kAppends);
    EXPECT_TRUE(std::is_sorted(answered[p].begin(), answered[p].end()));
    const DocumentKey key = paper(std::to_string(p));
    EXPECT_EQ(ops_of(store_, key).size(), store_.head(key).value().version.value);
  }
}

TEST_F(CommitQueueTest, StoppingFromManyThreadsWhileOthersSubmitIsSafe) {
  for (int round = 0; round < 20; ++round) {
    auto queue = std::make_unique<CommitQueue>(store_);
    std::atomic<int> taken{0};
    std::atomic<int> answered{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        const std::string id = std::to_string(round) + "." + std::to_string(t);
        for (std::uint64_t version = 0; version < 50; ++version) {
          taken += queue->submit(append_of(paper(id), version),
                                 [&](const Result<void>&) { answered += 1; })
                       ? 1
                       : 0;
        }
      });
    }
    threads.emplace_back([&] { queue->stop(); });
    threads.emplace_back([&] { queue->stop(); });
    for (std::thread& thread : threads) {
      thread.join();
    }
    queue.reset();
    EXPECT_EQ(taken, answered);
  }
}

}  // namespace
}  // namespace plenary::storage
