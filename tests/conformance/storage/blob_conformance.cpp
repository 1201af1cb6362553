// Blobs: stored once by their hash, with the records that name them.
#include <string>

#include "storage/limits.hpp"
#include "tests/conformance/storage/store_conformance.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::storage::testing {
namespace {

/// Bytes of which no two pieces are the same.
std::string many_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i < count; ++i) {
    bytes[i] = static_cast<char>((i * 31 + i / 251) & 0xffU);
  }
  return bytes;
}

RecordChange naming(const std::string& blob) {
  return {"pictures/a", blob, "{}"};
}

Result<void> put(Store& store, std::string_view bytes) {
  const RecordChange change = naming(blob_name(bytes));
  return store.put_blob(bytes, {&change, 1});
}

TEST_P(StoreConformance, BlobIsNamedByTheHashOfItsBytes) {
  EXPECT_EQ(blob_name("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_P(StoreConformance, BlobOfAnySizeComesBackAfterReopening) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kBlobPieceBytes - 1,
                                 kBlobPieceBytes, kBlobPieceBytes + 1, 3 * kBlobPieceBytes}) {
    ASSERT_TRUE(put(store(), many_bytes(size))) << size;
  }
  reopen();
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kBlobPieceBytes - 1,
                                 kBlobPieceBytes, kBlobPieceBytes + 1, 3 * kBlobPieceBytes}) {
    const std::string bytes = many_bytes(size);
    EXPECT_EQ(store().blob(blob_name(bytes)).value(), bytes) << size;
    EXPECT_EQ(store().record("pictures/a", blob_name(bytes)).value(), "{}");
  }
}

TEST_P(StoreConformance, BlobThatIsThereIsTakenAgain) {
  ASSERT_TRUE(put(store(), "abc"));
  ASSERT_TRUE(put(store(), "abc"));
  EXPECT_EQ(store().blob(blob_name("abc")).value(), "abc");
}

TEST_P(StoreConformance, NameOfNoBlobFindsNothing) {
  ASSERT_TRUE(put(store(), "abc"));
  const std::string name = blob_name("abc");
  for (const std::string& other : {blob_name("abd"), std::string(), std::string("abc"), name + "0",
                                   name.substr(1), "BA" + name.substr(2), "g" + name.substr(1)}) {
    EXPECT_EQ(store().blob(other).value(), std::nullopt) << other;
  }
}

TEST_P(StoreConformance, BlobBeyondTheLimitIsRefused) {
  EXPECT_TRUE(put(store(), std::string(kMaxBlobBytes, 'a')));
  EXPECT_EQ(error_of(put(store(), std::string(kMaxBlobBytes + 1, 'a'))), Errc::kTooLarge);
}

TEST_P(StoreConformance, BlobComesWithItsRecordsOrNotAtAll) {
  RecordChange change = naming(blob_name("abc"));
  change.expected = RecordChange::Expected{"{}"};
  EXPECT_EQ(error_of(store().put_blob("abc", {&change, 1})), Errc::kVersionConflict);
  EXPECT_EQ(store().blob(blob_name("abc")).value(), std::nullopt);
  EXPECT_EQ(store().record("pictures/a", blob_name("abc")).value(), std::nullopt);
}

TEST_P(StoreConformance, CopyHoldsTheBlobs) {
  if (!fixture().has_files()) {
    GTEST_SKIP();
  }
  const TemporaryDirectory place;
  const std::string bytes = many_bytes(2 * kBlobPieceBytes + 5);
  ASSERT_TRUE(put(store(), bytes));
  ASSERT_TRUE(store().checkpoint(place / "copy"));
  EXPECT_EQ(fixture().open_copy(place / "copy")->blob(blob_name(bytes)).value(), bytes);
}

}  // namespace
}  // namespace plenary::storage::testing
