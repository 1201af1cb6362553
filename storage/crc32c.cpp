#include "storage/crc32c.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace plenary::storage {
namespace {

static_assert(std::endian::native == std::endian::little, "words are read as they lie in memory");

constexpr std::size_t kSlices = 8;
using Tables = std::array<std::array<std::uint32_t, 256>, kSlices>;

/// tables[0] is the table of one byte; tables[k] that of a byte with k zero bytes after it, so that
/// eight bytes take eight independent look-ups ("slicing by 8").
constexpr Tables make_tables() {
  constexpr std::uint32_t kReversedPolynomial = 0x82f63b78u;
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1u) != 0 ? kReversedPolynomial : 0u);
    }
    tables[0][byte] = crc;
  }
  for (std::size_t slice = 1; slice < kSlices; ++slice) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t shorter = tables[slice - 1][byte];
      tables[slice][byte] = (shorter >> 8) ^ tables[0][shorter & 0xffu];
    }
  }
  return tables;
}

constexpr Tables kTables = make_tables();

std::uint32_t eight_bytes(const char* at, std::uint32_t crc) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  word ^= crc;
  std::uint32_t result = 0;
  for (std::size_t i = 0; i < kSlices; ++i) {
    result ^= kTables[kSlices - 1 - i][(word >> (8 * i)) & 0xffu];
  }
  return result;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t seed) noexcept {
  std::uint32_t crc = ~seed;
  while (bytes.size() >= kSlices) {
    crc = eight_bytes(bytes.data(), crc);
    bytes.remove_prefix(kSlices);
  }
  for (const char c : bytes) {
    crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<unsigned char>(c)) & 0xffu];
  }
  return ~crc;
}

}  // namespace plenary::storage
