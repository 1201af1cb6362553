#include "server/history/bylines.hpp"

#include <array>

#include <gtest/gtest.h>

#include "server/access/identity.hpp"
#include "server/runtime/pool.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"

namespace plenary::server {
namespace {

using Kind = Identity::Kind;

Identity somebody(Kind kind, std::string id, std::string name) {
  return {.kind = kind, .name = std::move(id), .display_name = std::move(name)};
}

class BylinesTest : public ::testing::Test {
 protected:
  std::unique_ptr<Bylines> load() { return std::make_unique<Bylines>(store_, background_); }
  std::shared_ptr<storage::MemoryFamilies> families_{std::make_shared<storage::MemoryFamilies>()};
  storage::KeyValueStore store_{families_};
  Pool background_{1};
};

TEST_F(BylinesTest, WhoHasNoAccountIsKnownByNameAfterARestart) {
  const auto bylines = load();
  bylines->note(somebody(Kind::kGuest, "g-1", "Gus"));
  bylines->note(somebody(Kind::kVouched, "j-1", "Vera"));
  EXPECT_EQ(bylines->name_of("g-1"), "Gus") << "at once";
  background_.stop();
  const auto again = load();
  EXPECT_EQ(again->name_of("g-1"), "Gus");
  EXPECT_EQ(again->name_of("j-1"), "Vera");
  EXPECT_EQ(again->name_of("g-2"), "");
}

TEST_F(BylinesTest, AccountsAreNotKept) {
  const auto bylines = load();
  for (const Kind kind : {Kind::kAccount, Kind::kToken, Kind::kEverybody, Kind::kNobody}) {
    bylines->note(somebody(kind, "a-1", "Ama"));
  }
  bylines->note(somebody(Kind::kGuest, "g-1", ""));
  background_.stop();
  EXPECT_EQ(bylines->name_of("a-1"), "");
  EXPECT_EQ(families_->writes(), 0u);
}

TEST_F(BylinesTest, TheNewestNameCountsAndTheSameIsWrittenOnce) {
  const auto bylines = load();
  for (const char* name : {"Gus", "Gus", "Gustav", "Gustav"}) {
    bylines->note(somebody(Kind::kGuest, "g-1", name));
  }
  background_.stop();
  EXPECT_EQ(load()->name_of("g-1"), "Gustav");
  EXPECT_EQ(families_->writes(), 2u);
}

TEST_F(BylinesTest, HoldsABoundedNumberOfNamesInMemoryAndFindsTheOthersInTheStore) {
  const auto bylines = load();
  const std::string name(1'000, 'n');
  const int authors = static_cast<int>(2 * kBylineCacheBytes / name.size());
  for (int i = 0; i < authors; ++i) {
    bylines->note(somebody(Kind::kGuest, "g-" + std::to_string(i), name));
  }
  background_.stop();
  EXPECT_EQ(bylines->name_of("g-0"), name);
  families_->fail_reads(Error{Errc::kIo, "the disk is gone"});
  int in_memory = 0;
  for (int i = 0; i < authors; ++i) {
    in_memory += bylines->name_of("g-" + std::to_string(i)).empty() ? 0 : 1;
  }
  EXPECT_LT(in_memory, authors * 6 / 10);
  EXPECT_GT(in_memory, authors * 3 / 10);
}

TEST_F(BylinesTest, WhatIsNoNameIsPassedOver) {
  const std::array junk{storage::RecordChange{"bylines", "g-1", "{"},
                        storage::RecordChange{"bylines", "g-2", R"({"name":7})"},
                        storage::RecordChange{"bylines", "g-3", R"({"name":"Gitta"})"}};
  ASSERT_TRUE(store_.change_records(junk));
  const auto bylines = load();
  EXPECT_EQ(bylines->name_of("g-2"), "");
  EXPECT_EQ(bylines->name_of("g-3"), "Gitta");
}

}  // namespace
}  // namespace plenary::server
