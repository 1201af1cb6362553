#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/text/rope.hpp"
#include "tests/property/text/random_edits.hpp"
#include "tests/support/ot/random_embeds.hpp"

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

using Edit = std::function<Delta(Random&, const Rope&)>;

void read_and_edit_copies(Handout& handout, std::uint64_t seed, const Edit& edit,
                          std::atomic<int>& wrong) {
  Random random(seed);
  for (Handout::Item item; handout.take(item);) {
    auto& [rope, expected] = item;
    const Rope copy = rope;
    for (int i = 0; i < 3; ++i) {
      if (!rope.apply(edit(random, rope))) {
        ++wrong;
      }
    }
    if (!(copy.to_delta() == expected) || !rope.check_invariants().empty()) {
      ++wrong;
    }
  }
}

/// `edits` by one thread, while three others read and edit copies.
void share_copies(Random& random, int edits, const Edit& edit) {
  Handout handout;
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (std::uint64_t i = 0; i < 3; ++i) {
    readers.emplace_back(
        [&handout, &edit, &wrong, i] { read_and_edit_copies(handout, i, edit, wrong); });
  }
  Rope rope;
  for (; edits > 0; --edits) {
    EXPECT_TRUE(rope.apply(edit(random, rope)));
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
}

TEST(RopeThreads, CopiesAreReadAndEditedWhileTheOriginalGoesOn) {
  test::for_cases(4, [](Random& random) {
    share_copies(random, 600,
                 [](Random& chosen, const Rope& rope) { return random_op(chosen, rope.length()); });
  });
}

/// Tables and notes change in place where nobody else has them.
TEST(RopeThreads, CopiesWithTablesAndNotesAreReadAndEditedWhileTheOriginalGoesOn) {
  const Edit edit = [](Random& random, const Rope& rope) {
    if (rope.length() < 5) {
      return test::random_paper(random);
    }
    // Papers grow by a fifth with each change.
    return rope.length() > 60 ? Delta().push(ot::rich_text::Component::remove(rope.length() - 10))
                              : test::random_paper_change(random, rope.to_delta());
  };
  test::for_cases(4, [&edit](Random& random) { share_copies(random, 150, edit); });
}

}  // namespace
}  // namespace plenary::text
