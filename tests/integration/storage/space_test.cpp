// Space that sealing frees comes back to the disk.
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "storage/check.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/rocks_fixture.hpp"

namespace plenary::storage::testing {
namespace {

class SpaceTest : public ::testing::Test {
 protected:
  void SetUp() override { reopen(); }

  void reopen() {
    store_.reset();
    store_ = open_store({.directory = place_ / "data"});
    ASSERT_NE(store_, nullptr);
  }
  /// Of files that hold rows, once those in memory are in them, too.
  std::uintmax_t bytes_of_rows() {
    reopen();
    std::uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::directory_iterator(place_ / "data" / "store")) {
      bytes += entry.path().extension() == ".sst" ? entry.file_size() : 0;
    }
    return bytes;
  }

  const TemporaryDirectory place_;
  std::unique_ptr<Store> store_;
};

TEST_F(SpaceTest, SealedOperationsTakeAFractionOfWhatTheyTookOneByOne) {
  constexpr std::uint64_t kOps = 20'000;
  Append append{.key = paper(), .expected_head = {0}};
  for (std::uint64_t version = 0; version < kOps; ++version) {
    append.ops.push_back(op(version, R"([{"retain":)" + std::to_string(version * 7919 % 5000 + 1) +
                                         R"(},{"insert":"a"}])"));
  }
  ASSERT_TRUE(append_one(*store_, append));
  const std::uintmax_t before = bytes_of_rows();
  EXPECT_EQ(store_->seal(paper(), {kOps}).value().ops, kOps);
  const std::uintmax_t after = bytes_of_rows();
  EXPECT_LT(after * 4, before);
  EXPECT_LT(after, kOps * 4) << "two bytes of place, and little else";
  EXPECT_EQ(ops_of(*store_, paper()), append.ops);
}

}  // namespace
}  // namespace plenary::storage::testing
