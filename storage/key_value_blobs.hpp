#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "storage/blobs.hpp"
#include "storage/families.hpp"
#include "storage/key_value_records.hpp"

namespace plenary::storage {

/// The Blobs of a KeyValueStore: the family `blobs`. Thread: any.
class KeyValueBlobs final : public Blobs {
 public:
  /// `most_sync`: see KeyValueRecords. Lifetime: `records` outlives it.
  KeyValueBlobs(std::shared_ptr<Families> families, KeyValueRecords& records, Sync most_sync)
      : families_(std::move(families)), records_(records), most_sync_(most_sync) {}

  Result<void> put_blob(std::string_view bytes, std::span<const RecordChange> changes) override;
  Result<std::optional<std::string>> blob(const std::string& name) override;

 private:
  const std::shared_ptr<Families> families_;
  KeyValueRecords& records_;
  const Sync most_sync_;
};

}  // namespace plenary::storage
