#include "server/runtime/pool.hpp"

#include <sys/resource.h>

#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

/// A pool whose threads stand still until `open`: what waits can be looked at.
class Gate {
 public:
  Task hold() {
    auto entered = std::make_shared<std::promise<void>>();
    entered_.push_back(entered->get_future());
    return [entered, opened = opened_] {  // copies: a thread may still be here when the test ends
      entered->set_value();
      opened.wait();
    };
  }
  void wait_until_held() {
    for (std::future<void>& one : entered_) {
      one.wait();
    }
  }
  void open() { open_.set_value(); }

 private:
  std::promise<void> open_;
  std::shared_future<void> opened_{open_.get_future()};
  std::vector<std::future<void>> entered_;
};

/// Writes down who was served, in order.
class Record {
 public:
  Task entry(std::string name) {
    return [this, name = std::move(name)] {
      const std::lock_guard lock(mutex_);
      order_ += name;
    };
  }
  [[nodiscard]] std::string order() const {
    const std::lock_guard lock(mutex_);
    return order_;
  }

 private:
  mutable std::mutex mutex_;
  std::string order_;
};

TEST(Pool, AskersTakeTurnsHoweverMuchOneHasPiledUp) {
  Pool pool(1);
  Gate gate;
  pool.post(gate.hold());
  gate.wait_until_held();
  Record record;
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(pool.try_post({"a"}, record.entry("a")));
  }
  ASSERT_TRUE(pool.try_post({"b"}, record.entry("b")));
  ASSERT_TRUE(pool.try_post({"c"}, record.entry("c")));
  ASSERT_TRUE(pool.try_post({"b"}, record.entry("b")));
  pool.post(record.entry("s"));
  gate.open();
  pool.stop();
  EXPECT_EQ(record.order(), "abcsabaa");
}

TEST(Pool, OneAskerLeavesAThreadToTheOthers) {
  Pool pool(2);
  Gate gate;
  ASSERT_TRUE(pool.try_post({"a"}, gate.hold()));
  gate.wait_until_held();
  std::atomic<bool> second_of_a{false};
  ASSERT_TRUE(pool.try_post({"a"}, [&] { second_of_a = true; }));
  std::promise<void> served;
  ASSERT_TRUE(pool.try_post({"b"}, [&] { served.set_value(); }));
  served.get_future().wait();
  EXPECT_FALSE(second_of_a);
  gate.open();
  pool.stop();
  EXPECT_TRUE(second_of_a);
}

TEST(Pool, RefusesWhatIsBeyondAnAskersShareAndNobodyElse) {
  Pool pool(Pool::Options{.threads = 1, .waiting_max = 4, .waiting_per_asker_max = 2});
  Gate gate;
  pool.post(gate.hold());
  gate.wait_until_held();
  const auto post = [&pool](const char* key) {
    const Result<void> posted = pool.try_post({key}, [] {});
    return posted ? std::string("ok") : std::string(name_of(posted.error().code));
  };
  EXPECT_EQ(post("a"), "ok");
  EXPECT_EQ(post("a"), "ok");
  EXPECT_EQ(post("a"), "busy");
  EXPECT_EQ(post("b"), "ok");
  EXPECT_EQ(post("c"), "ok");
  EXPECT_EQ(post("d"), "busy") << "all together have a share, too";
  gate.open();
  pool.stop();
  EXPECT_EQ(post("a"), "stopping");
}

TEST(Pool, TheServersOwnWorkIsNeverRefusedAndTakesNobodysPlace) {
  Pool pool(Pool::Options{.threads = 1, .waiting_max = 2, .waiting_per_asker_max = 2});
  Gate gate;
  pool.post(gate.hold());
  gate.wait_until_held();
  std::atomic<int> done{0};
  for (int i = 0; i < 10; ++i) {
    pool.post([&done] { ++done; });
  }
  EXPECT_TRUE(pool.try_post({"a"}, [&done] { ++done; }));
  gate.open();
  pool.stop();
  EXPECT_EQ(done, 11);
}

TEST(Pool, DropsWhatNobodyWaitsForAnyMore) {
  Pool pool(1);
  Gate gate;
  pool.post(gate.hold());
  gate.wait_until_held();
  std::atomic<bool> gone{false};
  std::atomic<bool> done{false};
  const auto owned = std::make_shared<int>(0);
  ASSERT_TRUE(
      pool.try_post({"a", [&gone] { return gone.load(); }}, [&done, owned] { done = true; }));
  gone = true;
  gate.open();
  pool.stop();
  EXPECT_FALSE(done);
  EXPECT_EQ(owned.use_count(), 1) << "what the task owned is let go";
}

TEST(Pool, DoesEverythingOnceWhileManyAskAtOnce) {
  std::atomic<int> done{0};
  {
    Pool pool(3);
    std::vector<std::thread> askers;
    for (int asker = 0; asker < 4; ++asker) {
      askers.emplace_back([&pool, &done, asker] {
        for (int i = 0; i < 500; ++i) {
          while (!pool.try_post({std::to_string(asker)}, [&done] { ++done; })) {
            std::this_thread::yield();
          }
        }
      });
    }
    for (std::thread& asker : askers) {
      asker.join();
    }
  }
  EXPECT_EQ(done, 2000);
}

TEST(Pool, WithoutASmallerBoundOneAskerUsesAllThreads) {
  Pool pool(Pool::Options{.threads = 2, .running_per_asker_max = 2});
  Gate gate;
  ASSERT_TRUE(pool.try_post({"a"}, gate.hold()));
  ASSERT_TRUE(pool.try_post({"a"}, gate.hold()));
  gate.wait_until_held();
  gate.open();
}

/// The callable goes, and with it whatever must answer when it is destroyed.
TEST(Pool, ATaskThatThrowsCostsItselfOnly) {
  std::promise<std::string> told;
  Pool pool(
      {.name = "tried", .failed = [&](std::string_view name, const std::exception_ptr& thrown) {
         try {
           std::rethrow_exception(thrown);
         } catch (const std::exception& failure) {
           told.set_value(std::string(name) + ": " + failure.what());
         }
       }});
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> callable = held;
  ASSERT_TRUE(pool.try_post({.key = "a"},
                            [held = std::move(held)] { throw std::runtime_error("out of luck"); }));
  EXPECT_EQ(told.get_future().get(), "tried: out of luck");
  std::promise<bool> gone;
  ASSERT_TRUE(pool.try_post({.key = "a"}, [&] { gone.set_value(callable.expired()); }));
  EXPECT_TRUE(gone.get_future().get());
}

TEST(Pool, ItsThreadsAreAsNiceAsItSays) {
  for (const int niceness : {0, 10}) {
    Pool pool(Pool::Options{.threads = 1, .niceness = niceness});
    const auto found = std::make_shared<std::promise<int>>();
    pool.post([found] { found->set_value(getpriority(PRIO_PROCESS, 0)); });
    const int expected = niceness == 0 ? getpriority(PRIO_PROCESS, 0) : niceness;
    EXPECT_EQ(found->get_future().get(), expected);
  }
}

}  // namespace
}  // namespace plenary::server
