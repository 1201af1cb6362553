#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include "protocol/base/result.hpp"
#include "storage/key_value_store.hpp"

/// Opens a data directory. The only header of storage/rocks for those outside; it names no RocksDB
/// type.
namespace plenary::storage {

/// Is told when a store stops taking writes and when it takes them again: in turn, each change
/// once. Calls come on the thread whose write failed or succeeded. They must be quick and must not
/// call the store.
class WriteObserver {
 public:
  WriteObserver() = default;
  WriteObserver(const WriteObserver&) = delete;
  WriteObserver& operator=(const WriteObserver&) = delete;
  virtual ~WriteObserver() = default;

  /// `why` is the error of the first write that was refused.
  virtual void on_writes_stopped(const Error& why) noexcept = 0;
  virtual void on_writes_resumed() noexcept = 0;
};

struct RocksOptions {
  std::filesystem::path directory;

  // Behaviour.
  Durability durability{Durability::kStrict};
  /// Makes the directory if it does not exist or is empty. Without it, that is kNotFound.
  bool create{true};
  /// Opens without changing a byte; several readers may, but no writer beside them.
  bool read_only{false};
  /// Drops a damaged end of the write-ahead log, where opening without it says kCorrupt. Everything
  /// written after the damage is lost: the operator should copy the directory first.
  bool salvage{false};

  /// Lifetime: outlives the store. Null: nobody is told.
  WriteObserver* observer{nullptr};

  // Resources. Most of the store's memory is the sum of the first two.
  std::size_t cache_bytes{64u << 20};    // of uncompressed blocks of files
  std::size_t unsaved_bytes{64u << 20};  // kept in memory (and in the log) before a file is made
  /// File descriptors that it may use; 96 at least. The process must leave it as many: without one
  /// the store stops taking writes. 512 files of 64 MB are 32 GB of documents.
  std::size_t descriptors{512 + 64};
};

/// Opens the data directory of a server. One process has it at a time.
/// Errors: kNotFound (and not `create`), kLocked (another process has it), kFormatTooNew, kReadOnly
/// (cannot be written, disk full), kCorrupt, kRejected (not a Plenary data directory), kIo. All
/// name the directory and what to do; nothing was changed unless it was being created.
[[nodiscard]] Result<std::unique_ptr<Store>> open_rocks(const RocksOptions& options);

/// Takes all rights of others than the owner from a data directory and everything in it, and
/// returns whether they had any; false if there is no such directory. Opening it for writing does
/// the same. Files that RocksDB makes later have the rights that the process's umask leaves:
/// programs that write set 0077. Errors: kIo, kReadOnly: this process may not.
[[nodiscard]] Result<bool> close_to_others(const std::filesystem::path& directory);

/// The families under it, for check().
[[nodiscard]] Result<std::shared_ptr<Families>> open_rocks_families(const RocksOptions& options);

}  // namespace plenary::storage
