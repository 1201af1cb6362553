#include "server/papers/document_index.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "server/runtime/pool.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/storage/builders.hpp"

namespace plenary::server {
namespace {

using storage::testing::append_of;
using storage::testing::append_one;

/// Families whose next look at a family may throw.
class ThrowingFamilies final : public storage::Families {
 public:
  Result<std::optional<std::string>> get(storage::Family family, std::string_view key) override {
    return memory.get(family, key);
  }
  std::unique_ptr<storage::FamilyCursor> cursor(storage::Family family) override {
    if (throws.exchange(false)) {
      throw std::runtime_error("no memory");
    }
    return memory.cursor(family);
  }
  Result<void> write(const std::vector<storage::Put>& puts, storage::Sync sync) override {
    return memory.write(puts, sync);
  }
  Result<void> reclaim(storage::Family family, std::string_view from,
                       std::string_view until) override {
    return memory.reclaim(family, from, until);
  }
  Result<void> checkpoint(const std::filesystem::path& to) override {
    return memory.checkpoint(to);
  }

  storage::MemoryFamilies memory;
  std::atomic<bool> throws{false};
};

class DocumentIndexTest : public ::testing::Test {
 protected:
  DocumentIndexTest() : index_(store_, background_) {}
  ~DocumentIndexTest() override { background_.stop(); }

  void make(const std::string& id) {
    storage::Append append = append_of({"documents", id}, 0);
    append.ops.front().body = R"({"type":"http://sharejs.org/types/rich-text/v1","data":[]})";
    ASSERT_TRUE(append_one(store_, append));
  }
  Result<DocumentIndex::ListingPtr> read() {
    std::promise<Result<DocumentIndex::ListingPtr>> answered;
    index_.read([&](Result<DocumentIndex::ListingPtr> listing) { answered.set_value(listing); });
    return answered.get_future().get();
  }

  std::shared_ptr<ThrowingFamilies> families_{std::make_shared<ThrowingFamilies>()};
  storage::KeyValueStore store_{families_};
  Pool background_{2};
  DocumentIndex index_;
};

TEST_F(DocumentIndexTest, ManyWhoLookShareOneListing) {
  make("a");
  const auto first = read();
  ASSERT_TRUE(first);
  EXPECT_EQ((*first)->size(), 1u);
  EXPECT_EQ(*read(), *first);  // the very same object
}

TEST_F(DocumentIndexTest, AnExceptionIsAnErrorAndTheNextReadWorks) {
  make("a");
  families_->throws = true;
  EXPECT_FALSE(read());
  const auto listing = read();
  ASSERT_TRUE(listing);
  EXPECT_EQ((*listing)->size(), 1u);
}

TEST_F(DocumentIndexTest, WhoeverChangedSomethingSeesIt) {
  ASSERT_TRUE(read());
  make("a");
  index_.invalidate();
  const auto listing = read();
  ASSERT_TRUE(listing);
  EXPECT_EQ((*listing)->size(), 1u);
}

TEST_F(DocumentIndexTest, NobodyMissesTheirOwnChangeWhileOthersLook) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string id = std::to_string(t) + "-" + std::to_string(i);
        make(id);
        index_.invalidate();
        const auto listing = read();
        ASSERT_TRUE(listing);
        EXPECT_TRUE(std::any_of((*listing)->begin(), (*listing)->end(),
                                [&id](const auto& paper) { return paper->view.id == id; }));
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
}

TEST_F(DocumentIndexTest, ADamagedDocumentDoesNotHideTheOthers) {
  make("a");
  storage::Append append = append_of({"documents", "b"}, 0);
  append.ops.front().body = "no create";
  ASSERT_TRUE(append_one(store_, append));
  const auto listing = read();
  ASSERT_TRUE(listing);
  EXPECT_EQ((*listing)->size(), 1u);
}

}  // namespace
}  // namespace plenary::server
