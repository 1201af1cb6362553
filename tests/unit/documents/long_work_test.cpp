#include "server/documents/long_work.hpp"

#include <functional>
#include <future>
#include <string>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

/// A shard with long work on it. What happens is told as a text, a letter for each thing.
class LongWorkTest : public ::testing::Test {
 protected:
  /// Runs `begin` on the shard and waits until somebody calls done().
  void run(const std::function<void()>& begin) {
    shard_.start();
    shard_.post(begin);
    done_.get_future().wait();
    shard_.stop();
    shard_.join();
  }
  void done() { done_.set_value(); }

  Shard shard_{0};
  LongWork work_;
  std::string order_;

 private:
  std::promise<void> done_;
};

/// Every slice posts `a` to its shard, which posts `b`.
TEST_F(LongWorkTest, LetsTasksAndWhatTheyPostGoBetweenItsSlices) {
  run([this] {
    work_.add(shard_, [this, left = 3]() mutable {
      order_ += 's';
      shard_.post([this] {
        order_ += 'a';
        shard_.post([this] { order_ += 'b'; });
      });
      if (--left == 0) {
        shard_.after(std::chrono::milliseconds(1), [this] { done(); });
      }
      return left > 0;
    });
  });
  EXPECT_EQ(order_, "sabsabsab");
}

TEST_F(LongWorkTest, PiecesTakeTurns) {
  run([this] {
    for (const char name : {'x', 'y'}) {
      work_.add(shard_, [this, name, left = 3]() mutable {
        order_ += name;
        if (--left == 0 && name == 'y') {
          done();
        }
        return left > 0;
      });
    }
    EXPECT_EQ(work_.size(), 2u);
  });
  EXPECT_EQ(order_, "xyxyxy");
  EXPECT_EQ(work_.size(), 0u);
}

}  // namespace
}  // namespace plenary::server
