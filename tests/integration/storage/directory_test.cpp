#include <unistd.h>

#include <gtest/gtest.h>

#include "storage/rocks/testing/fault_disk.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/letters.hpp"
#include "tests/support/storage/rocks_fixture.hpp"

namespace plenary::storage::testing {
namespace {

namespace fs = std::filesystem;

class DirectoryTest : public ::testing::Test {
 protected:
  [[nodiscard]] fs::path data() const { return place_ / "data"; }
  /// Makes a data directory with a document of three operations.
  void make_data() {
    const std::unique_ptr<Store> store = open_store({.directory = data()});
    ASSERT_TRUE(append_one(*store, letters_append(paper(), 0, 3)));
  }
  /// Expects that opening answers `code`, says where, and touches nothing.
  void expect_refusal(const RocksOptions& options, Errc code) {
    const auto before = contents_of(place_.path());
    const auto opened = open_rocks(options);
    ASSERT_FALSE(opened);
    EXPECT_EQ(name_of(opened.error().code), name_of(code)) << opened.error().detail;
    EXPECT_NE(opened.error().detail.find(options.directory.string()), std::string::npos)
        << opened.error().detail;
    EXPECT_EQ(contents_of(place_.path()), before);
  }

  const TemporaryDirectory place_;
};

TEST_F(DirectoryTest, IsMadeWithItsParentsWhenAskedTo) {
  const fs::path deep = place_ / "a" / "b";
  EXPECT_NE(open_store({.directory = deep}), nullptr);
  EXPECT_EQ(read_file(deep / "PLENARY"), "plenary data directory, format 1\n");
}

TEST_F(DirectoryTest, IsNotMadeWhenNotAskedTo) {
  expect_refusal({.directory = data(), .create = false}, Errc::kNotFound);
  expect_refusal({.directory = data(), .read_only = true}, Errc::kNotFound);
}

TEST_F(DirectoryTest, EmptyOneIsTaken) {
  fs::create_directories(data() / "lost+found");
  write_file(data() / "PLENARY.new", "pl");
  EXPECT_NE(open_store({.directory = data()}), nullptr);
}

TEST_F(DirectoryTest, OneWithOtherFilesIsLeftAlone) {
  fs::create_directories(data());
  write_file(data() / "thesis.txt", "text");
  expect_refusal({.directory = data()}, Errc::kRejected);
}

TEST_F(DirectoryTest, FileInItsPlaceIsLeftAlone) {
  write_file(data(), "text");
  const auto opened = open_rocks({.directory = data()});
  EXPECT_EQ(error_of(opened), Errc::kIo);
  EXPECT_EQ(read_file(data()), "text");
}

TEST_F(DirectoryTest, NewerFormatIsRefusedAndNothingIsTouched) {
  make_data();
  write_file(data() / "PLENARY", "plenary data directory, format 2\nmore words\n");
  expect_refusal({.directory = data()}, Errc::kFormatTooNew);
  expect_refusal({.directory = data(), .read_only = true}, Errc::kFormatTooNew);
}

TEST_F(DirectoryTest, FamilyOfANewerProgramIsRefusedAndNothingIsLost) {
  make_data();
  ASSERT_TRUE(add_foreign_family(data(), "threads"));
  EXPECT_EQ(error_of(open_rocks({.directory = data()})), Errc::kFormatTooNew);
}

TEST_F(DirectoryTest, DamagedFormatIsRefused) {
  make_data();
  for (const std::string words :
       {"", "plenary", "plenary data directory, format ", "plenary data directory, format 0\n",
        "plenary data directory, format 1", "plenary data directory, format x\n",
        "plenary data directory, format 99999999999999999999\n"}) {
    write_file(data() / "PLENARY", words);
    expect_refusal({.directory = data()}, Errc::kCorrupt);
  }
}

TEST_F(DirectoryTest, SecondWriterIsToldWhoHasIt) {
  const std::unique_ptr<Store> store = open_store({.directory = data()});
  const auto second = open_rocks({.directory = data()});
  ASSERT_EQ(error_of(second), Errc::kLocked);
  const std::string me = "process " + std::to_string(::getpid());
  EXPECT_NE(second.error().detail.find(me), std::string::npos) << second.error().detail;
  EXPECT_EQ(error_of(open_rocks({.directory = data(), .read_only = true})), Errc::kLocked);
  EXPECT_TRUE(append_one(*store, append_of(paper(), 0))) << "the first one goes on";
}

TEST_F(DirectoryTest, IsFreeAgainWhenTheStoreIsGone) {
  make_data();
  EXPECT_NE(open_store({.directory = data()}), nullptr);
}

TEST_F(DirectoryTest, ReadersShareItAndChangeNothing) {
  make_data();
  const auto before = contents_of(data());
  {
    const auto one = open_store({.directory = data(), .read_only = true});
    const auto two = open_store({.directory = data(), .read_only = true});
    EXPECT_EQ(ops_of(*one, paper()).size(), 3u);
    EXPECT_EQ(ops_of(*two, paper()).size(), 3u);
    EXPECT_EQ(error_of(open_rocks({.directory = data()})), Errc::kLocked);
    EXPECT_EQ(error_of(append_one(*one, append_of(paper(), 3))), Errc::kReadOnly);
    EXPECT_EQ(error_of(one->put_properties(paper(), "{}")), Errc::kReadOnly);
    const RecordChange change{"accounts", "a", "{}"};
    EXPECT_EQ(error_of(one->change_records({&change, 1})), Errc::kReadOnly);
    EXPECT_EQ(error_of(one->put_snapshot(paper(), snapshot_at(1))), Errc::kReadOnly);
  }
  EXPECT_EQ(contents_of(data()), before);
}

TEST_F(DirectoryTest, FromBeforeHistoryWasSealedIsReadAndThenSealed) {
  make_data();
  ASSERT_TRUE(drop_family(data(), "sealed"));
  const auto before = contents_of(data());
  {
    const auto reader = open_store({.directory = data(), .read_only = true});
    ASSERT_NE(reader, nullptr);
    EXPECT_EQ(ops_of(*reader, paper()).size(), 3u);
    EXPECT_EQ(error_of(reader->seal(paper(), {3})), Errc::kReadOnly);
  }
  EXPECT_EQ(contents_of(data()), before);
  EXPECT_EQ(open_store({.directory = data()})->seal(paper(), {3}).value().ops, 3u);
  const auto again = open_store({.directory = data(), .read_only = true});
  EXPECT_EQ(ops_of(*again, paper()).size(), 3u);
}

TEST_F(DirectoryTest, FromBeforeTheFamilyOfRecordsIsReadAndThenWritten) {
  make_data();
  ASSERT_TRUE(drop_family(data(), "records"));
  const auto ignore = [](std::string&&, std::string&&) { return true; };
  const auto before = contents_of(data());
  {
    const auto reader = open_store({.directory = data(), .read_only = true});
    ASSERT_NE(reader, nullptr);
    EXPECT_EQ(ops_of(*reader, paper()).size(), 3u);
    EXPECT_TRUE(reader->read_records("accounts", ignore));
    const RecordChange change{"accounts", "a", "{}"};
    EXPECT_EQ(error_of(reader->change_records({&change, 1})), Errc::kReadOnly);
  }
  EXPECT_EQ(contents_of(data()), before);
  {
    const auto writer = open_store({.directory = data()});
    const RecordChange change{"accounts", "a", "{}"};
    EXPECT_TRUE(writer->change_records({&change, 1}));
  }
  std::vector<std::string> keys;
  const auto again = open_store({.directory = data(), .read_only = true});
  ASSERT_TRUE(again->read_records("accounts", [&keys](std::string&& key, std::string&&) {
    keys.push_back(std::move(key));
    return true;
  }));
  EXPECT_EQ(keys, std::vector<std::string>{"a"});
  EXPECT_EQ(ops_of(*again, paper()).size(), 3u);
}

TEST_F(DirectoryTest, CopyByHandWithoutALockFileCanBeRead) {
  make_data();
  fs::remove(data() / "LOCK");
  const auto before = contents_of(data());
  const auto store = open_store({.directory = data(), .read_only = true});
  EXPECT_EQ(ops_of(*store, paper()).size(), 3u);
  EXPECT_EQ(contents_of(data()), before);
}

TEST_F(DirectoryTest, CopyMayBeNamedWithASlashAtTheEndAndParentsThatAreNotThere) {
  const std::unique_ptr<Store> store = open_store({.directory = data()});
  ASSERT_TRUE(append_one(*store, letters_append(paper(), 0, 3)));
  const Result<void> copied = store->checkpoint(place_ / "a" / "copy" / "");
  ASSERT_TRUE(copied) << copied.error().detail;
  EXPECT_TRUE(check_letters(*open_families({.directory = place_ / "a" / "copy"})).clean());
}

TEST_F(DirectoryTest, CopyThatWasCutOffIsMadeAnew) {
  const std::unique_ptr<Store> store = open_store({.directory = data()});
  ASSERT_TRUE(append_one(*store, letters_append(paper(), 0, 3)));
  fs::create_directories((place_ / "copy.unfinished") / "store");
  ASSERT_TRUE(store->checkpoint(place_ / "copy"));
  EXPECT_FALSE(fs::exists(place_ / "copy.unfinished"));
  EXPECT_TRUE(check_letters(*open_families({.directory = place_ / "copy"})).clean());
}

}  // namespace
}  // namespace plenary::storage::testing
