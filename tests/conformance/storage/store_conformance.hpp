#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include <gtest/gtest.h>

#include "storage/store.hpp"

namespace plenary::storage::testing {

/// The part of an implementation that the suite uses: one database, opened again and again.
class StoreFixture {
 public:
  StoreFixture() = default;
  StoreFixture(const StoreFixture&) = delete;
  StoreFixture& operator=(const StoreFixture&) = delete;
  virtual ~StoreFixture() = default;

  /// Opens the database. Requires: the store of the call before is gone.
  virtual std::unique_ptr<Store> open() = 0;
  /// False for a store without files, which answers checkpoint with kUnsupported.
  [[nodiscard]] virtual bool has_files() const = 0;
  /// Opens a copy that checkpoint made.
  virtual std::unique_ptr<Store> open_copy(const std::filesystem::path& copy) = 0;
};

/// Beyond every version: a range up to it has all operations.
inline constexpr std::uint64_t kAll = ~std::uint64_t{0};

using MakeFixture = std::unique_ptr<StoreFixture> (*)();

/// The suite that every implementation of Store runs: instantiate it with its fixture.
class StoreConformance : public ::testing::TestWithParam<MakeFixture> {
 protected:
  void SetUp() override {
    fixture_ = GetParam()();
    store_ = fixture_->open();
    ASSERT_NE(store_, nullptr);
  }

  [[nodiscard]] Store& store() { return *store_; }
  [[nodiscard]] StoreFixture& fixture() { return *fixture_; }
  void reopen() {
    store_.reset();
    store_ = fixture_->open();
    ASSERT_NE(store_, nullptr);
  }

 private:
  std::unique_ptr<StoreFixture> fixture_;
  std::unique_ptr<Store> store_;  // gone before the fixture
};

}  // namespace plenary::storage::testing
