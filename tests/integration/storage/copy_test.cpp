#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "storage/commit_queue.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/letters.hpp"
#include "tests/support/storage/rocks_fixture.hpp"

namespace plenary::storage::testing {
namespace {

TEST(RocksCopy, TakenWhileWritesGoOnIsWholeAndHoldsWhatWasAcknowledgedBefore) {
  const TemporaryDirectory place;
  const std::unique_ptr<Store> store =
      open_store({.directory = place / "data", .unsaved_bytes = 256 * 1024});
  CommitQueue queue(*store);
  std::atomic<std::uint64_t> acknowledged{0};
  std::atomic<bool> enough{false};
  std::thread writer([&] {
    for (std::uint64_t version = 0; !enough; ++version) {
      EXPECT_TRUE(
          queue.submit(letters_append(paper(), version, 1), [&](const Result<void>& answer) {
            EXPECT_TRUE(answer);
            acknowledged += 1;
          }));
      EXPECT_TRUE(queue.submit(letters_append(paper("b"), 2 * version, 2),
                               [](const Result<void>& answer) { EXPECT_TRUE(answer); }));
      while (queue.waiting_ops() > 64) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      if (version % 200 == 199) {
        EXPECT_TRUE(store->put_properties(paper("noise"), std::string(20'000, 'x')));
        const std::uint64_t head = store->head(paper()).value().version.value;
        EXPECT_TRUE(store->put_snapshot(paper(), letters_snapshot(paper(), head)));
      }
    }
  });
  for (int round = 0; round < 5; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const std::uint64_t before = acknowledged;
    const std::filesystem::path copy = place / ("copy" + std::to_string(round));
    const Result<void> made = store->checkpoint(copy);
    ASSERT_TRUE(made) << made.error().detail;
    const std::shared_ptr<Families> families =
        open_families({.directory = copy, .read_only = true});
    const CheckReport report = check_letters(*families);
    EXPECT_TRUE(report.clean()) << describe(report);
    EXPECT_GE(KeyValueStore(families).head(paper()).value().version.value, before);
  }
  enough = true;
  writer.join();
  queue.stop();
}

}  // namespace
}  // namespace plenary::storage::testing
