#include "server/documents/past.hpp"

#include <gtest/gtest.h>

#include "storage/key_value_store.hpp"
#include "storage/keys.hpp"
#include "storage/memory/memory_families.hpp"

namespace plenary::server {
namespace {

using storage::Family;
using storage::OpKind;

const DocumentKey kPastPaper{"c", "d"};

/// Version n holds the number n - 1.
class PastTest : public ::testing::Test {
 protected:
  void SetUp() override {
    append(kPastPaper, OpKind::kCreate, R"({"type":"json0","data":0})");
    for (int i = 1; i < 4; ++i) {
      append(kPastPaper, OpKind::kEdit, R"([{"p":[],"na":1}])");
    }
  }
  void append(const DocumentKey& key, OpKind kind, std::string body) {
    const Version at = store_.head(key)->version;
    storage::Append added{
        key, at, {{at, kind, {1000}, "", "s", {at.value + 1}, std::move(body), {}}}, {}};
    ASSERT_TRUE(store_.append({&added, 1}).front());
  }
  std::string at(std::uint64_t version, const DocumentKey& key = kPastPaper) {
    const auto found = past_.at(key, {version});
    if (!found) {
      return std::string(name_of(found.error().code));
    }
    return found->content.exists() ? found->content.to_json() : "none";
  }
  void lose(std::uint64_t version) { families_->erase(Family::kOperations, place(version)); }
  static std::string place(std::uint64_t version) {
    return storage::version_key(*storage::document_key(kPastPaper), {version});
  }
  void put_snapshot(std::uint64_t version) {
    ASSERT_TRUE(store_.put_snapshot(kPastPaper, {{version},
                                                 {1000},
                                                 "http://sharejs.org/types/JSONv0",
                                                 std::to_string(version - 1),
                                                 Version{0}}));
  }

  std::shared_ptr<storage::MemoryFamilies> families_{std::make_shared<storage::MemoryFamilies>()};
  storage::KeyValueStore store_{families_};
  Past past_{store_};
};

TEST_F(PastTest, GoesOnFromTheNearestVersionThatWasAskedFor) {
  EXPECT_EQ(at(2), "1");
  lose(0);
  EXPECT_EQ(at(4), "3") << "from 2";
  EXPECT_EQ(at(3), "2") << "not from 4, which lies behind it";
  EXPECT_EQ(at(2), "1");
  EXPECT_EQ(at(1), "corrupt");
}

TEST_F(PastTest, BeginsWithANewestSnapshotBelow) {
  put_snapshot(3);
  lose(0);
  EXPECT_EQ(at(4), "3");
  EXPECT_EQ(at(2), "corrupt");
}

TEST_F(PastTest, ADamagedSnapshotCostsTimeOnly) {
  put_snapshot(3);
  ASSERT_TRUE(families_->write({{Family::kSnapshots, place(3), "junk"}}, storage::Sync::kNo));
  EXPECT_EQ(at(4), "3");
}

TEST_F(PastTest, KnowsThatThereWasNothing) {
  EXPECT_EQ(at(0), "none");
  append(kPastPaper, OpKind::kDelete, "");
  EXPECT_EQ(at(5), "none");
  EXPECT_EQ(at(6), "corrupt") << "there is no such operation";
}

TEST_F(PastTest, RemembersTheVersionsThatWereAskedForLast) {
  EXPECT_EQ(at(1), "0");
  lose(0);
  const auto other = [](std::size_t i) { return DocumentKey{"c", "other-" + std::to_string(i)}; };
  for (std::size_t i = 0; i < Past::kRememberedMost; ++i) {
    append(other(i), OpKind::kCreate, R"({"type":"json0","data":7})");
  }
  for (std::size_t i = 1; i < Past::kRememberedMost; ++i) {
    EXPECT_EQ(at(1, other(i)), "7");
  }
  EXPECT_EQ(at(1), "0");
  for (std::size_t i = 0; i < Past::kRememberedMost; ++i) {
    EXPECT_EQ(at(1, other(i)), "7");
  }
  EXPECT_EQ(at(1), "corrupt") << "it was forgotten, and its operation is lost";
}

TEST_F(PastTest, WhatIsRememberedTakesSoManyBytesAndNoMore) {
  EXPECT_EQ(at(1), "0");
  const std::size_t one = past_.bytes();
  EXPECT_GT(one, 0u);
  EXPECT_EQ(at(2), "1");
  EXPECT_EQ(past_.bytes(), 2 * one);
  EXPECT_EQ(at(2), "1");
  EXPECT_EQ(past_.bytes(), 2 * one) << "the same version again";

  Past small(store_, 2 * one);
  for (const std::uint64_t version : {1u, 2u, 3u}) {
    ASSERT_TRUE(small.at(kPastPaper, {version}));
    EXPECT_LE(small.bytes(), 2 * one);
  }
  lose(0);
  EXPECT_TRUE(small.at(kPastPaper, {2}));
  EXPECT_FALSE(small.at(kPastPaper, {1})) << "it was forgotten, and its operation is lost";
  Past none(store_, one - 1);
  put_snapshot(3);
  EXPECT_TRUE(none.at(kPastPaper, {3})) << "what has no room is given and forgotten";
  EXPECT_EQ(none.bytes(), 0u);
}

TEST_F(PastTest, AttributesCountInWhatIsRemembered) {
  const auto bytes_of = [this](const std::string& id, const std::string& ops) {
    const DocumentKey key{"c", id};
    append(key, OpKind::kCreate, R"({"type":"rich-text","data":)" + ops + "}");
    const std::size_t before = past_.bytes();
    EXPECT_NE(at(1, key), "none");
    return past_.bytes() - before;
  };
  const std::string value(1000, 'v');
  const std::size_t plain = bytes_of("plain", R"([{"insert":"aa"}])");
  const std::size_t styled = bytes_of(
      "styled", R"([{"insert":"a","attributes":{"x":")" + value +
                    R"("}},{"insert":"b"},{"insert":"c","attributes":{"y":")" + value + R"("}}])");
  EXPECT_GT(styled, plain + 2 * value.size());
}

}  // namespace
}  // namespace plenary::server
