#include "server/papers/listing.hpp"

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/papers/title.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/storage/builders.hpp"

namespace plenary::server {
namespace {

using storage::testing::append_of;
using storage::testing::append_one;
using Ids = std::vector<std::string>;

Ids ids_of(const Listing& listing) {
  Ids ids;
  for (const auto& paper : listing) {
    ids.push_back(paper->view.id);
  }
  return ids;
}

class ListingTest : public ::testing::Test {
 protected:
  void append(const std::string& id, std::uint64_t version, storage::OpKind kind, std::int64_t time,
              std::optional<std::string> properties = {}) {
    storage::Append append = append_of({"documents", id}, version);
    storage::OpRecord& op = append.ops.front();
    op.kind = kind;
    op.time = {time};
    op.body = kind == storage::OpKind::kCreate
                  ? R"({"type":"http://sharejs.org/types/rich-text/v1","data":[]})"
                  : "[]";
    append.properties = std::move(properties);
    ASSERT_TRUE(append_one(store_, append));
  }
  void make(const std::string& id, std::int64_t time, const std::string& title = "Paper") {
    append(id, 0, storage::OpKind::kCreate, time,
           new_properties(title, {time}, ot::TypeId::kRichText));
  }
  Listing read() {
    auto listing = reader_.read();
    EXPECT_TRUE(listing);
    return listing ? *std::move(listing) : Listing();
  }

  storage::KeyValueStore store_{std::make_shared<storage::MemoryFamilies>()};
  ListingReader reader_{store_, [](const std::string& id) { return id.substr(0, 1); }, 3};
};

TEST_F(ListingTest, PapersOfTheSameInstantStandInTheOrderOfTheirIds) {
  make("b", 5);
  make("a", 5);
  make("c", 9);
  EXPECT_EQ(ids_of(read()), (Ids{"c", "a", "b"}));
}

TEST_F(ListingTest, OnlyTheMostRecentAreKept) {
  for (int i = 0; i < 20; ++i) {
    make("p" + std::to_string(i), (i * 7) % 20);
  }
  EXPECT_EQ(ids_of(read()), (Ids{"p17", "p14", "p11"}));  // 19, 18, 17
}

TEST_F(ListingTest, NobodysPapersPushOutSomebodyElses) {
  make("a1", 1);
  make("b1", 2);
  for (int i = 0; i < 20; ++i) {
    make("f" + std::to_string(i), 10 + i);
  }
  EXPECT_EQ(ids_of(read()), (Ids{"f19", "b1", "a1"}));
}

TEST_F(ListingTest, ChangesShowAtTheNextReading) {
  make("a", 1);
  EXPECT_EQ(read().front()->view.version, Version{1});
  append("a", 1, storage::OpKind::kEdit, 2);
  EXPECT_EQ(read().front()->view.version, Version{2});
  ASSERT_TRUE(store_.put_properties({"documents", "a"}, R"({"title":"New"})"));
  EXPECT_EQ(read().front()->view.title, "New");
  append("a", 2, storage::OpKind::kDelete, 3);
  EXPECT_TRUE(read().empty());
  append("a", 3, storage::OpKind::kCreate, 4);
  EXPECT_EQ(read().size(), 1u);
}

TEST_F(ListingTest, WhatHttpCannotNameIsLeftOut) {
  make("a b", 1);
  make("..", 1);
  make("ok", 1);
  ASSERT_TRUE(append_one(store_, append_of({"notes", "elsewhere"}, 0)));
  EXPECT_EQ(ids_of(read()), Ids{"ok"});
}

TEST_F(ListingTest, WithoutPropertiesTheLogSaysWhatADocumentIs) {
  append("a", 0, storage::OpKind::kCreate, 77);
  const DocumentView view = read().front()->view;
  EXPECT_EQ(view.type, ot::TypeId::kRichText);
  EXPECT_EQ(view.created_at, Timestamp{77});
  EXPECT_EQ(view.title, "Untitled");
}

/// The rights of somebody who may see every paper.
const auto kAll = [](const std::string&) { return true; };

/// A listing of n papers a, b, c, … in this order.
Listing letters(int n) {
  Listing listing;
  for (int i = 0; i < n; ++i) {
    Paper paper;
    paper.view.id = std::string(1, static_cast<char>('a' + i));
    paper.view.updated_at = {100 - i / 2};  // two of each instant
    paper.folded_title = i % 2 == 0 ? "even" : "odd";
    listing.push_back(std::make_shared<const Paper>(std::move(paper)));
  }
  return listing;
}

TEST(Page, ACursorContinuesWhereThePageEndedWhateverTheLimit) {
  const Listing listing = letters(7);
  for (std::size_t limit = 1; limit <= 8; ++limit) {
    Ids all;
    PageRequest request{limit, std::nullopt, ""};
    while (true) {
      const auto page = page_of(listing, request, kAll);
      ASSERT_TRUE(page);
      EXPECT_LE(page->papers.size(), limit);
      for (const std::string& id : ids_of(page->papers)) {
        all.push_back(id);
      }
      if (!page->next_cursor) {
        break;
      }
      request.cursor = page->next_cursor;
    }
    EXPECT_EQ(all, ids_of(listing)) << limit;
  }
}

TEST(Page, ThereIsNoNextPageIfNothingOnItWouldFit) {
  const auto page = page_of(letters(6), {3, std::nullopt, "even"}, kAll);
  ASSERT_TRUE(page);
  EXPECT_EQ(ids_of(page->papers), (Ids{"a", "c", "e"}));
  EXPECT_FALSE(page->next_cursor);
}

TEST(Page, OnlyWhatOneMaySeeIsOnItAndCounts) {
  const auto page = page_of(letters(6), {2, std::nullopt, ""}, [](const std::string& id) {
    return id == "b" || id == "d" || id == "f";
  });
  ASSERT_TRUE(page);
  EXPECT_EQ(ids_of(page->papers), (Ids{"b", "d"}));
  EXPECT_TRUE(page->next_cursor);
}

TEST(Page, ACursorOfAPaperThatIsGoneStillHasItsPlace) {
  const auto page = page_of(letters(4), {9, "99.bb", ""}, kAll);
  ASSERT_TRUE(page);
  EXPECT_EQ(ids_of(page->papers), (Ids{"c", "d"}));
}

}  // namespace
}  // namespace plenary::server
