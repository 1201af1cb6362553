#pragma once

#include <cstddef>

namespace plenary::bench {

/// Bytes that operator new has given out and not got back, with the allocator's own overhead. The
/// program that links heap.cpp counts all its allocations. Thread: one.
[[nodiscard]] std::size_t heap_bytes();

}  // namespace plenary::bench
