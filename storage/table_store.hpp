#pragma once

#include <memory>
#include <mutex>

#include "storage/block_cache.hpp"
#include "storage/log_reader.hpp"
#include "storage/store.hpp"
#include "storage/tables.hpp"

namespace plenary::storage {

/// What an answered append has survived. kStrict: a power cut. kRelaxed: the death of this process,
/// but after a power cut the last seconds may be missing (never a part in the middle).
enum class Durability { kStrict, kRelaxed };

/// The Store over an ordered key-value database that is this process's alone: keys and records as
/// FORMAT.md defines them.
class TableStore final : public Store {
 public:
  explicit TableStore(std::shared_ptr<Tables> tables, Durability durability = Durability::kStrict);

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
  Result<std::optional<std::string>> client_owner(const std::string& client_id) override;
  Result<std::string> claim_client(const std::string& client_id,
                                   const std::string& identity) override;
  Result<void> change_records(std::span<const RecordChange> changes) override;
  Result<void> read_records(
      const std::string& table,
      const std::function<bool(std::string&& key, std::string&& json)>& visit) override;
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

  const std::shared_ptr<Tables> tables_;
  const Sync append_sync_;
  BlockCache blocks_;

  /// Held from reading a head to writing it again, so that no head is written over a newer one.
  std::mutex heads_mutex_;
  /// Held from reading a client's owner to writing it.
  std::mutex claims_mutex_;
  /// Held while operations are packed, so that none is packed twice.
  std::mutex seals_mutex_;
};

}  // namespace plenary::storage
