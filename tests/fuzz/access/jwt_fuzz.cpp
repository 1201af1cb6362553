#include <sodium.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/assert.hpp"
#include "server/access/jwt.hpp"

// Any bytes as a token, as claims that are rightly signed, and as a row: nothing is accepted whose
// signature does not hold, and what is accepted is bounded.

namespace plenary::server {
namespace {

constexpr Timestamp kNow{1'763'805'600'000};

std::string base64(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  text.pop_back();
  return text;
}

void check(std::string_view bytes) {
  const std::vector<JwtIssuer> issuers{
      {"i", "a", JwtAlgorithm::kHs256, std::string(crypto_auth_hmacsha256_KEYBYTES, 'k')},
      {"i", "a", JwtAlgorithm::kEdDsa, std::string(crypto_sign_PUBLICKEYBYTES, 'p')}};
  PLENARY_ASSERT(!verify_jwt(bytes, issuers, kNow), "nobody guesses a signature");
  const std::string text = base64(R"({"alg":"HS256"})") + "." + base64(bytes);
  std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(mac.data()),
                         reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         reinterpret_cast<const unsigned char*>(issuers[0].key.data()));
  const std::string token = text + "." + base64(mac);
  const auto who = verify_jwt(token, issuers, kNow);
  if (who) {
    PLENARY_ASSERT(who->kind == Identity::Kind::kVouched && who->name.size() == 22 &&
                       who->expires_at && *who->expires_at > kNow,
                   "who is vouched for has a name and an end");
    PLENARY_ASSERT(!verify_jwt(token.substr(1), issuers, kNow), "a part of it is nothing");
  }
}

}  // namespace
}  // namespace plenary::server

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool kReady = sodium_init() >= 0;
  if (kReady) {
    plenary::server::check({reinterpret_cast<const char*>(data), size});
  }
  return 0;
}
