#pragma once

#include <cstddef>

namespace plenary::server {

/// How the file descriptors that a process may have are divided, so that connections never take
/// those that the store needs.
struct DescriptorPlan {
  std::size_t store{0};        // for RocksOptions::descriptors
  std::size_t connections{0};  // descriptors for connections; one in the clear, three with TLS
};
/// Pure.
[[nodiscard]] DescriptorPlan plan_descriptors(std::size_t limit);

/// Raises the process's limit of open files as far as it may by itself. Returns the limit now.
/// Changes the process: to be called at the start.
std::size_t raise_descriptor_limit();

}  // namespace plenary::server
