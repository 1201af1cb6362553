#include "server/runtime/descriptors.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

#include "server/limits.hpp"

namespace plenary::server {

DescriptorPlan plan_descriptors(std::size_t limit) {
  const std::size_t store = std::clamp(limit / 4, kStoreDescriptorsMin, kStoreDescriptorsMax);
  const std::size_t kept = store + kOtherDescriptors;
  return {.store = store, .connections = limit - std::min(limit, kept)};
}

std::size_t raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return std::numeric_limits<std::size_t>::max();
  }
  const rlimit raised{limit.rlim_max, limit.rlim_max};
  if (limit.rlim_cur < limit.rlim_max && ::setrlimit(RLIMIT_NOFILE, &raised) == 0) {
    return raised.rlim_cur;
  }
  return limit.rlim_cur;
}

void reserve_descriptors(std::size_t limit) {
  // The table grows to hold the highest descriptor and never shrinks.
  const int lowest = static_cast<int>(std::min(limit, kDescriptorTableMax)) - 1;
  if (const int highest = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, lowest); highest >= 0) {
    ::close(highest);
  }
}

}  // namespace plenary::server
