#include "storage/record_codec.hpp"

#include <limits>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "storage/chain.hpp"
#include "storage/crc32c.hpp"
#include "storage/fields.hpp"
#include "storage/keys.hpp"
#include "storage/limits.hpp"
#include "tests/support/storage/builders.hpp"

namespace plenary::storage {
namespace {

using testing::error_of;
using testing::snapshot_at;
using std::string_literals::operator""s;

const std::string kDocument = document_key({"documents", "dc-paper"}).value();
const std::string kRecordKey = version_key(kDocument, {7});

OpRecord sample_op() {
  return {.version = {7},
          .kind = OpKind::kEdit,
          .time = {1'700'000'000'000},
          .author = "ama",
          .source = "c1",
          .sequence = {3},
          .body = R"([{"insert":"hi"}])"};
}

TEST(Records, OperationsComeBack) {
  OpRecord op = sample_op();
  EXPECT_EQ(decode_operation(kRecordKey, encode_operation(kRecordKey, op).value()).value(), op);
  op = {.version = {7},
        .kind = OpKind::kDelete,
        .time = {std::numeric_limits<std::int64_t>::min()},
        .sequence = {~std::uint64_t{0}}};
  EXPECT_EQ(decode_operation(kRecordKey, encode_operation(kRecordKey, op).value()).value(), op);
}

TEST(Records, HeadsComeBackAtTheirLimits) {
  for (const std::uint64_t most : {std::uint64_t{0}, ~std::uint64_t{0}}) {
    const Head head{.version = {most},
                    .time = {std::numeric_limits<std::int64_t>::max()},
                    .snapshot_version = {most},
                    .bytes_since_snapshot = most};
    EXPECT_EQ(decode_head(kDocument, encode_head(kDocument, head)).value(), head);
    Head with_chain = head;
    with_chain.chain.assign(kChainBytes, '\xff');
    EXPECT_EQ(decode_head(kDocument, encode_head(kDocument, with_chain)).value(), with_chain);
  }
}

TEST(Records, SnapshotsComeBackCompressedOrNot) {
  std::mt19937 random(1);
  std::string noise(5000, ' ');
  for (char& c : noise) {
    c = static_cast<char>(random());
  }
  for (const std::string& content : {""s, "x"s, std::string(1'000'000, 'a'), noise}) {
    SnapshotRecord snapshot = snapshot_at(7, content);
    std::string record = encode_snapshot(kRecordKey, snapshot).value();
    EXPECT_LT(record.size(), content.size() + 100);
    EXPECT_EQ(decode_snapshot(kRecordKey, record).value(), snapshot);
    snapshot.created_at.reset();
    record = encode_snapshot(kRecordKey, snapshot).value();
    EXPECT_EQ(decode_snapshot(kRecordKey, record).value(), snapshot);
  }
}

TEST(Records, CompressionShrinksText) {
  const std::string record =
      encode_snapshot(kRecordKey, snapshot_at(7, std::string(1'000'000, 'a'))).value();
  EXPECT_LT(record.size(), 1000u);
}

TEST(Records, PropertiesAndClientsComeBack) {
  EXPECT_EQ(decode_properties("k", encode_properties("k", R"({"title":"A"})").value()).value(),
            R"({"title":"A"})");
  EXPECT_EQ(decode_client("k", encode_client("k", "").value()).value(), "");
}

TEST(Records, AnyFlippedBitIsFound) {
  const std::string record = encode_operation(kRecordKey, sample_op()).value();
  for (std::size_t bit = 0; bit < record.size() * 8; ++bit) {
    std::string damaged = record;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_EQ(error_of(decode_operation(kRecordKey, damaged)), Errc::kCorrupt) << bit;
  }
}

TEST(Records, AnyTruncationIsFound) {
  const std::string record = encode_snapshot(kRecordKey, snapshot_at(7)).value();
  for (std::size_t size = 0; size < record.size(); ++size) {
    EXPECT_EQ(error_of(decode_snapshot(kRecordKey, record.substr(0, size))), Errc::kCorrupt)
        << size;
  }
}

TEST(Records, RecordUnderAnotherKeyIsFound) {
  const std::string record = encode_operation(kRecordKey, sample_op()).value();
  EXPECT_EQ(error_of(decode_operation(version_key(kDocument, {8}), record)), Errc::kCorrupt);
}

TEST(Records, RecordOfAnotherTypeIsFound) {
  const std::string record = encode_properties(kDocument, "ama").value();
  EXPECT_EQ(error_of(decode_client(kDocument, record)), Errc::kCorrupt);
}

TEST(Records, RecordOfANewerFormatIsRefusedAsSuch) {
  std::string record = encode_head(kDocument, Head{.version = {1}});
  record[1] = 3;
  record.resize(record.size() - 4);
  FieldWriter(record).fixed32(crc32c(record, crc32c(kDocument)));
  EXPECT_EQ(error_of(decode_head(kDocument, record)), Errc::kFormatTooNew);
  record.resize(record.size() - 4);
  record[1] = 0;
  FieldWriter(record).fixed32(crc32c(record, crc32c(kDocument)));
  EXPECT_EQ(error_of(decode_head(kDocument, record)), Errc::kCorrupt);
}

TEST(Records, PayloadsThatAreNotCanonicalAreRefused) {
  const auto refused = [](const std::string& payload) {
    return error_of(decode_operation(kRecordKey, make_record(RecordType::kOperation, kRecordKey,
                                                             payload))) == Errc::kCorrupt;
  };
  EXPECT_FALSE(refused("\x01\x00\x00\x00\x00\x00"s)) << "the shortest operation";
  EXPECT_TRUE(refused(""));
  EXPECT_TRUE(refused("\x00\x00\x00\x00\x00\x00"s)) << "no kind";
  EXPECT_TRUE(refused("\x06\x00\x00\x00\x00\x00"s)) << "an unknown kind";
  EXPECT_TRUE(refused("\x01\x80\x00\x00\x00\x00\x00"s)) << "a number in a longer form";
  EXPECT_TRUE(refused("\x01\x00\x00\x00\x00\x00\x00"s)) << "bytes left over";
  EXPECT_TRUE(refused("\x01\x00\x00\x00\x00\x01"s)) << "a body that is not there";
  const auto refused_with_note = [](const std::string& payload) {
    const std::string record = make_record(RecordType::kOperation, kRecordKey, payload, 2);
    return error_of(decode_operation(kRecordKey, record)) == Errc::kCorrupt;
  };
  EXPECT_FALSE(refused_with_note("\x01\x00\x00\x00\x00\x00\x01n"s)) << "the shortest with a note";
  EXPECT_TRUE(refused_with_note("\x01\x00\x00\x00\x00\x00\x00"s)) << "an empty note";
  EXPECT_TRUE(refused_with_note("\x01\x00\x00\x00\x00\x00"s)) << "no note";
}

TEST(Records, SnapshotThatClaimsMoreThanItHoldsIsRefused) {
  const auto payload = [](std::uint8_t compression, std::uint64_t size, std::string_view data) {
    std::string made;
    FieldWriter writer(made);
    writer.zigzag(0);
    writer.bytes("t");
    writer.varint(0);
    writer.byte(compression);
    writer.varint(size);
    writer.fixed32(crc32c("abc"));
    writer.raw(data);
    return make_record(RecordType::kSnapshot, kRecordKey, made);
  };
  EXPECT_EQ(decode_snapshot(kRecordKey, payload(0, 3, "abc")).value().content, "abc");
  EXPECT_EQ(error_of(decode_snapshot(kRecordKey, payload(0, 4, "abc"))), Errc::kCorrupt);
  EXPECT_EQ(error_of(decode_snapshot(kRecordKey, payload(0, 3, "abd"))), Errc::kCorrupt);
  EXPECT_EQ(error_of(decode_snapshot(kRecordKey, payload(2, 3, "abc"))), Errc::kCorrupt);
  EXPECT_EQ(error_of(decode_snapshot(kRecordKey, payload(1, 3, "abc"))), Errc::kCorrupt);
  EXPECT_EQ(error_of(decode_snapshot(kRecordKey, payload(0, kMaxContentBytes + 1, "abc"))),
            Errc::kCorrupt);
  EXPECT_EQ(error_of(decode_snapshot(kRecordKey, payload(0, ~std::uint64_t{0}, "abc"))),
            Errc::kCorrupt);
}

TEST(Records, FieldsHaveLimits) {
  OpRecord op = sample_op();
  op.author.assign(kMaxLabelBytes, 'x');
  op.source.assign(kMaxLabelBytes, 'x');
  EXPECT_TRUE(encode_operation(kRecordKey, op));
  op.author.push_back('x');
  EXPECT_EQ(error_of(encode_operation(kRecordKey, op)), Errc::kTooLarge);
  op = sample_op();
  op.source.assign(kMaxLabelBytes + 1, 'x');
  EXPECT_EQ(error_of(encode_operation(kRecordKey, op)), Errc::kTooLarge);
  SnapshotRecord snapshot = snapshot_at(7);
  snapshot.type.assign(kMaxLabelBytes + 1, 'x');
  EXPECT_EQ(error_of(encode_snapshot(kRecordKey, snapshot)), Errc::kTooLarge);
  EXPECT_TRUE(encode_client("k", std::string(kMaxLabelBytes, 'x')));
  EXPECT_EQ(error_of(encode_client("k", std::string(kMaxLabelBytes + 1, 'x'))), Errc::kTooLarge);
}

TEST(Records, ContentHasALimit) {
  std::string content(kMaxContentBytes, 'x');
  EXPECT_TRUE(encode_properties("k", content));
  content.push_back('x');
  EXPECT_EQ(error_of(encode_properties("k", content)), Errc::kTooLarge);
  OpRecord op = sample_op();
  op.body = std::move(content);
  EXPECT_EQ(error_of(encode_operation(kRecordKey, op)), Errc::kTooLarge);
  const SnapshotRecord snapshot = snapshot_at(7, std::move(op.body));
  EXPECT_EQ(error_of(encode_snapshot(kRecordKey, snapshot)), Errc::kTooLarge);
}

}  // namespace
}  // namespace plenary::storage
