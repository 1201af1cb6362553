#pragma once

#include <cstddef>

namespace plenary::server {

/// The division of the file descriptors that a process may have: connections never take those that
/// the store needs.
struct DescriptorPlan {
  std::size_t store{0};        // for RocksOptions::descriptors
  std::size_t connections{0};  // descriptors for connections; one in the clear, three with TLS
};
/// Pure.
[[nodiscard]] DescriptorPlan plan_descriptors(std::size_t limit);

/// Raises the process's limit of open files to the highest that it may set. Returns the new limit.
/// Changes the process: call it at the start.
std::size_t raise_descriptor_limit();

inline constexpr std::size_t kDescriptorTableMax = 65'536;  // 512 kB in the kernel

/// Lets the kernel make its table of open files as large as `limit` needs, kDescriptorTableMax at
/// most. Otherwise it grows the table while connections come, and in a process with threads each
/// growth holds up the thread that accepts for tens of ms. Call it before there are threads.
void reserve_descriptors(std::size_t limit);

}  // namespace plenary::server
