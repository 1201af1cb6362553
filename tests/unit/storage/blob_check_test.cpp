// What check() says of blobs.
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "storage/blob_records.hpp"
#include "storage/check.hpp"
#include "storage/key_value_store.hpp"
#include "storage/limits.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/letters.hpp"

namespace plenary::storage {
namespace {

/// A store with a blob of two pieces that a record names; each test spoils something.
class BlobCheckTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(put()); }

  Result<void> put() {
    const RecordChange change{"pictures/a", name_, "{}"};
    return store_.put_blob(bytes_, {&change, 1});
  }
  [[nodiscard]] CheckReport report() {
    return check(*families_, {.blobs_of = [](const std::string& kind, const std::string& key,
                                             const std::string&) {
      return kind == "pictures/a" ? std::vector<std::string>{key} : std::vector<std::string>();
    }});
  }
  void expect_only(FindingKind kind) {
    const CheckReport found = report();
    ASSERT_EQ(found.findings_total, 1u) << testing::describe(found);
    EXPECT_EQ(name_of(found.findings[0].kind), name_of(kind));
    EXPECT_NE(found.findings[0].what.find(name_), std::string::npos) << found.findings[0].what;
  }
  void overwrite(const std::string& key, const std::string& record) {
    ASSERT_TRUE(families_->write({{Family::kBlobs, key, record}}, Sync::kYes));
  }

  const std::string bytes_ = std::string(kBlobPieceBytes, 'a') + "b";
  const std::string name_ = blob_name(bytes_);
  const std::string head_ = blob_key(name_).value();
  const std::shared_ptr<MemoryFamilies> families_ = std::make_shared<MemoryFamilies>();
  KeyValueStore store_{families_};
};

TEST_F(BlobCheckTest, WholeBlobIsCounted) {
  const CheckReport found = report();
  EXPECT_TRUE(found.clean()) << testing::describe(found);
  EXPECT_EQ(found.blobs, 1u);
}

TEST_F(BlobCheckTest, DamagedPieceIsFoundAndNotServed) {
  const std::string key = piece_key(head_, 1);
  std::string record = families_->get(Family::kBlobs, key).value().value();
  record[record.size() / 2] ^= 1;
  overwrite(key, record);
  expect_only(FindingKind::kDamagedBlob);
  EXPECT_EQ(testing::error_of(store_.blob(name_)), Errc::kCorrupt);
}

TEST_F(BlobCheckTest, BytesOfAnotherHashAreFound) {
  const std::string key = piece_key(head_, 1);
  overwrite(key, encode_piece(key, "c"));
  expect_only(FindingKind::kDamagedBlob);
}

TEST_F(BlobCheckTest, MissingPieceIsFoundAndNotServed) {
  families_->erase(Family::kBlobs, piece_key(head_, 0));
  expect_only(FindingKind::kDamagedBlob);
  EXPECT_EQ(testing::error_of(store_.blob(name_)), Errc::kCorrupt);
}

TEST_F(BlobCheckTest, PieceTooManyIsFound) {
  const std::string key = piece_key(head_, 2);
  overwrite(key, encode_piece(key, "c"));
  expect_only(FindingKind::kDamagedBlob);
}

TEST_F(BlobCheckTest, MissingHeadIsFound) {
  families_->erase(Family::kBlobs, head_);
  expect_only(FindingKind::kMissingBlob);
}

TEST_F(BlobCheckTest, PiecesOfAWriteThatWasCutOffAreNothing) {
  const std::string other = std::string(kBlobPieceBytes, 'c') + "d";
  const std::string key = piece_key(blob_key(blob_name(other)).value(), 0);
  overwrite(key, encode_piece(key, piece_of(other, 0)));
  EXPECT_TRUE(report().clean());
  EXPECT_EQ(store_.blob(blob_name(other)).value(), std::nullopt);
  const RecordChange change{"pictures/a", blob_name(other), "{}"};
  ASSERT_TRUE(store_.put_blob(other, {&change, 1}));
  EXPECT_TRUE(report().clean());
  EXPECT_EQ(store_.blob(blob_name(other)).value(), other);
}

TEST_F(BlobCheckTest, WriteThatFailsLeavesNothing) {
  const std::string other = std::string(2 * kBlobPieceBytes, 'c');
  const RecordChange change{"pictures/a", blob_name(other), "{}"};
  families_->fail_writes({Errc::kReadOnly, "the disk is full"});
  EXPECT_EQ(testing::error_of(store_.put_blob(other, {&change, 1})), Errc::kReadOnly);
  EXPECT_EQ(store_.blob(blob_name(other)).value(), std::nullopt);
  EXPECT_TRUE(report().clean());
}

TEST_F(BlobCheckTest, SameBytesMendADamagedBlob) {
  families_->erase(Family::kBlobs, piece_key(head_, 0));
  ASSERT_TRUE(put());
  EXPECT_TRUE(report().clean());
}

TEST_F(BlobCheckTest, RecordWithoutItsBlobIsFound) {
  for (const std::string& key : {head_, piece_key(head_, 0), piece_key(head_, 1)}) {
    families_->erase(Family::kBlobs, key);
  }
  expect_only(FindingKind::kMissingBlob);
}

TEST_F(BlobCheckTest, BlobThatNoRecordNamesIsFound) {
  const RecordChange gone{"pictures/a", name_, std::nullopt};
  ASSERT_TRUE(store_.change_records({&gone, 1}));
  expect_only(FindingKind::kUnclaimedBlob);
}

}  // namespace
}  // namespace plenary::storage
