#pragma once

#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include "storage/rocks/open.hpp"

namespace plenary::storage {

/// RocksDB's options for a small server with many small documents.
[[nodiscard]] rocksdb::DBOptions database_options(const RocksOptions& options, rocksdb::Env* env);

/// True for the failures that are over when other programs, or other parts of this one, give back
/// file descriptors, memory or disk quota.
[[nodiscard]] bool is_shortage(const rocksdb::Status& status);

/// The families: RocksDB's own `default` first, then kAllFamilies in order.
[[nodiscard]] std::vector<rocksdb::ColumnFamilyDescriptor> family_descriptors(
    const RocksOptions& options);

}  // namespace plenary::storage
