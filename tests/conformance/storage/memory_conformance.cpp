#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/conformance/storage/store_conformance.hpp"

namespace plenary::storage::testing {
namespace {

class MemoryFixture final : public StoreFixture {
 public:
  std::unique_ptr<Store> open() override { return std::make_unique<KeyValueStore>(families_); }
  bool has_files() const override { return false; }
  std::unique_ptr<Store> open_copy(const std::filesystem::path&) override { return nullptr; }

 private:
  const std::shared_ptr<MemoryFamilies> families_ = std::make_shared<MemoryFamilies>();
};

std::unique_ptr<StoreFixture> make() {
  return std::make_unique<MemoryFixture>();
}

INSTANTIATE_TEST_SUITE_P(Memory, StoreConformance, ::testing::Values(&make));

}  // namespace
}  // namespace plenary::storage::testing
