#include "server/webhooks/signature.hpp"

#include <sodium.h>

#include <array>
#include <vector>

namespace plenary::server {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kSecretBytes = 32;
constexpr int kBase64 = sodium_base64_VARIANT_ORIGINAL;

std::string to_base64(const unsigned char* bytes, std::size_t size) {
  std::string text(sodium_base64_encoded_len(size, kBase64), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, kBase64);
  text.pop_back();  // the library ends it with a zero
  return text;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string make_webhook_secret() {
  std::array<unsigned char, kSecretBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return std::string(kPrefix) + to_base64(bytes.data(), bytes.size());
}

Result<std::string> sign_webhook(std::string_view secret, std::string_view id, Timestamp sent_at,
                                 std::string_view body) {
  std::vector<unsigned char> key(secret.size());
  std::size_t size = 0;
  if (!secret.starts_with(kPrefix) ||
      sodium_base642bin(key.data(), key.size(), secret.data() + kPrefix.size(),
                        secret.size() - kPrefix.size(), nullptr, &size, nullptr, kBase64) != 0) {
    return Error{Errc::kMalformed, "this is no secret of a webhook"};
  }
  const std::string head = std::string(id) + "." + std::to_string(sent_at.ms / 1000) + ".";
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), size);
  crypto_auth_hmacsha256_update(&state, bytes_of(head), head.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(body), body.size());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> signature{};
  crypto_auth_hmacsha256_final(&state, signature.data());
  return "v1," + to_base64(signature.data(), signature.size());
}

}  // namespace plenary::server
