#include "server/access/jwt_keys.hpp"

#include <sodium.h>

#include <array>
#include <fstream>
#include <utility>

#include "protocol/base/try.hpp"

namespace plenary::server {
namespace {

constexpr std::string_view kBegin = "-----BEGIN PUBLIC KEY-----";
constexpr std::string_view kEnd = "-----END PUBLIC KEY-----";
/// The bytes before the 32 of an Ed25519 key in its DER form (RFC 8410, section 4).
constexpr std::string_view kEd25519Prefix{"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12};
constexpr std::size_t kKeyFileBytesMax = 64 * 1024;

std::string_view without_line_end(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

Result<std::string> ed25519_key(std::string_view pem) {
  const Error refusal{Errc::kMalformed, "the key file holds no Ed25519 public key in PEM form"};
  const std::size_t end = pem.find(kEnd);
  if (!pem.starts_with(kBegin) || end == std::string_view::npos) {
    return refusal;
  }
  const std::string_view text = pem.substr(kBegin.size(), end - kBegin.size());
  std::array<unsigned char, kEd25519Prefix.size() + crypto_sign_PUBLICKEYBYTES> der{};
  std::size_t size = 0;
  const int failed = sodium_base642bin(der.data(), der.size(), text.data(), text.size(), "\r\n ",
                                       &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
  const std::string bytes(reinterpret_cast<const char*>(der.data()), size);
  if (failed != 0 || size != der.size() || !bytes.starts_with(kEd25519Prefix)) {
    return refusal;
  }
  return bytes.substr(kEd25519Prefix.size());
}

}  // namespace

Result<JwtIssuer> issuer_of_key(std::string issuer, std::string audience, std::string_view key) {
  JwtIssuer made{std::move(issuer), std::move(audience), JwtAlgorithm::kHs256, {}};
  if (key.starts_with("-----BEGIN")) {
    made.algorithm = JwtAlgorithm::kEdDsa;
    PLENARY_TRY(made.key, ed25519_key(key));
  } else {
    made.key = without_line_end(key);
  }
  PLENARY_TRY_VOID(check_issuer(made));
  return made;
}

Result<JwtIssuer> issuer_of_key_file(std::string issuer, std::string audience,
                                     const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string key;
  key.resize(kKeyFileBytesMax);
  in.read(key.data(), static_cast<std::streamsize>(key.size()));
  key.resize(static_cast<std::size_t>(in.gcount()));
  if (key.empty() || key.size() == kKeyFileBytesMax) {
    return Error{Errc::kIo, "the key file " + file.string() + " cannot be read, or holds no key"};
  }
  return issuer_of_key(std::move(issuer), std::move(audience), key);
}

}  // namespace plenary::server
