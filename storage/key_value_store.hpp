#pragma once

#include <memory>
#include <mutex>

#include "storage/block_cache.hpp"
#include "storage/families.hpp"
#include "storage/key_value_blobs.hpp"
#include "storage/key_value_records.hpp"
#include "storage/log_reader.hpp"
#include "storage/store.hpp"

namespace plenary::storage {

/// When an append is answered. kStrict: when it survives a power cut. kRelaxed: when it survives
/// the end of this process; a power cut may lose the last seconds (never a part in the middle).
enum class Durability { kStrict, kRelaxed };

/// The Store over an ordered key-value database that is this process's alone: keys and records as
/// FORMAT.md defines them.
class KeyValueStore final : public Store {
 public:
  explicit KeyValueStore(std::shared_ptr<Families> families,
                         Durability durability = Durability::kStrict);

  std::vector<Result<void>> append(std::span<const Append> appends) override;
  Result<Head> head(const DocumentKey& key) override;
  Result<void> read_ops(const DocumentKey& key, Version from, Version to,
                        const std::function<bool(OpRecord&&)>& visit) override;
  Result<void> replay(const DocumentKey& key, Version from, Version to,
                      const std::function<bool(const OpView&)>& visit) override;
  Result<Version> version_at(const DocumentKey& key, Timestamp time) override;
  Result<Sealed> seal(const DocumentKey& key, Version upto, std::uint64_t least = 1) override;
  Result<std::optional<SnapshotRecord>> snapshot(const DocumentKey& key, Version at_most) override;
  Result<void> put_snapshot(const DocumentKey& key, const SnapshotRecord& snapshot) override;
  Result<std::optional<std::string>> properties(const DocumentKey& key) override;
  Result<void> put_properties(const DocumentKey& key, const std::string& json) override;
  Result<void> list(const std::string& collection, const std::optional<std::string>& after,
                    const std::function<bool(ListedDocument&&)>& visit) override;
  using Records::change_records;
  Result<void> change_records(std::span<const RecordChange> changes, Sync sync) override;
  Result<std::optional<std::string>> record(const std::string& kind,
                                            const std::string& key) override;
  using Records::read_records;
  Result<void> read_records(const std::string& kind, const RecordRange& range,
                            const Visit& visit) override;
  Result<void> put_blob(std::string_view bytes, std::span<const RecordChange> changes) override;
  Result<std::optional<std::string>> blob(const std::string& name) override;
  Result<std::optional<std::string>> former_client_owner(const std::string& client_id) override;
  Result<void> checkpoint(const std::filesystem::path& to) override;

 private:
  [[nodiscard]] Result<Head> stored_head(std::string_view document);
  [[nodiscard]] Result<void> stage(const Append& append, std::vector<Put>& puts);
  [[nodiscard]] Result<std::string> chain_after(std::string_view document, const Head& head,
                                                std::span<const OpRecord> ops);
  [[nodiscard]] Result<void> read_log(const DocumentKey& key, Version from, Version to,
                                      const LogVisitor& visitor);
  [[nodiscard]] Result<std::uint64_t> bytes_between(std::string_view document, Version from,
                                                    Version to);

  const std::shared_ptr<Families> families_;
  const Sync append_sync_;
  BlockCache blocks_;
  KeyValueRecords records_;
  KeyValueBlobs blobs_;

  /// Held from reading a head to writing it again, so that no head is written over a newer one.
  std::mutex heads_mutex_;
  /// Held while operations are packed, so that none is packed twice.
  std::mutex seals_mutex_;
};

}  // namespace plenary::storage
