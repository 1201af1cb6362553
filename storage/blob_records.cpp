#include "storage/blob_records.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "protocol/base/ascii.hpp"
#include "protocol/base/try.hpp"
#include "storage/blobs.hpp"
#include "storage/fields.hpp"
#include "storage/limits.hpp"
#include "storage/record_codec.hpp"

namespace plenary::storage {
namespace {

static_assert(kBlobHashBytes == crypto_hash_sha256_BYTES);

/// The value of a lower-case hex digit, or nothing.
std::optional<unsigned> digit_value(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const std::size_t value = kDigits.find(c);
  return value == std::string_view::npos ? std::nullopt
                                         : std::optional(static_cast<unsigned>(value));
}

}  // namespace

std::string blob_name(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return ascii::to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

std::optional<std::string> blob_key(std::string_view name) {
  if (name.size() != 2 * kBlobHashBytes) {
    return std::nullopt;
  }
  std::string key;
  for (std::size_t i = 0; i < name.size(); i += 2) {
    const auto high = digit_value(name[i]);
    const auto low = digit_value(name[i + 1]);
    if (!high || !low) {
      return std::nullopt;
    }
    key.push_back(static_cast<char>(static_cast<unsigned char>(*high << 4U | *low)));
  }
  return key;
}

std::string piece_key(std::string_view head, std::uint32_t number) {
  std::string key(head);
  for (unsigned shift = 32; shift > 0; shift -= 8) {
    key.push_back(static_cast<char>(static_cast<unsigned char>(number >> (shift - 8))));
  }
  return key;
}

std::uint32_t count_pieces(std::uint64_t size) noexcept {
  return static_cast<std::uint32_t>((size + kBlobPieceBytes - 1) / kBlobPieceBytes);
}

std::string_view piece_of(std::string_view bytes, std::uint32_t number) {
  return bytes.substr(number * kBlobPieceBytes, kBlobPieceBytes);
}

Result<std::string> encode_blob(std::string_view key, std::uint64_t size) {
  if (size > kMaxBlobBytes) {
    return Error{Errc::kTooLarge, "the blob has " + std::to_string(size) + " bytes, the limit is " +
                                      std::to_string(kMaxBlobBytes)};
  }
  std::string payload;
  FieldWriter(payload).varint(size);
  return make_record(RecordType::kBlob, key, payload);
}

Result<std::uint64_t> decode_blob(std::string_view key, std::string_view record) {
  PLENARY_TRY(const OpenedRecord opened, open_record(RecordType::kBlob, key, record));
  FieldReader reader(opened.payload);
  const std::uint64_t size = reader.varint();
  if (!reader.complete() || size > kMaxBlobBytes) {
    return Error{Errc::kCorrupt, "blob record: malformed"};
  }
  return size;
}

std::string encode_piece(std::string_view key, std::string_view bytes) {
  return make_record(RecordType::kBlobPiece, key, bytes);
}

Result<std::string> decode_piece(std::string_view key, std::string_view record) {
  PLENARY_TRY(const OpenedRecord opened, open_record(RecordType::kBlobPiece, key, record));
  if (opened.payload.empty() || opened.payload.size() > kBlobPieceBytes) {
    return Error{Errc::kCorrupt, "blob piece record: malformed"};
  }
  return std::string(opened.payload);
}

}  // namespace plenary::storage
