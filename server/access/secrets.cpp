#include "server/access/secrets.hpp"

#include <sodium.h>

#include <array>
#include <vector>

namespace plenary::server {
namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kIdBytes = 10;

std::string hex_of(const unsigned char* bytes, std::size_t size) {
  std::vector<char> hex(2 * size + 1);
  sodium_bin2hex(hex.data(), hex.size(), bytes, size);
  return {hex.data(), 2 * size};
}

}  // namespace

SecretHash hash_secret(std::string_view text) {
  std::array<unsigned char, kHashBytes> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  std::string hex = hex_of(hash.data(), hash.size());
  std::string id = hex.substr(0, 2 * kIdBytes);
  return {std::move(hex), std::move(id)};
}

Secret make_secret(std::size_t bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::vector<unsigned char> random(bytes);
  randombytes_buf(random.data(), random.size());
  std::vector<char> text(sodium_base64_ENCODED_LEN(bytes, kVariant));
  sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), kVariant);
  Secret secret{text.data(), {}};
  secret.kept = hash_secret(secret.text);
  return secret;
}

bool same_hash(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_row_id() {
  std::array<unsigned char, kIdBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return hex_of(bytes.data(), bytes.size());
}

}  // namespace plenary::server
