#include "storage/rocks/testing/fault_disk.hpp"

#include <atomic>
#include <utility>
#include <vector>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include "storage/rocks/database.hpp"
#include "storage/rocks/tuning.hpp"

namespace plenary::storage::testing {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using Fault = FaultDisk::Fault;
using SharedFault = std::shared_ptr<std::atomic<Fault>>;

class FaultFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultFile(std::unique_ptr<rocksdb::FSWritableFile> file, SharedFault fault)
      : FSWritableFileOwnerWrapper(std::move(file)), fault_(std::move(fault)) {}

  IOStatus Append(const rocksdb::Slice& bytes, const IOOptions& options,
                  IODebugContext* debug) override {
    if (*fault_ != Fault::kFull) {
      return target()->Append(bytes, options, debug);
    }
    const IOStatus torn =
        target()->Append(rocksdb::Slice(bytes.data(), bytes.size() / 2), options, debug);
    return torn.ok() ? IOStatus::NoSpace("the test's disk is full") : torn;
  }
  IOStatus Append(const rocksdb::Slice& bytes, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return Append(bytes, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return *fault_ == Fault::kFailedSync ? IOStatus::IOError("the test's disk does not sync")
                                         : target()->Sync(options, debug);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return *fault_ == Fault::kFailedSync ? IOStatus::IOError("the test's disk does not sync")
                                         : target()->Fsync(options, debug);
  }

 private:
  const SharedFault fault_;
};

class FaultFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultFileSystem(SharedFault fault)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), fault_(std::move(fault)) {}

  const char* Name() const override { return "FaultFileSystem"; }

  IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* made,
                           IODebugContext* debug) override {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    IOStatus status = target()->NewWritableFile(name, options, &file, debug);
    if (status.ok()) {
      *made = std::make_unique<FaultFile>(std::move(file), fault_);
    }
    return status;
  }
  IOStatus GetFreeSpace(const std::string& path, const IOOptions& options, std::uint64_t* free,
                        IODebugContext* debug) override {
    if (*fault_ == Fault::kFull) {
      *free = 0;
      return IOStatus::OK();
    }
    return target()->GetFreeSpace(path, options, free, debug);
  }

 private:
  const SharedFault fault_;
};

}  // namespace

struct FaultDisk::State {
  const SharedFault fault = std::make_shared<std::atomic<Fault>>(Fault::kNone);
  const std::unique_ptr<rocksdb::Env> env =
      rocksdb::NewCompositeEnv(std::make_shared<FaultFileSystem>(fault));
};

FaultDisk::FaultDisk() : state_(std::make_unique<State>()) {}
FaultDisk::~FaultDisk() = default;

void FaultDisk::set(Fault fault) {
  *state_->fault = fault;
}

Result<std::shared_ptr<Families>> FaultDisk::open(const RocksOptions& options) {
  return RocksFamilies::open(options, state_->env.get());
}

namespace {

using Handles = std::vector<rocksdb::ColumnFamilyHandle*>;

/// Opens the database under a directory that nobody has, does `change`, and closes it again.
template <class Change>
Result<void> change_families(const std::filesystem::path& directory, Change change) {
  const RocksOptions options{.directory = directory};
  Handles handles;
  rocksdb::DB* opened = nullptr;
  rocksdb::Status status = rocksdb::DB::Open(database_options(options, nullptr),
                                             DataDirectory::store_in(directory).string(),
                                             family_descriptors(options), &handles, &opened);
  if (!status.ok()) {
    return to_error(status, "open");
  }
  const std::unique_ptr<rocksdb::DB> db(opened);
  status = change(*db, handles);
  for (rocksdb::ColumnFamilyHandle* handle : handles) {
    db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  if (!status.ok()) {
    return to_error(status, "change the families");
  }
  return {};
}

}  // namespace

Result<void> add_foreign_family(const std::filesystem::path& directory, const std::string& name) {
  return change_families(directory, [&name](rocksdb::DB& db, Handles& handles) {
    rocksdb::ColumnFamilyHandle* made = nullptr;
    const rocksdb::Status status =
        db.CreateColumnFamily(rocksdb::ColumnFamilyOptions(), name, &made);
    if (made != nullptr) {
      handles.push_back(made);
    }
    return status;
  });
}

Result<void> drop_family(const std::filesystem::path& directory, const std::string& name) {
  return change_families(directory, [&name](rocksdb::DB& db, Handles& handles) {
    for (rocksdb::ColumnFamilyHandle* handle : handles) {
      if (handle->GetName() == name) {
        return db.DropColumnFamily(handle);
      }
    }
    return rocksdb::Status::NotFound(name);
  });
}

}  // namespace plenary::storage::testing
