#include "storage/block_cache.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"

namespace plenary::storage {

Result<std::shared_ptr<const UnpackedBlock>> BlockCache::get(std::string_view key,
                                                             std::string_view record) {
  if (std::shared_ptr<const UnpackedBlock> kept = find(key)) {
    return kept;
  }
  PLENARY_TRY(std::shared_ptr<const UnpackedBlock> block, UnpackedBlock::unpack(key, record));
  keep(key, block);
  return block;
}

std::shared_ptr<const UnpackedBlock> BlockCache::find(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = place_of(key);
  if (found == newest_first_.end()) {
    return nullptr;
  }
  newest_first_.splice(newest_first_.begin(), newest_first_, found);
  return found->block;
}

void BlockCache::keep(std::string_view key, std::shared_ptr<const UnpackedBlock> block) {
  const std::lock_guard lock(mutex_);
  if (block->bytes() > bytes_most_ || place_of(key) != newest_first_.end()) {
    return;  // too large, or another thread unpacked it at the same time
  }
  bytes_ += block->bytes();
  newest_first_.push_front({std::string(key), std::move(block)});
  while (bytes_ > bytes_most_) {
    bytes_ -= newest_first_.back().block->bytes();
    newest_first_.pop_back();
  }
}

std::list<BlockCache::Entry>::iterator BlockCache::place_of(std::string_view key) {
  return std::find_if(newest_first_.begin(), newest_first_.end(),
                      [key](const Entry& entry) { return entry.key == key; });
}

}  // namespace plenary::storage
