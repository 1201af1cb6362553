#include "storage/sealed_block.hpp"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "storage/block_cache.hpp"
#include "storage/block_reader.hpp"
#include "storage/chain.hpp"
#include "storage/keys.hpp"
#include "storage/limits.hpp"
#include "storage/record_codec.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/histories.hpp"

namespace plenary::storage {
namespace {

using testing::error_of;
using testing::op;

const std::string kBlockKey = version_key(document_key({"documents", "dc-paper"}).value(), {0});
const std::string kChain(kChainBytes, 'c');

/// The columns of three operations: "a", "b" after it, and the "b" taken back.
Columns three_ops() {
  Columns columns;
  columns[Column::kTimesLow] = std::string("\0\1\1", 3);
  columns[Column::kTimesHigh] = std::string("\7\0", 2);
  columns[Column::kAuthorNames] = "\3ama";
  columns[Column::kAuthors] = std::string("\7\0", 2);
  columns[Column::kSourceNames] = "\2c1";
  columns[Column::kSources] = std::string("\7\0", 2);
  columns[Column::kSequences] = std::string("\6\2\0\0", 4);
  columns[Column::kNotes] = std::string("\7\0", 2);
  columns[Column::kContents] = "\7\x09";
  columns[Column::kShapeNames] = std::string("\1\0\2\2\0\2\2\3", 8);
  columns[Column::kShapes] = std::string("\6\0\1\2", 4);
  columns[Column::kPlaces] = std::string("\4\0\0", 3);
  columns[Column::kInsertLengths] = "\4\1\1";
  columns[Column::kOtherLengths] = "\2\1";
  columns[Column::kText] = "ab";
  return columns;
}

std::string record_of_columns(const Columns& columns, std::uint64_t count = 3) {
  std::string payload;
  FieldWriter writer(payload);
  writer.varint(count);
  writer.zigzag(1000);
  writer.varint(2);
  writer.raw(kChain);
  append_columns(writer, columns);
  return make_record(RecordType::kSealedBlock, kBlockKey, payload);
}

/// True if it unpacks, every operation can be taken, and nothing is left over.
bool is_whole(const std::string& record) {
  const auto block = UnpackedBlock::unpack(kBlockKey, record);
  if (!block) {
    EXPECT_EQ(block.error().code, Errc::kCorrupt);
    return false;
  }
  BlockReader reader(**block);
  while (reader.next()) {
  }
  return reader.complete();
}

TEST(SealedBlock, ColumnsAreOfWhatFormatSays) {
  const std::string record = record_of_columns(three_ops());
  EXPECT_TRUE(is_whole(record));
  std::vector<OpRecord> ops;
  const auto block = UnpackedBlock::unpack(kBlockKey, record).value();
  for (BlockReader reader(*block); reader.next();) {
    ops.push_back(storage::record_of(reader.op()));
  }
  ASSERT_EQ(ops.size(), 3u);
  EXPECT_EQ(ops[1].body, R"([{"retain":1},{"insert":"b"}])");
  EXPECT_EQ(ops[2].body, R"([{"retain":1},{"delete":1}])");
  EXPECT_EQ(ops[2].time, Timestamp{1002});
  EXPECT_EQ(ops[2].sequence, Sequence{3});
  EXPECT_EQ(encode_block(kBlockKey, ops, kChain).value(), record);
}

TEST(SealedBlock, ColumnsThatDoNotFitAreRefused) {
  const std::vector<std::pair<Column, std::string>> wrong{
      {Column::kTimesLow, std::string("\0\1", 2)},                // one is missing
      {Column::kTimesHigh, std::string("\6\0\0", 3)},             // one is missing
      {Column::kTimesHigh, std::string("\x09\0", 2)},             // one is left over
      {Column::kAuthorNames, ""},                                 // nobody
      {Column::kAuthorNames, "\4ama"},                            // cut off
      {Column::kAuthors, "\7\1"},                                 // no such author
      {Column::kSources, "\7\5"},                                 // no such source
      {Column::kNotes, "\7\1"},                                   // no such note
      {Column::kContents, "\7\x0f"},                              // no such kind
      {Column::kContents, "\7\x19"},                              // no such form
      {Column::kContents, "\7\x0a"},                              // a create as a delta
      {Column::kContents, "\7\1"},                                // JSON that is not there
      {Column::kBodies, "x"},                                     // left over
      {Column::kShapes, std::string("\6\0\1\3", 4)},              // no such shape
      {Column::kShapeNames, std::string("\1\7\2\2\0\2\2\3", 8)},  // a delete with attributes
      {Column::kShapeNames, std::string("\0\2\2\0\2\2\3", 7)},    // no components
      {Column::kShapeNames, std::string("\1\1\2\2\0\2\2\3", 8)},  // an embed that is not there
      {Column::kPlaces, std::string("\4\1\0", 3)},                // a retain of nothing
      {Column::kInsertLengths, std::string("\4\1\0", 3)},         // a text of nothing
      {Column::kInsertLengths, "\4\1\2"},                         // more text than there is
      {Column::kOtherLengths, std::string("\2\0", 2)},            // a delete of nothing
      {Column::kText, "abc"},                                     // left over
      {Column::kText, "a\xff"},                                   // not text
      {Column::kValueTexts, "\1{"},                               // not JSON
      {Column::kValueTexts, "\2[]"},                              // not an object
      {Column::kValues, std::string("\2\0", 2)},                  // left over
  };
  for (const auto& [column, bytes] : wrong) {
    Columns columns = three_ops();
    columns[column] = bytes;
    EXPECT_FALSE(is_whole(record_of_columns(columns)))
        << "column " << static_cast<int>(column) << ": " << ::testing::PrintToString(bytes);
  }
  EXPECT_FALSE(is_whole(record_of_columns(three_ops(), 2)));
  EXPECT_FALSE(is_whole(record_of_columns(three_ops(), 4)));
}

TEST(SealedBlock, HeaderThatCannotBeIsRefused) {
  for (const std::uint64_t count : {std::uint64_t{0}, std::uint64_t{kSealedOpsMost + 1}}) {
    const std::string record = record_of_columns(three_ops(), count);
    EXPECT_EQ(error_of(decode_block_header(kBlockKey, record)), Errc::kCorrupt);
    EXPECT_EQ(error_of(UnpackedBlock::unpack(kBlockKey, record)), Errc::kCorrupt);
    EXPECT_EQ(error_of(version_in_block(kBlockKey, record, {0})), Errc::kCorrupt);
  }
}

TEST(SealedBlock, ColumnThatClaimsMoreThanABlockMayHoldIsRefused) {
  std::string payload;
  FieldWriter writer(payload);
  writer.varint(1);
  writer.zigzag(0);
  writer.varint(0);
  writer.raw(kChain);
  writer.varint(kBlockBytesMost + 1);
  writer.bytes("\x28\xb5\x2f\xfd");
  EXPECT_EQ(error_of(UnpackedBlock::unpack(
                kBlockKey, make_record(RecordType::kSealedBlock, kBlockKey, payload))),
            Errc::kCorrupt);
}

TEST(SealedBlock, OperationBeyondItsLimitIsNotPacked) {
  std::vector<OpRecord> ops{op(0)};
  ops[0].author.assign(kMaxLabelBytes + 1, 'x');
  EXPECT_EQ(error_of(encode_block(kBlockKey, ops, kChain)), Errc::kTooLarge);
}

TEST(SealedBlock, TimesWrapAroundRatherThanBreak) {
  std::vector<OpRecord> ops{op(0), op(1), op(2)};
  ops[0].time = {std::numeric_limits<std::int64_t>::max()};
  ops[1].time = {std::numeric_limits<std::int64_t>::min()};
  ops[2].time = {-1};
  const std::string record = encode_block(kBlockKey, ops, kChain).value();
  const auto block = UnpackedBlock::unpack(kBlockKey, record).value();
  BlockReader reader(*block);
  for (const OpRecord& expected : ops) {
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(storage::record_of(reader.op()), expected);
  }
}

TEST(BlockCache, KeepsTheLastBlocksWithinItsBytes) {
  const std::vector<OpRecord> ops = testing::odd_history();
  const auto key = [](std::uint64_t n) {
    return version_key(document_key({"documents", std::to_string(n)}).value(), {0});
  };
  const std::string sample = encode_block(key(0), ops, kChain).value();
  const std::size_t bytes = UnpackedBlock::unpack(key(0), sample).value()->bytes();
  BlockCache cache(3 * bytes + bytes / 2);
  for (std::uint64_t n = 0; n < 3; ++n) {
    ASSERT_TRUE(cache.get(key(n), encode_block(key(n), ops, kChain).value()));
  }
  const std::string nothing;
  EXPECT_TRUE(cache.get(key(0), nothing)) << "kept: the record is not looked at";
  ASSERT_TRUE(cache.get(key(3), encode_block(key(3), ops, kChain).value()));
  EXPECT_FALSE(cache.get(key(1), nothing)) << "the one that was asked for longest ago has gone";
  EXPECT_TRUE(cache.get(key(0), nothing));
  EXPECT_TRUE(cache.get(key(3), nothing));
  BlockCache small(bytes - 1);
  ASSERT_TRUE(small.get(key(0), sample));
  EXPECT_FALSE(small.get(key(0), nothing)) << "larger than all that may be kept";
}

}  // namespace
}  // namespace plenary::storage
