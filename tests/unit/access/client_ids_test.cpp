#include "server/access/client_ids.hpp"

#include <chrono>
#include <memory>

#include <gtest/gtest.h>

#include "server/runtime/clock.hpp"
#include "storage/key_value_store.hpp"
#include "storage/keys.hpp"
#include "storage/memory/memory_families.hpp"
#include "storage/record_codec.hpp"
#include "tests/support/server/hand_clock.hpp"

namespace plenary::server {
namespace {

using testing::HandClock;

class ClientIdsTest : public ::testing::Test {
 protected:
  void restart() { ids_ = std::make_unique<ClientIds>(store_, clock_); }
  [[nodiscard]] std::size_t stored() {
    std::size_t count = 0;
    EXPECT_TRUE(store_.read_records("clients", [&count](std::string&&, std::string&&) {
      ++count;
      return true;
    }));
    return count;
  }
  /// Sweeps until every owner was looked at.
  void sweep_all() {
    for (std::size_t seen = 0; seen <= stored(); seen += kClientIdsPerSweep) {
      ASSERT_TRUE(ids_->sweep());
    }
  }

  const std::shared_ptr<storage::MemoryFamilies> families_ =
      std::make_shared<storage::MemoryFamilies>();
  storage::KeyValueStore store_{families_};
  HandClock clock_;
  std::unique_ptr<ClientIds> ids_ = std::make_unique<ClientIds>(store_, clock_);
  const Identity ann_{.kind = Identity::Kind::kAccount, .name = "a-ann"};
  const Identity bo_{.kind = Identity::Kind::kGuest, .name = "g-bo"};
};

TEST_F(ClientIdsTest, BelongToTheIdentityThatFirstUsedThem) {
  EXPECT_TRUE(ids_->claim("c1", ann_));
  EXPECT_TRUE(ids_->claim("c1", ann_));
  EXPECT_FALSE(ids_->claim("c1", bo_));
  EXPECT_FALSE(ids_->own("c1", bo_));
  EXPECT_TRUE(ids_->own("c1", ann_));
  restart();
  EXPECT_FALSE(ids_->claim("c1", bo_));
  EXPECT_FALSE(ids_->own("c1", bo_));
  EXPECT_TRUE(ids_->claim("c1", ann_));
}

TEST_F(ClientIdsTest, ThatNeverWroteAreNotStored) {
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_TRUE(ids_->claim("c" + std::to_string(i), bo_));
  }
  EXPECT_EQ(families_->writes(), 0u);
  restart();
  EXPECT_TRUE(ids_->claim("c1", ann_));
}

TEST_F(ClientIdsTest, ClaimsOfAnIdentityHaveALimitAndTheOldestGoes) {
  for (std::size_t i = 0; i < kClaimsPerIdentityMax + 1; ++i) {
    EXPECT_TRUE(ids_->claim("c" + std::to_string(i), bo_));
  }
  EXPECT_TRUE(ids_->claim("c0", ann_));
  EXPECT_FALSE(ids_->claim("c1", ann_));
  EXPECT_FALSE(ids_->own("c0", bo_)) << "it is ann's now";
}

TEST_F(ClientIdsTest, OwnersThatWroteStayHoweverManyIdsOthersClaim) {
  EXPECT_TRUE(ids_->own("mine", ann_));
  for (std::size_t i = 0; i < kClaimsMax + 10; ++i) {
    const Identity guest{.kind = Identity::Kind::kGuest, .name = "g-" + std::to_string(i / 32)};
    EXPECT_TRUE(ids_->claim("c" + std::to_string(i), guest));
  }
  EXPECT_FALSE(ids_->claim("mine", bo_));
  EXPECT_TRUE(ids_->own("mine", ann_));
  EXPECT_EQ(stored(), 1u);
}

TEST_F(ClientIdsTest, UnusedOwnersAreForgottenAndUsedOnesStay) {
  EXPECT_TRUE(ids_->own("left", bo_));
  EXPECT_TRUE(ids_->own("kept", ann_));
  restart();
  clock_.pass(kClientIdTime - std::chrono::hours(48));
  EXPECT_TRUE(ids_->own("kept", ann_));
  sweep_all();
  restart();
  clock_.pass(std::chrono::hours(49));
  sweep_all();
  EXPECT_EQ(stored(), 1u);
  EXPECT_FALSE(ids_->claim("kept", bo_));
  EXPECT_TRUE(ids_->claim("left", ann_));
}

TEST_F(ClientIdsTest, SweepGoesThroughAllOwnersInPieces) {
  for (std::size_t i = 0; i < kClientIdsPerSweep * 2 + 5; ++i) {
    EXPECT_TRUE(ids_->own("c" + std::to_string(i), bo_));
  }
  clock_.pass(kClientIdTime + std::chrono::hours(1));
  ASSERT_TRUE(ids_->sweep());
  EXPECT_EQ(stored(), kClientIdsPerSweep + 5);
  ASSERT_TRUE(ids_->sweep());
  ASSERT_TRUE(ids_->sweep());
  EXPECT_EQ(stored(), 0u);
}

TEST_F(ClientIdsTest, OwnersThatAnEarlierProgramStoredAreRespected) {
  const std::string key = storage::client_key("old").value();
  ASSERT_TRUE(families_->write(
      {{storage::Family::kClients, key, storage::encode_client(key, "a-ann").value()}},
      storage::Sync::kYes));
  EXPECT_FALSE(ids_->claim("old", bo_));
  EXPECT_FALSE(ids_->own("old", bo_));
  EXPECT_TRUE(ids_->own("old", ann_));
}

TEST_F(ClientIdsTest, WhileTheStoreTakesNoWritesAClaimIsEnough) {
  families_->fail_writes({Errc::kReadOnly, "the disk is full"});
  EXPECT_TRUE(ids_->own("c1", ann_));
  EXPECT_FALSE(ids_->own("c1", bo_));
  EXPECT_EQ(stored(), 0u);
  EXPECT_TRUE(ids_->own("c1", ann_));
  EXPECT_EQ(stored(), 1u);
}

TEST_F(ClientIdsTest, AreNobodysWhileTheStoreCannotBeRead) {
  families_->fail_reads(Error{Errc::kIo, "the disk is gone"});
  EXPECT_FALSE(ids_->claim("c1", ann_));
  EXPECT_FALSE(ids_->own("c1", ann_));
}

TEST_F(ClientIdsTest, AreNotForNobodyAndNotRememberedForEverybody) {
  EXPECT_FALSE(ids_->claim("c1", Identity{}));
  EXPECT_FALSE(ids_->own("c1", Identity{}));
  EXPECT_TRUE(ids_->own("c1", Identity::everybody()));
  EXPECT_TRUE(ids_->claim("c1", ann_));
  EXPECT_EQ(stored(), 0u);
}

}  // namespace
}  // namespace plenary::server
