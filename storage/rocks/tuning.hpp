#pragma once

#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include "storage/rocks/open.hpp"

namespace plenary::storage {

/// RocksDB's options for a small server with many small documents.
[[nodiscard]] rocksdb::DBOptions database_options(const RocksOptions& options, rocksdb::Env* env);

/// The families: RocksDB's own `default` first, then kAllFamilies in order.
[[nodiscard]] std::vector<rocksdb::ColumnFamilyDescriptor> family_descriptors(
    const RocksOptions& options);

}  // namespace plenary::storage
