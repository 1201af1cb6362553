#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"

/// The keys and records of the family `blobs` (FORMAT.md, 3 and 4): for each blob a head with its
/// size, and its bytes in pieces. All functions are pure; thread: any.
namespace plenary::storage {

inline constexpr std::size_t kBlobHashBytes = 32;

/// The key of a blob's head, or nothing if `name` is not 64 lower-case hex digits.
[[nodiscard]] std::optional<std::string> blob_key(std::string_view name);
/// The key of the piece of that number. Requires: `head` is from blob_key.
[[nodiscard]] std::string piece_key(std::string_view head, std::uint32_t number);

/// The number of pieces of a blob, and the bytes of one of them. Every piece but the last has
/// kBlobPieceBytes. Requires: the number is below that of all.
[[nodiscard]] std::uint32_t count_pieces(std::uint64_t size) noexcept;
[[nodiscard]] std::string_view piece_of(std::string_view bytes, std::uint32_t number);

/// Error kTooLarge: beyond kMaxBlobBytes.
[[nodiscard]] Result<std::string> encode_blob(std::string_view key, std::uint64_t size);
/// Returns the size. Errors: kCorrupt, kFormatTooNew.
[[nodiscard]] Result<std::uint64_t> decode_blob(std::string_view key, std::string_view record);

[[nodiscard]] std::string encode_piece(std::string_view key, std::string_view bytes);
/// Errors: kCorrupt, kFormatTooNew.
[[nodiscard]] Result<std::string> decode_piece(std::string_view key, std::string_view record);

}  // namespace plenary::storage
