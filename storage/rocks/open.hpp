#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include "protocol/base/result.hpp"
#include "storage/key_value_store.hpp"

/// Opens a data directory. The only header of storage/rocks for those outside; it names no RocksDB
/// type.
namespace plenary::storage {

struct RocksOptions {
  std::filesystem::path directory;

  // What it does.
  Durability durability{Durability::kStrict};
  /// Makes the directory if it does not exist or is empty. Without it, that is kNotFound.
  bool create{true};
  /// Opens without changing a byte; several readers may, but no writer beside them.
  bool read_only{false};
  /// Drops a damaged end of the write-ahead log, where opening without it says kCorrupt. What was
  /// written after the damage is lost: for an operator who has copied the directory first.
  bool salvage{false};

  // What it takes: most of the store's memory is the sum of both.
  std::size_t cache_bytes{64u << 20};    // of uncompressed blocks of files
  std::size_t unsaved_bytes{64u << 20};  // kept in memory (and in the log) before a file is made
};

/// Opens the data directory of a server. One process has it at a time.
/// Errors: kNotFound (and not `create`), kLocked (another process has it), kFormatTooNew, kReadOnly
/// (cannot be written, disk full), kCorrupt, kRejected (not a Plenary data directory), kIo. All
/// name the directory and what to do; nothing was changed unless it was being created.
[[nodiscard]] Result<std::unique_ptr<Store>> open_rocks(const RocksOptions& options);

/// The families under it, for check().
[[nodiscard]] Result<std::shared_ptr<Families>> open_rocks_families(const RocksOptions& options);

}  // namespace plenary::storage
