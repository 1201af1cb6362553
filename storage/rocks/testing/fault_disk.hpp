#pragma once

#include <memory>
#include <string>

#include "protocol/base/result.hpp"
#include "storage/rocks/open.hpp"

namespace plenary::storage::testing {

/// A disk that fails when told to, under a real store. For tests; thread: any.
class FaultDisk {
 public:
  FaultDisk();
  FaultDisk(const FaultDisk&) = delete;
  FaultDisk& operator=(const FaultDisk&) = delete;
  ~FaultDisk();

  enum class Fault {
    kNone,
    kFull,        // a write leaves its first half and answers that no space is left
    kFailedSync,  // writes work, syncs answer an I/O error
  };
  void set(Fault fault);

  /// As open_rocks_families, on this disk. Lifetime: the disk outlives the families.
  [[nodiscard]] Result<std::shared_ptr<Families>> open(const RocksOptions& options);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Adds a family to a closed data directory, as a newer program might.
[[nodiscard]] Result<void> add_foreign_family(const std::filesystem::path& directory,
                                              const std::string& name);

/// Takes a family away, as a directory from before that family was thought of has none. Requires:
/// nobody has the directory.
[[nodiscard]] Result<void> drop_family(const std::filesystem::path& directory,
                                       const std::string& name);

}  // namespace plenary::storage::testing
