#pragma once

#include <sys/types.h>

#include <optional>

namespace plenary::load {

/// The CPU time and memory of a process so far, as Linux counts them.
struct ProcessUsage {
  double cpu_seconds = 0;  // user + system, all threads
  double rss_mb = 0;       // resident memory now, in 10^6 bytes
};

/// Reads /proc for `pid` (0: this process). Nothing if there is no such process.
[[nodiscard]] std::optional<ProcessUsage> read_process_usage(pid_t pid);

}  // namespace plenary::load
