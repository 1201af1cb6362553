#pragma once

#include <cstdint>
#include <string_view>

namespace plenary::storage {

/// CRC-32C (Castagnoli) of `bytes`, going on from `seed`, the checksum of what came before:
/// crc32c(a + b) == crc32c(b, crc32c(a)). Thread: any (pure). Cost: O(n).
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes, std::uint32_t seed = 0) noexcept;

}  // namespace plenary::storage
