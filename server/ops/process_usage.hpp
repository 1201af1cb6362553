#pragma once

#include <cstdint>
#include <optional>

namespace plenary::server {

/// Figures of the operating system about this process.
struct ProcessUsage {
  std::uint64_t resident_bytes{0};
  double cpu_seconds{0};  // of all threads, in user and system mode
  std::uint64_t threads{0};
  std::uint64_t open_files{0};
  double started{0};  // seconds since 1970
};

/// Reads /proc/self; nothing where there is no such thing. Thread: any. Cost: some system calls.
[[nodiscard]] std::optional<ProcessUsage> read_process_usage();

}  // namespace plenary::server
