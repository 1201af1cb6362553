// Records as the first program of each format wrote them: what a directory of that time holds.
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "storage/blob_records.hpp"
#include "storage/blobs.hpp"
#include "storage/block_reader.hpp"
#include "storage/chain.hpp"
#include "storage/keys.hpp"
#include "storage/record_codec.hpp"
#include "storage/sealed_block.hpp"

namespace plenary::storage {
namespace {

using std::string_literals::operator""s;

struct Golden {
  std::string key;
  std::string record;
};

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

/// Lines of "name key record", the last two in hexadecimal digits; "#" begins a comment.
std::map<std::string, Golden> read_golden(const std::string& path) {
  std::map<std::string, Golden> all;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string name;
    std::string key;
    std::string record;
    if (words >> name >> key >> record && name != "#") {
      all[name] = {from_hex(key), from_hex(record)};
    }
  }
  return all;
}

class GoldenRecords : public ::testing::Test {
 protected:
  const std::map<std::string, Golden> golden_ = read_golden("tests/data/storage/format-1.txt");
  const std::map<std::string, Golden> history_ = read_golden("tests/data/storage/history-1.txt");
  const std::map<std::string, Golden> blobs_ = read_golden("tests/data/storage/blobs-1.txt");
  const std::string document_ = document_key({"documents", "dc\0paper"s}).value();
};

const OpRecord kEdit{.version = {300},
                     .kind = OpKind::kEdit,
                     .time = {1'763'805'600'123},
                     .author = "ama",
                     .source = "0f1e2d",
                     .sequence = {77},
                     .body = R"([{"retain":5},{"insert":"Accra","attributes":{"bold":true}}])"};
const OpRecord kDelete{
    .version = {301}, .kind = OpKind::kDelete, .time = {-1}, .source = "0f1e2d", .sequence = {78}};
const SnapshotRecord kSnapshot{.version = {300},
                               .time = {1'763'805'600'000},
                               .type = "http://sharejs.org/types/rich-text/v1",
                               .content = R"([{"insert":")" + std::string(200, 'a') + R"("}])",
                               .created_at = Version{0}};
const SnapshotRecord kNothing{.version = {302}, .time = {5}};
const Head kHead{.version = {302},
                 .time = {1'763'805'600'124},
                 .snapshot_version = {300},
                 .bytes_since_snapshot = 140};

/// The operations of the sealed block, with each way of keeping one.
std::vector<OpRecord> sealed_ops() {
  std::vector<OpRecord> ops;
  const auto add = [&ops](OpKind kind, std::int64_t ms, std::uint64_t sequence, std::string body) {
    ops.push_back({.version = {300 + ops.size()},
                   .kind = kind,
                   .time = {1'763'805'600'000 + ms},
                   .author = "ama",
                   .source = "0f1e2d",
                   .sequence = {sequence},
                   .body = std::move(body)});
  };
  add(OpKind::kCreate, 0, 1, R"({"type":"rich-text"})");
  add(OpKind::kEdit, 100, 2, R"([{"insert":"A"}])");
  add(OpKind::kEdit, 217, 3, R"([{"retain":1},{"insert":"ü"}])");
  add(OpKind::kEdit, 300, 4, R"([{"retain":2},{"insert":"\ud83d"}])");
  add(OpKind::kEdit, 301, 9, R"({"ops":[{"retain":2},{"delete":1}]})");
  add(OpKind::kEdit, 301, 10,
      R"([{"retain":1,"attributes":{"bold":true}},{"insert":{"image":"a"}}])");
  add(OpKind::kEdit, 400, 5, "[ ]");
  add(OpKind::kDelete, 500, 6, "");
  for (OpRecord* op : {&ops[4], &ops[5]}) {
    op->author = "li";
    op->source = "77";
  }
  ops[5].note = R"({"restores":57})";
  return ops;
}

/// The operations of a block that is long enough to be compressed: typing, and taking back.
std::vector<OpRecord> typed_ops() {
  std::vector<OpRecord> ops;
  std::uint64_t place = 1;
  for (std::uint64_t n = 0; n < 400; ++n) {
    const bool takes_back = n % 10 == 9;
    place -= takes_back ? 1 : 0;
    ops.push_back({.version = {n},
                   .kind = OpKind::kEdit,
                   .time = {1'763'805'600'000 + static_cast<std::int64_t>(n * n)},
                   .author = "ama",
                   .source = "0f1e2d",
                   .sequence = {n + 1},
                   .body = R"([{"retain":)" + std::to_string(place) +
                           (takes_back ? R"(},{"delete":1}])" : R"(},{"insert":"a"}])")});
    place += takes_back ? 0 : 1;
  }
  return ops;
}

std::string chain_of(const std::vector<OpRecord>& ops) {
  Chain chain;
  for (const OpRecord& op : ops) {
    chain.add(op);
  }
  return chain.value();
}

std::vector<OpRecord> ops_in(const Golden& golden) {
  std::vector<OpRecord> ops;
  const auto block = UnpackedBlock::unpack(golden.key, golden.record).value();
  BlockReader reader(*block);
  while (reader.next()) {
    ops.push_back(record_of(reader.op()));
  }
  EXPECT_TRUE(reader.complete());
  return ops;
}

OpRecord noted() {
  return {.version = {300},
          .kind = OpKind::kEdit,
          .time = {1'763'805'600'123},
          .author = "ama",
          .source = "0f1e2d",
          .sequence = {77},
          .body = R"([{"insert":"Accra"}])",
          .note = R"({"restores":57})"};
}

Head head_with_chain() {
  return {.version = {8},
          .time = {1'763'805'600'500},
          .snapshot_version = {6},
          .bytes_since_snapshot = 140,
          .chain = chain_of(sealed_ops())};
}

TEST_F(GoldenRecords, HistoryIsStillRead) {
  const auto at = [this](const char* name) { return history_.at(name); };
  EXPECT_EQ(decode_operation(at("noted").key, at("noted").record).value(), noted());
  EXPECT_EQ(decode_head(document_, at("head-with-chain").record).value(), head_with_chain());
  EXPECT_EQ(ops_in(at("block")), sealed_ops());
  EXPECT_EQ(ops_in(at("compressed-block")), typed_ops());
  EXPECT_EQ(decode_block_header(at("block").key, at("block").record).value(),
            (BlockHeader{.first = {300},
                         .end = {308},
                         .first_time = {1'763'805'600'000},
                         .last_time = {1'763'805'600'500},
                         .chain = chain_of(sealed_ops())}));
}

TEST_F(GoldenRecords, HistoryIsStillWritten) {
  const auto expect = [this](const char* name, const Result<std::string>& record) {
    EXPECT_EQ(record.value(), history_.at(name).record) << name;
  };
  expect("noted", encode_operation(version_key(document_, {300}), noted()));
  expect("head-with-chain", encode_head(document_, head_with_chain()));
  const std::vector<OpRecord> ops = sealed_ops();
  expect("block", encode_block(version_key(document_, {300}), ops, chain_of(ops)));
  const std::vector<OpRecord> typed = typed_ops();
  const std::string record =
      encode_block(version_key(document_, {0}), typed, chain_of(typed)).value();
  EXPECT_LE(record.size(), history_.at("compressed-block").record.size() + 20);
}

TEST_F(GoldenRecords, BlobsAreStillReadAndWritten) {
  const std::string head = blob_key(blob_name("abc")).value();
  const Golden& blob = blobs_.at("blob");
  EXPECT_EQ(head, blob.key);
  EXPECT_EQ(encode_blob(head, 3).value(), blob.record);
  EXPECT_EQ(decode_blob(head, blob.record).value(), 3u);
  const Golden& piece = blobs_.at("piece");
  EXPECT_EQ(piece_key(head, 0), piece.key);
  EXPECT_EQ(encode_piece(piece.key, "abc"), piece.record);
  EXPECT_EQ(decode_piece(piece.key, piece.record).value(), "abc");
}

TEST_F(GoldenRecords, KeysAreStillTheSame) {
  EXPECT_EQ(golden_.at("head").key, document_);
  EXPECT_EQ(golden_.at("edit").key, version_key(document_, {300}));
  EXPECT_EQ(golden_.at("client").key, client_key("0f1e2d").value());
  EXPECT_EQ(golden_.at("value").key, record_key("accounts", "a1").value());
}

TEST_F(GoldenRecords, AreStillRead) {
  const auto at = [this](const char* name) { return golden_.at(name); };
  EXPECT_EQ(decode_operation(at("edit").key, at("edit").record).value(), kEdit);
  EXPECT_EQ(decode_operation(at("delete").key, at("delete").record).value(), kDelete);
  EXPECT_EQ(decode_head(at("head").key, at("head").record).value(), kHead);
  EXPECT_EQ(decode_snapshot(at("snapshot").key, at("snapshot").record).value(), kSnapshot);
  EXPECT_EQ(decode_snapshot(at("nothing").key, at("nothing").record).value(), kNothing);
  EXPECT_EQ(decode_properties(at("properties").key, at("properties").record).value(),
            R"({"title":"The DC paper"})");
  EXPECT_EQ(decode_client(at("client").key, at("client").record).value(), "ama");
  EXPECT_EQ(decode_value(at("value").key, at("value").record).value(), R"({"name":"Ama"})");
}

TEST_F(GoldenRecords, AreStillWritten) {
  const auto expect = [this](const char* name, const Result<std::string>& record) {
    EXPECT_EQ(record.value(), golden_.at(name).record) << name;
  };
  expect("edit", encode_operation(version_key(document_, {300}), kEdit));
  expect("delete", encode_operation(version_key(document_, {301}), kDelete));
  expect("head", encode_head(document_, kHead));
  expect("nothing", encode_snapshot(version_key(document_, {302}), kNothing));
  expect("properties", encode_properties(document_, R"({"title":"The DC paper"})"));
  expect("client", encode_client(client_key("0f1e2d").value(), "ama"));
  expect("value", encode_value(record_key("accounts", "a1").value(), R"({"name":"Ama"})"));
}

}  // namespace
}  // namespace plenary::storage
