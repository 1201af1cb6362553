// Records as the first program of each format wrote them: what a directory of that time holds.
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "storage/keys.hpp"
#include "storage/records.hpp"

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
