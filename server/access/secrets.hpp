#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Secrets that are handed out once. Only their hashes are kept. Thread: any.
namespace plenary::server {

/// The part of a secret that is kept. The id is the beginning of the hash: it is public, and finds
/// the row.
struct SecretHash {
  std::string hash;  // BLAKE2b-256 in hex
  std::string id;    // 20 hex digits
};

struct Secret {
  std::string text;  // base64url: for addresses, cookies and headers
  SecretHash kept;
};

/// 128 bits cannot be guessed online. 256 bits cannot be found from their hashes, either.
inline constexpr std::size_t kLinkSecretBytes = 16;
inline constexpr std::size_t kSessionSecretBytes = 32;

/// A fresh one. Requires: sodium_init was called.
[[nodiscard]] Secret make_secret(std::size_t bytes);
/// The hash of any text, also of one that somebody else made.
[[nodiscard]] SecretHash hash_secret(std::string_view text);
/// Compares in constant time.
[[nodiscard]] bool same_hash(std::string_view a, std::string_view b);
/// 80 random bits in hex, for ids that are not secret.
[[nodiscard]] std::string random_row_id();

}  // namespace plenary::server
