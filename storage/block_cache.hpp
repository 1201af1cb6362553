#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "storage/sealed_block.hpp"

namespace plenary::storage {

/// The sealed blocks that were unpacked last: reads of neighbouring versions unpack one once.
/// Thread: any.
class BlockCache {
 public:
  /// Keeps blocks of that many bytes together.
  explicit BlockCache(std::size_t bytes_most) : bytes_most_(bytes_most) {}

  /// The block that lies under `key`. Errors: those of UnpackedBlock::unpack. Cost: unpacking
  /// `record`, if it was not kept.
  [[nodiscard]] Result<std::shared_ptr<const UnpackedBlock>> get(std::string_view key,
                                                                 std::string_view record);

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const UnpackedBlock> block;
  };

  [[nodiscard]] std::shared_ptr<const UnpackedBlock> find(std::string_view key);
  void keep(std::string_view key, std::shared_ptr<const UnpackedBlock> block);
  [[nodiscard]] std::list<Entry>::iterator place_of(std::string_view key);

  const std::size_t bytes_most_;
  std::mutex mutex_;
  // Guarded by mutex_:
  std::list<Entry> newest_first_;  // a few: they are looked through
  std::size_t bytes_{0};
};

}  // namespace plenary::storage
