#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/families.hpp"
#include "storage/log_reader.hpp"
#include "storage/store.hpp"

namespace plenary::storage {

/// Packs one document's operations into sealed blocks (FORMAT.md, 6). Thread: one, and one for a
/// document at a time. Lifetime: families and cache outlive it.
class Sealer {
 public:
  /// `document`: its key.
  Sealer(Families& families, BlockCache& cache, std::string document);

  /// As Store::seal. Requires: the head says that the operations below `upto` are there.
  [[nodiscard]] Result<Sealed> seal(Version upto, std::uint64_t least);

 private:
  [[nodiscard]] Result<std::vector<OpRecord>> collect(Version from, Version to);
  [[nodiscard]] Result<std::string> pack(const std::vector<OpRecord>& ops, std::string_view chain);
  [[nodiscard]] Result<void> write_block(const std::vector<OpRecord>& ops, std::string block);

  Families& families_;
  BlockCache& cache_;
  const std::string document_;
};

}  // namespace plenary::storage
