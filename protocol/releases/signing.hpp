#pragma once

#include <array>
#include <string>
#include <string_view>

#include "protocol/releases/manifest.hpp"

/// Ed25519 over a manifest's canonical bytes. Pure; any thread. Requires, of all: sodium_init was
/// called.
namespace plenary::releases {

using SigningSeed = std::array<unsigned char, 32>;

/// The secret from which both halves of a key follow. Whoever has the seed can sign.
class SigningKey {
 public:
  explicit SigningKey(const SigningSeed& seed);
  ~SigningKey();  // wipes the secret
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;

  /// The public half as base64, to be published and pinned.
  [[nodiscard]] std::string public_key() const;
  /// Requires: check(manifest).
  [[nodiscard]] SignedManifest sign(Manifest manifest) const;

 private:
  std::array<unsigned char, 32> public_{};
  std::array<unsigned char, 64> secret_{};
};

/// True for base64 (with padding) of 32 bytes.
[[nodiscard]] bool is_public_key(std::string_view base64);

/// True for base64 (with padding) of 64 bytes.
[[nodiscard]] bool is_signature(std::string_view base64);

/// Whether the signature is that of the key over this manifest. False, too, for a key or signature
/// that is none.
[[nodiscard]] bool is_signed(const SignedManifest& signed_manifest);

}  // namespace plenary::releases
