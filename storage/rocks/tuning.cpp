#include "storage/rocks/tuning.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <memory>
#include <string>
#include <system_error>

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/table.h>

#include "storage/keys.hpp"

namespace plenary::storage {
namespace {

constexpr std::size_t kMegabyte = 1u << 20;

/// Descriptors that do not belong to files of documents: logs, the manifest, directories, and what
/// flushes and compactions write.
constexpr std::size_t kOtherFiles = 64;
/// Files of documents that are kept open at least: two of each family are hot. Fewer make reads
/// slower, as files are opened again and again.
constexpr std::size_t kOpenFilesMin = 32;
/// Flush and compaction, one each: the machine is shared with the server.
constexpr int kBackgroundJobs = 2;
/// Bounds the time that opening after a crash takes: that much is read back and saved at most.
constexpr std::uint64_t kLogBytesMost = 192 * kMegabyte;
/// A value beyond it lives in a file of its own kind, so that compaction does not copy it again and
/// again.
constexpr std::uint64_t kBlobBytesLeast = 16 * 1024;
constexpr double kBloomBitsPerKey = 10;  // 1% false positives

/// Failures that end when others give back resources.
constexpr std::array kShortages{EMFILE, ENFILE, EDQUOT, ENOMEM};

/// RocksDB's own diary is not kept: what matters of it reaches us as a Status. A reader must not
/// write into the directory; and on a full disk a diary that could not be written once ends the
/// process at its next line, by an assertion (Debian's 7.8.3 has them on).
class NoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, std::va_list) override {}
};

/// RocksDB gives up for good when a file could not be opened or written, unless the disk was full.
/// A shortage of descriptors, memory or quota ends like a full disk does: then Resume writes what
/// is in memory to new files and begins a new log, so nothing is missing and nothing follows a torn
/// record.
class ShortageListener final : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) override {
    using Severity = rocksdb::Status::Severity;
    const Severity like_full_disk = reason == rocksdb::BackgroundErrorReason::kCompaction
                                        ? Severity::kSoftError  // it is tried again, writes go on
                                        : Severity::kHardError;
    if (is_shortage(*error) && error->severity() > like_full_disk) {
      *error = rocksdb::Status(*error, like_full_disk);
    }
  }
};

int open_files(const RocksOptions& options) {
  const std::size_t left = options.descriptors - std::min(options.descriptors, kOtherFiles);
  return static_cast<int>(std::max(left, kOpenFilesMin));
}

rocksdb::ColumnFamilyOptions family_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions blocks;
  blocks.block_cache = cache;
  blocks.cache_index_and_filter_blocks = true;  // in the cache's budget rather than beside it
  blocks.pin_l0_filter_and_index_blocks_in_cache = true;
  blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  blocks.block_size = 16 * 1024;
  blocks.format_version = 5;
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
  options.compression = rocksdb::kZSTD;
  options.write_buffer_size = 32 * kMegabyte;
  options.level_compaction_dynamic_level_bytes = true;
  return options;
}

/// Blocks are compressed by us.
void adapt_to_blocks(rocksdb::ColumnFamilyOptions& options) {
  options.compression = rocksdb::kNoCompression;
}

/// The part of the oldest files of snapshots that may be garbage.
constexpr double kGarbageMost = 0.5;

/// Snapshots are compressed by us, pictures by their makers; both are large, and never read in
/// order.
void adapt_to_large_values(rocksdb::ColumnFamilyOptions& options) {
  options.compression = rocksdb::kNoCompression;
  options.enable_blob_files = true;
  options.min_blob_size = kBlobBytesLeast;
  // Most snapshots are taken away again, when the history around them is sealed.
  options.enable_blob_garbage_collection = true;
  options.blob_garbage_collection_force_threshold = kGarbageMost;
}

}  // namespace

bool is_shortage(const rocksdb::Status& status) {
  if (!status.IsIOError()) {
    return false;
  }
  // RocksDB keeps the words of errno, and not its number.
  const std::string words = status.ToString();
  return std::any_of(kShortages.begin(), kShortages.end(), [&words](int number) {
    return words.find(std::generic_category().message(number)) != std::string::npos;
  });
}

rocksdb::DBOptions database_options(const RocksOptions& options, rocksdb::Env* env) {
  rocksdb::DBOptions db;
  db.env = env != nullptr ? env : rocksdb::Env::Default();
  db.create_if_missing = options.create && !options.read_only;
  db.create_missing_column_families = !options.read_only;
  db.paranoid_checks = true;
  // A crash tears the end of the log, nothing else. Damage further in is reported, not skipped:
  // what comes after it was acknowledged.
  db.wal_recovery_mode = options.salvage ? rocksdb::WALRecoveryMode::kPointInTimeRecovery
                                         : rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  db.recycle_log_file_num = 0;  // a recycled log has old records behind its end
  db.max_total_wal_size = kLogBytesMost;
  db.db_write_buffer_size = options.unsaved_bytes;
  db.max_open_files = open_files(options);
  db.max_background_jobs = kBackgroundJobs;
  db.bytes_per_sync = kMegabyte;  // spreads the writing of files, so that log syncs do not wait
  db.info_log = std::make_shared<NoLog>();
  db.listeners.push_back(std::make_shared<ShortageListener>());
  return db;
}

std::vector<rocksdb::ColumnFamilyDescriptor> family_descriptors(const RocksOptions& options) {
  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(options.cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  families.emplace_back(rocksdb::kDefaultColumnFamilyName, family_options(cache));
  for (const Family family : kAllFamilies) {
    rocksdb::ColumnFamilyOptions family_settings = family_options(cache);
    if (family == Family::kSnapshots || family == Family::kBlobs) {
      adapt_to_large_values(family_settings);
    } else if (family == Family::kSealed) {
      adapt_to_blocks(family_settings);
    }
    families.emplace_back(std::string(name_of(family)), family_settings);
  }
  return families;
}

}  // namespace plenary::storage
