#include "storage/rocks/open.hpp"
#include "tests/conformance/storage/store_conformance.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::storage::testing {
namespace {

std::unique_ptr<Store> open_at(const std::filesystem::path& path, Durability durability) {
  Result<std::unique_ptr<Store>> store = open_rocks({.directory = path, .durability = durability});
  EXPECT_TRUE(store) << store.error().detail;
  return store ? *std::move(store) : nullptr;
}

class RocksFixture final : public StoreFixture {
 public:
  explicit RocksFixture(Durability durability) : durability_(durability) {}

  std::unique_ptr<Store> open() override { return open_at(directory_ / "data", durability_); }
  bool has_files() const override { return true; }
  std::unique_ptr<Store> open_copy(const std::filesystem::path& copy) override {
    return open_at(copy, durability_);
  }

 private:
  const Durability durability_;
  const TemporaryDirectory directory_;
};

std::unique_ptr<StoreFixture> strict() {
  return std::make_unique<RocksFixture>(Durability::kStrict);
}
std::unique_ptr<StoreFixture> relaxed() {
  return std::make_unique<RocksFixture>(Durability::kRelaxed);
}

INSTANTIATE_TEST_SUITE_P(Rocks, StoreConformance, ::testing::Values(&strict));
INSTANTIATE_TEST_SUITE_P(RocksRelaxed, StoreConformance, ::testing::Values(&relaxed));

}  // namespace
}  // namespace plenary::storage::testing
