#include "storage/waiting_appends.hpp"

#include <utility>

namespace plenary::storage {

void WaitingAppends::push(Entry entry) {
  const auto follows = in_large_.find(entry.append.key);
  if (follows != in_large_.end()) {
    ++follows->second;
    large_.push_back(std::move(entry));
  } else if (is_large(entry)) {
    in_large_.emplace(entry.append.key, 1);
    large_.push_back(std::move(entry));
  } else {
    small_.push_back(std::move(entry));
  }
}

std::vector<WaitingAppends::Entry> WaitingAppends::take() {
  const bool large = small_.empty() || (small_before_ && !large_.empty());
  small_before_ = !large;
  return large ? take_large() : take_small();
}

/// One large append, with the small ones behind it.
std::vector<WaitingAppends::Entry> WaitingAppends::take_large() {
  std::vector<Entry> batch;
  std::size_t bytes = 0;
  while (!large_.empty() &&
         (batch.empty() || (!is_large(large_.front()) &&
                            bytes + large_.front().bytes <= options_.batch_bytes_most))) {
    const auto counted = in_large_.find(large_.front().append.key);
    if (--counted->second == 0) {
      in_large_.erase(counted);
    }
    bytes += large_.front().bytes;
    batch.push_back(std::move(large_.front()));
    large_.pop_front();
  }
  return batch;
}

std::vector<WaitingAppends::Entry> WaitingAppends::take_small() {
  std::vector<Entry> batch;
  std::size_t bytes = 0;
  while (!small_.empty() &&
         (batch.empty() || bytes + small_.front().bytes <= options_.batch_bytes_most)) {
    bytes += small_.front().bytes;
    batch.push_back(std::move(small_.front()));
    small_.pop_front();
  }
  return batch;
}

}  // namespace plenary::storage
