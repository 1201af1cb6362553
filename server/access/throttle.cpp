#include "server/access/throttle.hpp"

#include <algorithm>

#include "server/limits.hpp"

namespace plenary::server {

double Throttle::filled(const Bucket& bucket, Timestamp now) const {
  const auto passed = static_cast<double>(std::max<std::int64_t>(0, now.ms - bucket.at.ms));
  return std::min(capacity_, bucket.tokens + passed / static_cast<double>(refill_.count()));
}

/// Forgets the buckets that are full again; if all are in use, all of them. An attacker who fills
/// the table with a hundred thousand names gains a few guesses by that.
void Throttle::make_room(Timestamp now) {
  if (buckets_.size() < kThrottledMax) {
    return;
  }
  std::erase_if(buckets_,
                [&](const auto& entry) { return filled(entry.second, now) >= capacity_; });
  if (buckets_.size() >= kThrottledMax) {
    buckets_.clear();
  }
}

bool Throttle::take(std::string_view name, double tokens) {
  const Timestamp now = clock_.now();
  const std::lock_guard lock(mutex_);
  auto found = buckets_.find(name);
  if (found == buckets_.end()) {
    make_room(now);
    found = buckets_.emplace(name, Bucket{capacity_, now}).first;
  }
  Bucket& bucket = found->second;
  bucket = {filled(bucket, now), now};
  if (bucket.tokens < tokens) {
    return false;
  }
  bucket.tokens -= tokens;
  return true;
}

void Throttle::give_back(std::string_view name) {
  const Timestamp now = clock_.now();
  const std::lock_guard lock(mutex_);
  if (const auto found = buckets_.find(name); found != buckets_.end()) {
    found->second = {std::min(capacity_, filled(found->second, now) + 1), now};
  }
}

}  // namespace plenary::server
