#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <rocksdb/db.h>

#include "storage/families.hpp"
#include "storage/rocks/directory.hpp"
#include "storage/rocks/open.hpp"

namespace plenary::storage {

/// The families as column families of one RocksDB database.
class RocksFamilies final : public Families {
 public:
  /// `env` null: the machine's own. Lifetime: `env` outlives the families. Errors: as open_rocks.
  [[nodiscard]] static Result<std::shared_ptr<Families>> open(const RocksOptions& options,
                                                              rocksdb::Env* env);

  ~RocksFamilies() override;

  Result<std::optional<std::string>> get(Family family, std::string_view key) override;
  std::unique_ptr<FamilyCursor> cursor(Family family) override;
  Result<void> write(const std::vector<Put>& puts, Sync sync) override;
  Result<void> reclaim(Family family, std::string_view from, std::string_view until) override;
  Result<void> checkpoint(const std::filesystem::path& named) override;

 private:
  using Handles = std::array<rocksdb::ColumnFamilyHandle*, kAllFamilies.size()>;

  RocksFamilies(const RocksOptions& options, DataDirectory directory);

  [[nodiscard]] rocksdb::Status open_database(rocksdb::Env* env);
  [[nodiscard]] rocksdb::ColumnFamilyHandle* handle_of(Family family) const {
    return family_handles_[static_cast<std::size_t>(family)];
  }
  [[nodiscard]] Error opened_for_reading() const;
  [[nodiscard]] bool resume();
  [[nodiscard]] Result<void> refused(Error why);
  void taken();

  const RocksOptions options_;
  const DataDirectory directory_;  // let go of after the database is closed
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;  // all, RocksDB's own first
  Handles family_handles_{};  // those of kAllFamilies, in its order; null: not there

  std::atomic<bool> log_failed_{false};  // a write failed, ever

  std::mutex observer_mutex_;
  std::atomic<bool> writes_stopped_{false};  // changed under observer_mutex_

  std::mutex resume_mutex_;
  std::chrono::steady_clock::time_point next_resume_{};  // guarded by resume_mutex_
};

/// Our error for a failure of RocksDB, with advice. `doing` completes "cannot …".
[[nodiscard]] Error to_error(const rocksdb::Status& status, std::string_view doing);

}  // namespace plenary::storage
