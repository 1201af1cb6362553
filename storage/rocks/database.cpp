#include "storage/rocks/database.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/write_batch.h>

#include "protocol/base/try.hpp"
#include "storage/rocks/tuning.hpp"

namespace plenary::storage {
namespace {

/// Between two attempts to get the database going again after a failure: one costs a flush.
constexpr std::chrono::seconds kResumeInterval{1};

rocksdb::Slice slice(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}
std::string_view view(const rocksdb::Slice& bytes) {
  return {bytes.data(), bytes.size()};
}

class RocksCursor final : public FamilyCursor {
 public:
  explicit RocksCursor(std::unique_ptr<rocksdb::Iterator> at) : at_(std::move(at)) {}

  void seek(std::string_view key) override { at_->Seek(slice(key)); }
  void seek_back(std::string_view key) override { at_->SeekForPrev(slice(key)); }
  void next() override { at_->Next(); }
  void previous() override { at_->Prev(); }
  bool valid() const override { return at_->Valid(); }
  std::string_view key() const override { return view(at_->key()); }
  std::string_view value() const override { return view(at_->value()); }
  Result<void> status() const override {
    const rocksdb::Status status = at_->status();
    if (!status.ok()) {
      return to_error(status, "read");
    }
    return {};
  }

 private:
  const std::unique_ptr<rocksdb::Iterator> at_;
};

/// True if RocksDB refuses all writes since something failed, and may be told to try again.
bool is_stopped(const rocksdb::Status& status) {
  return status.severity() >= rocksdb::Status::Severity::kSoftError || status.IsNoSpace();
}

/// RocksDB's families must be ours: another one was made by a newer program.
Result<void> check_families(const rocksdb::DBOptions& db, const std::string& path) {
  std::vector<std::string> names;
  const rocksdb::Status listed = rocksdb::DB::ListColumnFamilies(db, path, &names);
  if (!listed.ok()) {
    return {};  // not created yet, or opening it will say what is wrong
  }
  for (const std::string& name : names) {
    bool known = name == rocksdb::kDefaultColumnFamilyName;
    for (const Family family : kAllFamilies) {
      known = known || name == name_of(family);
    }
    if (!known) {
      return Error{Errc::kFormatTooNew, path +
                                            " has a family that this program does not know; "
                                            "nothing was changed: use the newer program"};
    }
  }
  return {};
}

/// A reader makes no family. One that is not there, because the directory is older than it, is as
/// if it were empty.
void drop_missing(std::vector<rocksdb::ColumnFamilyDescriptor>& families,
                  const rocksdb::DBOptions& db, const std::string& path) {
  std::vector<std::string> names;
  if (!rocksdb::DB::ListColumnFamilies(db, path, &names).ok()) {
    return;  // opening it will say what is wrong
  }
  std::erase_if(families, [&names](const rocksdb::ColumnFamilyDescriptor& family) {
    return std::find(names.begin(), names.end(), family.name) == names.end();
  });
}

rocksdb::Status add_to(rocksdb::WriteBatch& batch, rocksdb::ColumnFamilyHandle* family,
                       const Put& put) {
  if (put.until) {
    return batch.DeleteRange(family, slice(put.key), slice(*put.until));
  }
  return put.value ? batch.Put(family, slice(put.key), slice(*put.value))
                   : batch.Delete(family, slice(put.key));
}

Error opening_failed(const rocksdb::Status& status, const RocksOptions& options) {
  Error error = to_error(status, "open " + options.directory.string());
  if (error.code == Errc::kCorrupt) {
    error.detail +=
        ". Copy the directory before anything else. A backup is the safe way back; opening it for "
        "salvage drops what the write-ahead log holds from the damage on";
  }
  return error;
}

}  // namespace

Error to_error(const rocksdb::Status& status, std::string_view doing) {
  std::string detail = "cannot " + std::string(doing) + ": " + status.ToString();
  if (status.IsNoSpace()) {
    return Error{Errc::kReadOnly, std::move(detail) + "; the disk is full: free some space"};
  }
  if (is_shortage(status)) {
    detail += "; this goes on as soon as others give some back";
  }
  if (is_stopped(status)) {
    return Error{Errc::kReadOnly, std::move(detail) + "; the store takes no writes since then"};
  }
  if (status.IsCorruption()) {
    return Error{Errc::kCorrupt, std::move(detail)};
  }
  return Error{Errc::kIo, std::move(detail)};
}

RocksFamilies::RocksFamilies(const RocksOptions& options, DataDirectory directory)
    : options_(options), directory_(std::move(directory)) {}

rocksdb::Status RocksFamilies::open_database(rocksdb::Env* env) {
  const rocksdb::DBOptions db_options = database_options(options_, env);
  const std::string path = directory_.store().string();
  auto families = family_descriptors(options_);
  if (options_.read_only) {
    drop_missing(families, db_options, path);
  }
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      options_.read_only ? rocksdb::DB::OpenForReadOnly(db_options, path, families, &handles_, &db)
                         : rocksdb::DB::Open(db_options, path, families, &handles_, &db);
  db_.reset(db);
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    for (const Family family : kAllFamilies) {
      if (handle->GetName() == name_of(family)) {
        family_handles_[static_cast<std::size_t>(family)] = handle;
      }
    }
  }
  return status;
}

Result<std::shared_ptr<Families>> RocksFamilies::open(const RocksOptions& options,
                                                      rocksdb::Env* env) {
  using Use = DataDirectory::Use;
  const Use use = options.read_only ? Use::kRead
                  : options.create  ? Use::kCreateOrWrite
                                    : Use::kWrite;
  PLENARY_TRY(DataDirectory directory, DataDirectory::open(options.directory, use));
  const Result<void> known =
      check_families(database_options(options, env), directory.store().string());
  if (!known) {
    return known.error();
  }
  const std::shared_ptr<RocksFamilies> families(new RocksFamilies(options, std::move(directory)));
  if (const rocksdb::Status status = families->open_database(env); !status.ok()) {
    return opening_failed(status, options);
  }
  return std::shared_ptr<Families>(families);
}

RocksFamilies::~RocksFamilies() {
  if (db_ == nullptr) {
    return;
  }
  // Debian's RocksDB has assertions on, and one of them fails when a log is synced that failed
  // before.
  if (!options_.read_only && !log_failed_) {
    db_->SyncWAL().PermitUncheckedError();  // writes without a sync, at a proper end
  }
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  db_->Close().PermitUncheckedError();
}

Result<std::optional<std::string>> RocksFamilies::get(Family family, std::string_view key) {
  if (handle_of(family) == nullptr) {
    return std::optional<std::string>{};
  }
  std::string value;
  const rocksdb::Status status =
      db_->Get(rocksdb::ReadOptions(), handle_of(family), slice(key), &value);
  if (status.IsNotFound()) {
    return std::optional<std::string>{};
  }
  if (!status.ok()) {
    return to_error(status, "read");
  }
  return std::optional(std::move(value));
}

std::unique_ptr<FamilyCursor> RocksFamilies::cursor(Family family) {
  if (handle_of(family) == nullptr) {
    return std::make_unique<RocksCursor>(
        std::unique_ptr<rocksdb::Iterator>(rocksdb::NewEmptyIterator()));
  }
  rocksdb::ReadOptions options;
  options.total_order_seek = true;
  return std::make_unique<RocksCursor>(
      std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options, handle_of(family))));
}

Error RocksFamilies::opened_for_reading() const {
  return Error{Errc::kReadOnly, options_.directory.string() + " was opened for reading only"};
}

Result<void> RocksFamilies::write(const std::vector<Put>& puts, Sync sync) {
  if (options_.read_only) {
    return opened_for_reading();
  }
  rocksdb::WriteBatch batch;
  for (const Put& put : puts) {
    const rocksdb::Status added = add_to(batch, handle_of(put.family), put);
    if (!added.ok()) {
      return to_error(added, "write");
    }
  }
  rocksdb::WriteOptions options;
  options.sync = sync == Sync::kYes;
  rocksdb::Status status = db_->Write(options, &batch);
  if (!status.ok()) {
    log_failed_ = true;
  }
  if (is_stopped(status) && resume()) {
    status = db_->Write(options, &batch);
  }
  if (!status.ok()) {
    return refused(to_error(status, "write"));
  }
  taken();
  return {};
}

/// The answer to a write that failed.
Result<void> RocksFamilies::refused(Error why) {
  if (why.code == Errc::kReadOnly) {
    const std::lock_guard lock(observer_mutex_);
    if (!writes_stopped_.exchange(true) && options_.observer != nullptr) {
      options_.observer->on_writes_stopped(why);
    }
  }
  return why;
}

/// A write succeeded.
void RocksFamilies::taken() {
  if (!writes_stopped_.load(std::memory_order_relaxed)) {
    return;
  }
  const std::lock_guard lock(observer_mutex_);
  if (writes_stopped_.exchange(false) && options_.observer != nullptr) {
    options_.observer->on_writes_resumed();
  }
}

/// Tells RocksDB to take writes again after a failure: it saves what it has in memory to new files
/// and begins a new log, so nothing follows a torn record. True if that worked.
bool RocksFamilies::resume() {
  const std::lock_guard lock(resume_mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (now < next_resume_) {
    return false;
  }
  const bool resumed = db_->Resume().ok();
  next_resume_ = std::chrono::steady_clock::now() + kResumeInterval;
  return resumed;
}

Result<void> RocksFamilies::reclaim(Family family, std::string_view from, std::string_view until) {
  if (options_.read_only) {
    return opened_for_reading();
  }
  rocksdb::CompactRangeOptions options;
  options.exclusive_manual_compaction = false;  // others may run beside it
  options.allow_write_stall = false;            // it waits, the writers do not
  options.blob_garbage_collection_policy = rocksdb::BlobGarbageCollectionPolicy::kForce;
  options.blob_garbage_collection_age_cutoff = 1.0;
  const rocksdb::Slice begin = slice(from);
  const rocksdb::Slice end = slice(until);
  const rocksdb::Status status = db_->CompactRange(options, handle_of(family), &begin, &end);
  if (!status.ok()) {
    return to_error(status, "give space back");
  }
  return {};
}

Result<void> RocksFamilies::checkpoint(const std::filesystem::path& named) {
  // "copy/" names the same directory as "copy".
  const std::filesystem::path to = named.has_filename() ? named : named.parent_path();
  std::error_code error;
  if (std::filesystem::exists(to, error) || error) {
    return Error{Errc::kRejected, to.string() + " exists already; name a new directory"};
  }
  std::filesystem::path unfinished = to;
  unfinished += ".unfinished";
  std::filesystem::remove_all(unfinished, error);  // of a copy that was cut off
  if (std::filesystem::create_directories(unfinished, error); error) {
    return Error{Errc::kIo, "cannot create " + unfinished.string() + ": " + error.message()};
  }
  rocksdb::Checkpoint* made = nullptr;
  rocksdb::Status status = rocksdb::Checkpoint::Create(db_.get(), &made);
  const std::unique_ptr<rocksdb::Checkpoint> copier(made);
  if (status.ok()) {
    status = copier->CreateCheckpoint(DataDirectory::store_in(unfinished).string());
  }
  if (!status.ok()) {
    std::filesystem::remove_all(unfinished, error);
    return to_error(status, "copy to " + to.string());
  }
  if (const Result<void> written = write_format(unfinished); !written) {
    return written;
  }
  if (const Result<bool> made_private = make_private(unfinished); !made_private) {
    return made_private.error();
  }
  if (std::filesystem::rename(unfinished, to, error); error) {
    return Error{Errc::kIo, "cannot rename " + unfinished.string() + ": " + error.message()};
  }
  return sync_directory(std::filesystem::absolute(to).parent_path());
}

Result<std::shared_ptr<Families>> open_rocks_families(const RocksOptions& options) {
  return RocksFamilies::open(options, nullptr);
}

Result<bool> close_to_others(const std::filesystem::path& directory) {
  std::error_code error;
  return std::filesystem::exists(directory, error) ? make_private(directory) : Result<bool>(false);
}

Result<std::unique_ptr<Store>> open_rocks(const RocksOptions& options) {
  PLENARY_TRY(std::shared_ptr<Families> families, open_rocks_families(options));
  return std::unique_ptr<Store>(
      std::make_unique<KeyValueStore>(std::move(families), options.durability));
}

}  // namespace plenary::storage
