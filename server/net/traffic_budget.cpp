#include "server/net/traffic_budget.hpp"

#include <algorithm>

#include "protocol/base/try.hpp"
#include "server/limits.hpp"

namespace plenary::server {

Result<void> TrafficBudget::Lease::grow_to(std::size_t bytes) {
  const std::size_t small = std::clamp(bytes, kTrafficBytesFree, kTrafficBytesSmall);
  const std::size_t small_part = small - kTrafficBytesFree;
  const std::size_t large_part = std::max(bytes, kTrafficBytesSmall) - kTrafficBytesSmall;
  const std::size_t small_before = small_.bytes();
  if (small_part > small_before) {
    PLENARY_TRY_VOID(small_.grow(small_part - small_before));
  }
  if (large_part > large_.bytes()) {
    if (Result<void> grown = large_.grow(large_part - large_.bytes()); !grown) {
      small_.shrink(small_.bytes() - small_before);
      return grown;
    }
  }
  return {};
}

void TrafficBudget::Lease::release() {
  small_.release();
  large_.release();
}

TrafficBudget::Lease TrafficBudget::open(const std::string& key) {
  // A lease of no bytes is never refused.
  return {*small_.take(key, 0), *large_.take(key, 0)};
}

}  // namespace plenary::server
