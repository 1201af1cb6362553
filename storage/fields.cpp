#include "storage/fields.hpp"

#include <utility>

namespace plenary::storage {
namespace {

constexpr std::uint64_t kLow7 = 0x7f;
constexpr std::uint64_t kMore = 0x80;
constexpr unsigned kLastShift = 63;  // the tenth byte of a varint holds one bit

}  // namespace

void FieldWriter::byte(std::uint8_t value) {
  out_.push_back(static_cast<char>(value));
}

void FieldWriter::varint(std::uint64_t value) {
  while (value > kLow7) {
    byte(static_cast<std::uint8_t>((value & kLow7) | kMore));
    value >>= 7;
  }
  byte(static_cast<std::uint8_t>(value));
}

void FieldWriter::zigzag(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  varint((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0));
}

void FieldWriter::fixed32(std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) {
    byte(static_cast<std::uint8_t>(value >> shift));
  }
}

void FieldWriter::bytes(std::string_view value) {
  varint(value.size());
  raw(value);
}

void FieldReader::fail() {
  failed_ = true;
  rest_ = {};
}

std::string_view FieldReader::take(std::uint64_t count) {
  if (count > rest_.size()) {
    fail();
    return {};
  }
  const std::string_view taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

std::uint8_t FieldReader::byte() {
  const std::string_view taken = take(1);
  return taken.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(taken.front());
}

std::uint64_t FieldReader::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift <= kLastShift && !failed_; shift += 7) {
    const std::uint64_t next = byte();
    if (shift == kLastShift && next > 1) {
      break;
    }
    value |= (next & kLow7) << shift;
    if (next < kMore) {
      if (next == 0 && shift > 0) {
        break;  // a shorter form exists
      }
      return failed_ ? 0 : value;
    }
  }
  fail();
  return 0;
}

std::int64_t FieldReader::zigzag() {
  const std::uint64_t bits = varint();
  return static_cast<std::int64_t>((bits >> 1) ^ ((bits & 1) != 0 ? ~std::uint64_t{0} : 0));
}

std::uint32_t FieldReader::fixed32() {
  std::uint32_t value = 0;
  for (unsigned shift = 0; shift < 32; shift += 8) {
    value |= static_cast<std::uint32_t>(byte()) << shift;
  }
  return value;
}

std::string_view FieldReader::bytes() {
  return take(varint());
}

std::string_view FieldReader::rest() {
  return std::exchange(rest_, {});
}

}  // namespace plenary::storage
