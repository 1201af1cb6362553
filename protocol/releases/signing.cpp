#include "protocol/releases/signing.hpp"

#include <sodium.h>

#include <utility>

namespace plenary::releases {
namespace {

constexpr int kBase64 = sodium_base64_VARIANT_ORIGINAL;

/// Set in front of what is signed, so that a signature under a manifest can never be taken for one
/// under something else that the same key signs some day.
constexpr std::string_view kDomain = "plenary release manifest 1\n";

template <std::size_t Size>
std::string to_base64(const std::array<unsigned char, Size>& bytes) {
  std::string text(sodium_base64_encoded_len(Size, kBase64), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), Size, kBase64);
  text.pop_back();  // the library ends it with a zero
  return text;
}

/// False unless the text is the one way to write exactly so many bytes.
template <std::size_t Size>
bool from_base64(std::string_view text, std::array<unsigned char, Size>& bytes) {
  std::size_t size = 0;
  return sodium_base642bin(bytes.data(), Size, text.data(), text.size(), nullptr, &size, nullptr,
                           kBase64) == 0 &&
         size == Size && to_base64(bytes) == text;
}

std::string signed_bytes(const Manifest& manifest) {
  return std::string(kDomain) + canonical(manifest);
}

const unsigned char* raw(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

static_assert(crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64 &&
              crypto_sign_SEEDBYTES == 32 && crypto_sign_BYTES == 64);

SigningKey::SigningKey(const SigningSeed& seed) {
  crypto_sign_seed_keypair(public_.data(), secret_.data(), seed.data());
}

SigningKey::~SigningKey() {
  sodium_memzero(secret_.data(), secret_.size());
}

std::string SigningKey::public_key() const {
  return to_base64(public_);
}

SignedManifest SigningKey::sign(Manifest manifest) const {
  const std::string bytes = signed_bytes(manifest);
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, raw(bytes), bytes.size(), secret_.data());
  return {std::move(manifest), public_key(), to_base64(signature)};
}

bool is_public_key(std::string_view base64) {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> key{};
  return from_base64(base64, key);
}

bool is_signature(std::string_view base64) {
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  return from_base64(base64, signature);
}

bool is_signed(const SignedManifest& signed_manifest) {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> key{};
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  if (!from_base64(signed_manifest.key, key) ||
      !from_base64(signed_manifest.signature, signature)) {
    return false;
  }
  const std::string bytes = signed_bytes(signed_manifest.manifest);
  return crypto_sign_verify_detached(signature.data(), raw(bytes), bytes.size(), key.data()) == 0;
}

}  // namespace plenary::releases
