#include "server/documents/long_work.hpp"

#include <future>
#include <string>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

/// Every slice posts `a` to its shard, which posts `b`. The order of all of them, as one text.
TEST(LongWork, LetsTasksAndWhatTheyPostGoBetweenItsSlices) {
  Shard shard(0);
  LongWork work;
  std::string order;
  std::promise<void> done;
  shard.start();
  shard.post([&] {
    work.add(shard, [&, left = 3]() mutable {
      order += 's';
      shard.post([&] {
        order += 'a';
        shard.post([&] { order += 'b'; });
      });
      if (--left == 0) {
        shard.after(std::chrono::milliseconds(1), [&] { done.set_value(); });
      }
      return left > 0;
    });
  });
  done.get_future().wait();
  shard.stop();
  shard.join();
  EXPECT_EQ(order, "sabsabsab");
}

TEST(LongWork, PiecesTakeTurns) {
  Shard shard(0);
  LongWork work;
  std::string order;
  std::promise<void> done;
  shard.start();
  shard.post([&] {
    for (const char name : {'x', 'y'}) {
      work.add(shard, [&, name, left = 3]() mutable {
        order += name;
        if (--left == 0 && name == 'y') {
          done.set_value();
        }
        return left > 0;
      });
    }
    EXPECT_EQ(work.size(), 2u);
  });
  done.get_future().wait();
  shard.stop();
  shard.join();
  EXPECT_EQ(order, "xyxyxy");
  EXPECT_EQ(work.size(), 0u);
}

}  // namespace
}  // namespace plenary::server
