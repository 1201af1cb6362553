#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/text/rope.hpp"
#include "tests/property/text/random_edits.hpp"

// One thread edits; others read, edit and drop the copies that it hands out. Runs under the thread
// sanitizer too.

namespace plenary::text {
namespace {

using ot::rich_text::Delta;

/// Copies on their way from the editing thread to the reading ones, with what each must read.
class Handout {
 public:
  using Item = std::pair<Rope, Delta>;

  void put(Item item) {
    {
      const std::lock_guard lock(mutex_);
      items_.push_back(std::move(item));
    }
    changed_.notify_one();
  }
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }
  /// Returns: false once it is closed and empty.
  bool take(Item& item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !items_.empty(); });
    if (items_.empty()) {
      return false;
    }
    item = std::move(items_.front());
    items_.pop_front();
    return true;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  bool closed_{false};
};

void read_and_edit_copies(Handout& handout, std::uint64_t seed, std::atomic<int>& wrong) {
  Random random(seed);
  for (Handout::Item item; handout.take(item);) {
    auto& [rope, expected] = item;
    const Rope copy = rope;
    for (int i = 0; i < 3; ++i) {
      if (!rope.apply(random_op(random, rope.length()))) {
        ++wrong;
      }
    }
    if (!(copy.to_delta() == expected) || !rope.check_invariants().empty()) {
      ++wrong;
    }
  }
}

TEST(RopeThreads, CopiesAreReadAndEditedWhileTheOriginalGoesOn) {
  test::for_cases(4, [](Random& random) {
    Handout handout;
    std::atomic<int> wrong{0};
    std::vector<std::thread> readers;
    for (std::uint64_t i = 0; i < 3; ++i) {
      readers.emplace_back([&handout, &wrong, i] { read_and_edit_copies(handout, i, wrong); });
    }
    Rope rope;
    for (int edit = 0; edit < 600; ++edit) {
      EXPECT_TRUE(rope.apply(random_op(random, rope.length())));
      if (random.chance(30)) {
        handout.put({rope, rope.to_delta()});
      }
    }
    handout.close();
    for (std::thread& reader : readers) {
      reader.join();
    }
    EXPECT_EQ(wrong.load(), 0);
    EXPECT_EQ(rope.check_invariants(), "");
  });
}

}  // namespace
}  // namespace plenary::text
