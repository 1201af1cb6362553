#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/base/assert.hpp"
#include "storage/key_value_store.hpp"
#include "storage/rocks/testing/fault_disk.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/letters.hpp"
#include "tests/support/storage/rocks_fixture.hpp"

namespace plenary::storage::testing {
namespace {

using Fault = FaultDisk::Fault;

/// Counts what it is told, and keeps the last reason.
class Listener final : public WriteObserver {
 public:
  void on_writes_stopped(const Error& why) noexcept override {
    ++stopped;
    reason = why.detail;
  }
  void on_writes_resumed() noexcept override { ++resumed; }
  int stopped{0};
  int resumed{0};
  std::string reason;
};

/// Takes all file descriptors of this process, of which it may have few, until it goes.
class Descriptors {
 public:
  explicit Descriptors(rlim_t most) {
    PLENARY_ASSERT(::getrlimit(RLIMIT_NOFILE, &before_) == 0, "the limit can be read");
    rlimit low = before_;
    low.rlim_cur = std::min(most, before_.rlim_cur);
    PLENARY_ASSERT(::setrlimit(RLIMIT_NOFILE, &low) == 0, "the limit can be lowered");
  }
  Descriptors(const Descriptors&) = delete;
  Descriptors& operator=(const Descriptors&) = delete;
  ~Descriptors() {
    give_back();
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }
  void take_all() {
    for (int fd = ::open("/dev/null", O_RDONLY); fd >= 0; fd = ::open("/dev/null", O_RDONLY)) {
      taken_.push_back(fd);
    }
  }
  void give_back() {
    for (const int fd : taken_) {
      ::close(fd);
    }
    taken_.clear();
  }

 private:
  rlimit before_{};
  std::vector<int> taken_;
};

class FailingDiskTest : public ::testing::Test {
 protected:
  void SetUp() override { reopen(); }

  void reopen() {
    store_.reset();
    auto families = disk_.open(
        {.directory = place_ / "data", .observer = &listener_, .unsaved_bytes = 256 * 1024});
    ASSERT_TRUE(families) << families.error().detail;
    store_ = std::make_unique<KeyValueStore>(*std::move(families));
  }
  Result<void> append_next() {
    const Result<void> answer = append_one(*store_, letters_append(paper(), acknowledged_, 1));
    acknowledged_ += answer ? 1 : 0;
    return answer;
  }
  /// Appends until one is taken, for as long as an operator would be patient.
  [[nodiscard]] bool recovers() {
    for (int attempt = 0; attempt < 300; ++attempt) {
      if (append_next()) {
        return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  }
  void expect_everything_acknowledged() {
    EXPECT_EQ(ops_of(*store_, paper()).size(), acknowledged_);
    EXPECT_EQ(store_->head(paper()).value().version, Version{acknowledged_});
    store_.reset();
    const CheckReport report = check_letters(*open_families({.directory = place_ / "data"}));
    EXPECT_TRUE(report.clean()) << describe(report);
    EXPECT_GE(report.operations, acknowledged_);
  }

  const TemporaryDirectory place_;
  FaultDisk disk_;
  Listener listener_;
  std::unique_ptr<Store> store_;
  std::uint64_t acknowledged_{0};
};

TEST_F(FailingDiskTest, FullDiskRefusesWritesSaysWhyAndKeepsReading) {
  ASSERT_TRUE(append_next());
  disk_.set(Fault::kFull);
  for (int i = 0; i < 5; ++i) {
    const Result<void> answer = append_next();
    ASSERT_EQ(error_of(answer), Errc::kReadOnly) << answer.error().detail;
    EXPECT_NE(answer.error().detail.find("full"), std::string::npos) << answer.error().detail;
    EXPECT_EQ(error_of(store_->put_properties(paper(), "{}")), Errc::kReadOnly);
    EXPECT_EQ(ops_of(*store_, paper()).size(), 1u);
  }
  disk_.set(Fault::kNone);
  expect_everything_acknowledged();
}

TEST_F(FailingDiskTest, WritesGoOnWhenThereIsSpaceAgain) {
  for (int round = 0; round < 2; ++round) {
    ASSERT_TRUE(append_next());
    disk_.set(Fault::kFull);
    EXPECT_EQ(error_of(append_next()), Errc::kReadOnly);
    disk_.set(Fault::kNone);
    ASSERT_TRUE(recovers());
  }
  expect_everything_acknowledged();
}

TEST_F(FailingDiskTest, EachEndOfWritingAndEachReturnIsToldOnceWithTheReason) {
  for (int round = 1; round <= 2; ++round) {
    ASSERT_TRUE(append_next());
    EXPECT_EQ(listener_.resumed, round - 1);
    disk_.set(Fault::kFull);
    for (int i = 0; i < 3; ++i) {
      EXPECT_FALSE(append_next());
    }
    EXPECT_EQ(listener_.stopped, round);
    EXPECT_NE(listener_.reason.find("full"), std::string::npos) << listener_.reason;
    disk_.set(Fault::kNone);
    ASSERT_TRUE(recovers());
    ASSERT_TRUE(append_next());
    EXPECT_EQ(listener_.resumed, round);
  }
}

TEST_F(FailingDiskTest, WritesGoOnWhenThereAreDescriptorsAgain) {
  const std::string noise(20'000, 'x');
  for (int round = 1; round <= 2; ++round) {
    Descriptors descriptors(256);
    ASSERT_TRUE(append_next());
    descriptors.take_all();
    // Until new files are wanted, and some more.
    for (int i = 0; i < 200; ++i) {
      if (append_next()) {
        static_cast<void>(store_->put_properties(paper("noise"), noise));
      }
    }
    EXPECT_EQ(listener_.stopped, round) << "it never needed a descriptor";
    EXPECT_NE(listener_.reason.find("open files"), std::string::npos) << listener_.reason;
    descriptors.give_back();
    ASSERT_TRUE(recovers());
    EXPECT_EQ(listener_.resumed, round);
  }
  expect_everything_acknowledged();
}

TEST_F(FailingDiskTest, RestartAfterAFullDiskLosesNothingAcknowledged) {
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(append_next());
  }
  disk_.set(Fault::kFull);
  EXPECT_FALSE(append_next());
  disk_.set(Fault::kNone);
  reopen();
  expect_everything_acknowledged();
}

TEST_F(FailingDiskTest, SealingOnAFullDiskTakesNothingAway) {
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(append_next());
  }
  disk_.set(Fault::kFull);
  EXPECT_EQ(error_of(store_->seal(paper(), {40})), Errc::kReadOnly);
  EXPECT_EQ(ops_of(*store_, paper()).size(), 50u);
  disk_.set(Fault::kNone);
  ASSERT_TRUE(recovers());
  EXPECT_EQ(store_->seal(paper(), {40}).value().ops, 40u);
  expect_everything_acknowledged();
}

TEST_F(FailingDiskTest, DiskThatFillsWhileFilesAreMadeInTheBackgroundLosesNothing) {
  const std::string noise(20'000, 'x');
  for (int round = 0; round < 3; ++round) {
    // Some three times what is kept in memory, so that files are being made when the disk fills.
    for (int i = 0; i < 40; ++i) {
      ASSERT_TRUE(append_next());
      ASSERT_TRUE(store_->put_properties(paper("noise"), noise));
    }
    disk_.set(Fault::kFull);
    for (int i = 0; i < 10; ++i) {
      EXPECT_FALSE(append_next());
    }
    disk_.set(Fault::kNone);
    ASSERT_TRUE(recovers());
  }
  expect_everything_acknowledged();
}

TEST_F(FailingDiskTest, FailedSyncIsNotAnAcknowledgement) {
  ASSERT_TRUE(append_next());
  disk_.set(Fault::kFailedSync);
  EXPECT_FALSE(append_next());
  EXPECT_FALSE(append_next());
  EXPECT_EQ(ops_of(*store_, paper()).size(), 1u);
  disk_.set(Fault::kNone);
  store_.reset();
  reopen();
  acknowledged_ = store_->head(paper()).value().version.value;
  EXPECT_GE(acknowledged_, 1u);
  ASSERT_TRUE(append_next());
  expect_everything_acknowledged();
}

}  // namespace
}  // namespace plenary::storage::testing
