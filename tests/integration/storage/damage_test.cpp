#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "storage/record_codec.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/letters.hpp"
#include "tests/support/storage/rocks_fixture.hpp"

namespace plenary::storage::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kOps = 200;

/// Files of a directory's database with that extension, oldest first.
std::vector<fs::path> files(const fs::path& data, const std::string& extension) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(data / "store")) {
    if (entry.path().extension() == extension) {
      found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

class DamageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::unique_ptr<Store> store = open_store({.directory = place_ / "data"});
    for (std::uint64_t version = 0; version < kOps; ++version) {
      ASSERT_TRUE(append_one(*store, letters_append(paper(), version, 1)));
    }
    // A killed process leaves the files as they are while the store is open.
    fs::copy(place_ / "data", place_ / "killed", fs::copy_options::recursive);
  }
  [[nodiscard]] fs::path killed() const { return place_ / "killed"; }
  [[nodiscard]] fs::path last_log() const { return files(killed(), ".log").back(); }

  /// The directory must hold the first operations of the document, and nothing wrong.
  std::uint64_t expect_clean_prefix() {
    const std::shared_ptr<Families> families = open_families({.directory = killed()});
    if (families == nullptr) {
      return 0;
    }
    const CheckReport report = check_letters(*families);
    EXPECT_TRUE(report.clean()) << describe(report);
    return report.operations;
  }

  const TemporaryDirectory place_;
};

TEST_F(DamageTest, KilledProcessLeavesEverythingAcknowledged) {
  EXPECT_EQ(expect_clean_prefix(), kOps);
}

TEST_F(DamageTest, TornEndOfTheLogCostsOnlyTheOperationsInIt) {
  const std::string log = read_file(last_log());
  const auto used = log.find_last_not_of('\0') + 1;
  for (const std::size_t torn : {1u, 7u, 60u, 150u, 1000u}) {
    const fs::path before = place_ / "before";
    fs::copy(killed(), before, fs::copy_options::recursive);
    write_file(last_log(), log.substr(0, used - torn));
    const std::uint64_t left = expect_clean_prefix();
    EXPECT_LT(left, kOps);
    EXPECT_GE(left + 1 + torn / 30, kOps) << "torn off: " << torn;
    fs::remove_all(killed());
    fs::rename(before, killed());
  }
}

TEST_F(DamageTest, LogThatWasTornCanBeWrittenOnAndOpenedAgain) {
  const std::string log = read_file(last_log());
  write_file(last_log(), log.substr(0, log.find_last_not_of('\0') - 20));
  std::uint64_t version = 0;
  {
    const std::unique_ptr<Store> store = open_store({.directory = killed()});
    version = store->head(paper()).value().version.value;
    ASSERT_TRUE(append_one(*store, letters_append(paper(), version, 5)));
  }
  EXPECT_EQ(expect_clean_prefix(), version + 5);
}

TEST_F(DamageTest, DamageInsideTheLogIsReportedNotSkipped) {
  std::string log = read_file(last_log());
  log[log.find_last_not_of('\0') / 2] ^= 0x10;
  write_file(last_log(), log);
  const auto opened = open_rocks({.directory = killed()});
  ASSERT_EQ(error_of(opened), Errc::kCorrupt);
  EXPECT_NE(opened.error().detail.find("backup"), std::string::npos) << opened.error().detail;
  EXPECT_EQ(error_of(open_rocks({.directory = killed(), .read_only = true})), Errc::kCorrupt);

  const std::shared_ptr<Families> families =
      open_families({.directory = killed(), .salvage = true});
  const CheckReport report = check_letters(*families);
  EXPECT_TRUE(report.clean()) << describe(report);
  EXPECT_GT(report.operations, 0u);
  EXPECT_LT(report.operations, kOps);
}

TEST_F(DamageTest, FlippedByteInAFileIsReportedAndNeverServed) {
  const fs::path data = place_ / "data";
  ASSERT_NE(open_store({.directory = data}), nullptr);  // moves the log into files
  const std::vector<fs::path> tables_files = files(data, ".sst");
  ASSERT_FALSE(tables_files.empty());
  std::size_t damaged = 0;
  for (const fs::path& file : tables_files) {
    const std::string good = read_file(file);
    std::string bad = good;
    bad[40] = static_cast<char>(bad[40] ^ 1);
    write_file(file, bad);
    const auto opened = open_rocks_families({.directory = data, .read_only = true});
    const bool found = !opened || !check_letters(**opened).clean();
    damaged += found ? 1 : 0;
    if (opened) {
      KeyValueStore store(*opened);
      const std::vector<OpRecord> ops = ops_of(store, paper());
      for (const OpRecord& op : ops) {
        EXPECT_EQ(op, letters_op(paper(), op.version.value));
      }
    }
    write_file(file, good);
  }
  EXPECT_EQ(damaged, tables_files.size());
}

TEST_F(DamageTest, FlippedByteInARecordIsReportedAndNeverServed) {
  const fs::path data = place_ / "data";
  {
    const std::shared_ptr<Families> families = open_families({.directory = data});
    const std::string document = document_key(paper()).value();
    const std::string key = version_key(document, {77});
    std::string record = families->get(Family::kOperations, key).value().value();
    record[12] = static_cast<char>(record[12] ^ 1);
    ASSERT_TRUE(families->write({{Family::kOperations, key, record}}, Sync::kYes));
  }
  const std::shared_ptr<Families> families = open_families({.directory = data});
  KeyValueStore store(families);
  std::uint64_t visited = 0;
  const Result<void> read = store.read_ops(paper(), {0}, {kOps}, [&visited](OpRecord&&) {
    visited += 1;
    return true;
  });
  EXPECT_EQ(error_of(read), Errc::kCorrupt);
  EXPECT_EQ(read.error().detail.rfind("documents/dc-paper, operation 77: ", 0), 0u)
      << read.error().detail;
  EXPECT_EQ(visited, 77u);
  EXPECT_EQ(ops_of(store, paper(), 78).size(), kOps - 78);
  const CheckReport report = check_letters(*families);
  ASSERT_EQ(report.findings_total, 1u) << describe(report);
  EXPECT_EQ(report.findings[0].kind, FindingKind::kDamagedOperation);
  EXPECT_EQ(report.findings[0].version, Version{77});
}

}  // namespace
}  // namespace plenary::storage::testing
