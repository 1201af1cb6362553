#include "tests/bench/core/heap.hpp"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace {

std::size_t in_use = 0;

constexpr std::size_t kHeader = sizeof(std::size_t);  // what malloc keeps in front of each block

void* allocate(std::size_t bytes) {
  void* block = std::malloc(bytes == 0 ? 1 : bytes);
  if (block == nullptr) {
    throw std::bad_alloc();
  }
  in_use += malloc_usable_size(block) + kHeader;
  return block;
}

void release(void* block) noexcept {
  if (block != nullptr) {
    in_use -= malloc_usable_size(block) + kHeader;
    std::free(block);
  }
}

}  // namespace

void* operator new(std::size_t bytes) {
  return allocate(bytes);
}
void* operator new[](std::size_t bytes) {
  return allocate(bytes);
}
void operator delete(void* block) noexcept {
  release(block);
}
void operator delete[](void* block) noexcept {
  release(block);
}
void operator delete(void* block, std::size_t /*bytes*/) noexcept {
  release(block);
}
void operator delete[](void* block, std::size_t /*bytes*/) noexcept {
  release(block);
}

namespace plenary::bench {

std::size_t heap_bytes() {
  return in_use;
}

}  // namespace plenary::bench
