#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <rocksdb/db.h>

#include "storage/rocks/directory.hpp"
#include "storage/rocks/open.hpp"
#include "storage/tables.hpp"

namespace plenary::storage {

/// The tables as column families of one RocksDB database.
class RocksTables final : public Tables {
 public:
  /// `env` null: the machine's own. Lifetime: `env` outlives the tables. Errors: as open_rocks.
  [[nodiscard]] static Result<std::shared_ptr<Tables>> open(const RocksOptions& options,
                                                            rocksdb::Env* env);

  ~RocksTables() override;

  Result<std::optional<std::string>> get(Table table, std::string_view key) override;
  std::unique_ptr<TableCursor> cursor(Table table) override;
  Result<void> write(const std::vector<Put>& puts, Sync sync) override;
  Result<void> reclaim(Table table, std::string_view from, std::string_view until) override;
  Result<void> checkpoint(const std::filesystem::path& named) override;

 private:
  using Families = std::array<rocksdb::ColumnFamilyHandle*, kAllTables.size()>;

  RocksTables(const RocksOptions& options, DataDirectory directory);

  [[nodiscard]] rocksdb::Status open_database(rocksdb::Env* env);
  [[nodiscard]] rocksdb::ColumnFamilyHandle* family(Table table) const {
    return families_[static_cast<std::size_t>(table)];
  }
  [[nodiscard]] Error opened_for_reading() const;
  [[nodiscard]] bool resume();

  const RocksOptions options_;
  const DataDirectory directory_;  // let go of after the database is closed
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;  // all, RocksDB's own first
  Families families_{};  // those of kAllTables, in its order; null: not there

  std::atomic<bool> log_failed_{false};  // a write failed, ever

  std::mutex resume_mutex_;
  std::chrono::steady_clock::time_point next_resume_{};  // guarded by resume_mutex_
};

/// What a failure of RocksDB is to us, with what to do. `doing` completes "cannot …".
[[nodiscard]] Error to_error(const rocksdb::Status& status, std::string_view doing);

}  // namespace plenary::storage
