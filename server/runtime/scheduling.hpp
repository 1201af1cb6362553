#pragma once

#include <chrono>

namespace plenary::server {

/// What the calling thread, and every thread that it starts later, asks of the scheduler for one
/// turn on a processor.
inline constexpr std::chrono::microseconds kSlice{100};  // the least that Linux takes

/// Asks for slices of kSlice. Since 6.12 Linux then lets a thread that wakes go before one whose
/// slice is longer, so a shard or the thread that commits does not wait for a whole slice of
/// somebody else's work (sched(7), "sched_runtime"). Niceness and policy stay. Returns whether the
/// kernel has taken it: an older one ignores it. Call it before there are threads.
bool request_short_slices();

}  // namespace plenary::server
