#pragma once

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "storage/families.hpp"

namespace plenary::storage {

/// Families in memory, for tests. The test decides what survives a crash. Keep it and make
/// another KeyValueStore over it to imitate a restart.
class MemoryFamilies final : public Families {
 public:
  MemoryFamilies();
  ~MemoryFamilies() override;

  Result<std::optional<std::string>> get(Family family, std::string_view key) override;
  std::unique_ptr<FamilyCursor> cursor(Family family) override;
  Result<void> write(const std::vector<Put>& puts, Sync sync) override;
  Result<void> reclaim(Family family, std::string_view from, std::string_view until) override;
  Result<void> checkpoint(const std::filesystem::path& to) override;

  /// The next `count` writes answer `error` and change nothing.
  void fail_writes(Error error, std::size_t count = 1);
  /// All reads answer `error` until it is taken back (nothing).
  void fail_reads(std::optional<Error> error);
  /// Undoes every write since the last synced one, as a power cut does.
  void lose_unsynced();
  /// Takes a record away, as nothing in Plenary does.
  void erase(Family family, const std::string& key);
  /// Number of rows that cursors have moved to.
  [[nodiscard]] std::size_t rows_visited() const;
  /// Number of writes answered without error.
  [[nodiscard]] std::size_t writes() const;

 private:
  class Cursor;
  using Rows = std::map<std::string, std::string, std::less<>>;
  struct Undo {
    Family family;
    std::string key;
    std::optional<std::string> before;
  };

  void change(const Put& put);
  void take_away(Family family, const std::string& from, const std::string& until);
  [[nodiscard]] Rows& rows_of(Family family) { return rows_[static_cast<std::size_t>(family)]; }
  [[nodiscard]] Result<void> readable() const {
    return read_failure_ ? Result<void>(*read_failure_) : Result<void>();
  }

  mutable std::mutex mutex_;
  // Guarded by mutex_:
  std::array<Rows, kAllFamilies.size()> rows_;
  std::vector<Undo> unsynced_;
  Error failure_;
  std::size_t failures_left_{0};
  std::optional<Error> read_failure_;
  std::size_t writes_{0};
  std::size_t rows_visited_{0};
};

}  // namespace plenary::storage
