#pragma once

#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "storage/families.hpp"
#include "storage/records.hpp"

namespace plenary::storage {

/// The Records of a KeyValueStore: the family `records`. Thread: any.
class KeyValueRecords final : public Records {
 public:
  /// `most_sync`: the meaning of Sync::kYes, which is kNo in a relaxed store.
  KeyValueRecords(std::shared_ptr<Families> families, Sync most_sync)
      : families_(std::move(families)), most_sync_(most_sync) {}

  using Records::change_records;
  Result<void> change_records(std::span<const RecordChange> changes, Sync sync) override;
  /// As change_records, with `puts` of other families in the same write.
  [[nodiscard]] Result<void> change_with(std::vector<Put> puts,
                                         std::span<const RecordChange> changes, Sync sync);
  Result<std::optional<std::string>> record(const std::string& kind,
                                            const std::string& key) override;
  using Records::read_records;
  Result<void> read_records(const std::string& kind, const RecordRange& range,
                            const Visit& visit) override;

 private:
  [[nodiscard]] Result<void> write(std::vector<Put> puts, std::span<const RecordChange> changes,
                                   Sync sync);
  [[nodiscard]] Result<void> meet_expectations(std::span<const RecordChange> changes);

  const std::shared_ptr<Families> families_;
  const Sync most_sync_;
  /// Held alone from comparing a record with its expected value to writing it; shared by changes
  /// that expect nothing, so that they need not wait for each other's sync.
  std::shared_mutex mutex_;
};

}  // namespace plenary::storage
