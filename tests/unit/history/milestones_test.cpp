#include "server/history/milestones.hpp"

#include <gtest/gtest.h>

#include "server/runtime/clock.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/server/hand_clock.hpp"
#include "tests/support/storage/builders.hpp"

namespace plenary::server {
namespace {

using storage::testing::error_of;
using testing::HandClock;

bool anything(const Milestone&) {
  return true;
}
bool nothing(const Milestone&) {
  return false;
}

class MilestonesTest : public ::testing::Test {
 protected:
  Result<Milestone> add(const std::string& name, std::uint64_t version = 1) {
    return milestones_.add("paper", {.version = {version}, .name = name, .by = "a-1"});
  }
  std::vector<std::string> names() {
    std::vector<std::string> found;
    const auto all = milestones_.of("paper");
    EXPECT_TRUE(all);
    for (const Milestone& one : *all) {
      found.push_back(one.name);
    }
    return found;
  }
  using Names = std::vector<std::string>;

  std::shared_ptr<storage::MemoryFamilies> families_{std::make_shared<storage::MemoryFamilies>()};
  storage::KeyValueStore store_{families_};
  HandClock clock_{1000};
  int ids_{0};
  Milestones milestones_{store_, clock_, [this] { return std::to_string(++ids_); }};
};

TEST_F(MilestonesTest, ComeInTheOrderOfTheirVersionsAndThenOfTheirNaming) {
  for (const auto& [name, version] :
       {std::pair("third", 7u), std::pair("first", 2u), std::pair("second", 2u)}) {
    clock_.ms += 1;
    ASSERT_TRUE(add(name, version));
  }
  EXPECT_EQ(names(), (Names{"first", "second", "third"}));
  const auto found = milestones_.find("paper", "m-2");
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, (Milestone{"m-2", {2}, "first", "", "a-1", {1002}}));
}

TEST_F(MilestonesTest, AreThereAfterARestartOnlyForTheirPaper) {
  ASSERT_TRUE(add("one"));
  storage::KeyValueStore restarted(families_);
  Milestones again(restarted, clock_, [] { return "x"; });
  EXPECT_EQ(again.of("paper")->size(), 1u);
  EXPECT_TRUE(again.of("pape")->empty());
  EXPECT_TRUE(again.of("paper2")->empty());
  EXPECT_EQ(error_of(again.find("paper2", "m-1")), Errc::kNotFound);
}

TEST_F(MilestonesTest, ChangeOnlyWhereTheyAreAsOneHasSeenThem) {
  ASSERT_TRUE(add("one"));
  clock_.ms += 500;
  EXPECT_EQ(error_of(milestones_.change("paper", "m-1", {.name = "two"}, nothing)),
            Errc::kVersionConflict);
  EXPECT_EQ(error_of(milestones_.remove("paper", "m-1", nothing)), Errc::kVersionConflict);
  EXPECT_EQ(names(), Names{"one"});
  const auto changed = milestones_.change("paper", "m-1", {.note = "why"}, anything);
  ASSERT_TRUE(changed);
  EXPECT_EQ(*changed, (Milestone{"m-1", {1}, "one", "why", "a-1", {1000}}));
  EXPECT_EQ(*milestones_.find("paper", "m-1"), *changed);
  ASSERT_TRUE(milestones_.remove("paper", "m-1", anything));
  EXPECT_EQ(names(), Names{});
  EXPECT_EQ(error_of(milestones_.change("paper", "m-1", {}, anything)), Errc::kNotFound);
  EXPECT_EQ(error_of(milestones_.remove("paper", "m-1", anything)), Errc::kNotFound);
}

TEST_F(MilestonesTest, HaveANameOfOneLineAndANoteOfAPage) {
  ASSERT_TRUE(add(std::string(Milestones::kNameBytesMost, 'x')));
  const Names wrong{"",
                    "  ",
                    std::string(Milestones::kNameBytesMost + 1, 'x'),
                    "two\nlines",
                    "a\t",
                    "\x7f",
                    "\xed\xa0\x80",
                    "\xff"};
  for (const std::string& name : wrong) {
    EXPECT_EQ(error_of(add(name)), Errc::kMalformed) << name;
    EXPECT_EQ(error_of(milestones_.change("paper", "m-1", {.name = name}, anything)),
              Errc::kMalformed)
        << name;
  }
  const auto noted = [this](std::string note) {
    return milestones_.change("paper", "m-1", {.note = std::move(note)}, anything);
  };
  EXPECT_TRUE(noted(std::string(Milestones::kNoteBytesMost, 'x')));
  EXPECT_EQ(error_of(noted(std::string(Milestones::kNoteBytesMost + 1, 'x'))), Errc::kMalformed);
  EXPECT_EQ(error_of(noted("\xed\xa0\x80")), Errc::kMalformed);
  EXPECT_EQ(names().size(), 1u);
}

TEST_F(MilestonesTest, AreNotMoreThanAPersonCanLookThrough) {
  std::vector<storage::RecordChange> changes;
  for (std::size_t i = 1; i < Milestones::kPerPaperMost; ++i) {
    changes.push_back({"milestones/paper", "n-" + std::to_string(i),
                       R"({"version":1,"name":"x","note":"","by":"","at":1})"});
  }
  ASSERT_TRUE(store_.change_records(changes));
  EXPECT_TRUE(add("the last"));
  EXPECT_EQ(error_of(add("one too many")), Errc::kTooLarge);
}

TEST_F(MilestonesTest, ADamagedOneIsAnErrorAndIsNotPassedOver) {
  ASSERT_TRUE(add("sound"));
  for (const char* json : {"{", "[]", "{}", R"({"version":-1,"name":"x","at":1})",
                           R"({"version":1,"name":2,"at":1})", R"({"version":1,"name":"x"})"}) {
    const std::array damage{storage::RecordChange{"milestones/paper", "m-bad", json}};
    ASSERT_TRUE(store_.change_records(damage));
    EXPECT_EQ(error_of(milestones_.of("paper")), Errc::kCorrupt) << json;
  }
}

TEST_F(MilestonesTest, WhatTheStoreDoesNotTakeIsNotThere) {
  families_->fail_writes({Errc::kReadOnly, "the disk is full"});
  EXPECT_EQ(error_of(add("one")), Errc::kReadOnly);
  EXPECT_EQ(names(), Names{});
}

}  // namespace
}  // namespace plenary::server
