#include "server/access/passwords.hpp"

#include <sodium.h>

#include <array>

#include "protocol/base/utf.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

std::string argon2id(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const int failed =
      crypto_pwhash_str(text.data(), password.data(), password.size(),
                        crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE);
  return failed != 0 ? std::string() : std::string(text.data());
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  if (password.size() < kPasswordBytesMin || password.size() > kPasswordBytesMax) {
    return Error{Errc::kMalformed, "a password has from " + std::to_string(kPasswordBytesMin) +
                                       " to " + std::to_string(kPasswordBytesMax) + " bytes"};
  }
  if (!utf::is_utf8(password)) {
    return Error{Errc::kMalformed, "the password holds half of a character"};
  }
  std::string hash = argon2id(password);
  if (hash.empty()) {
    return Error{Errc::kIo, "there is not enough memory to hash a password"};
  }
  return hash;
}

bool password_matches(const std::string& hash, std::string_view password) {
  // Compared with when there is no account, so that the time does not tell.
  static const std::string kNobodys = argon2id("a password that belongs to nobody");
  if (password.size() > kPasswordBytesMax) {
    return false;
  }
  const std::string& compared = hash.empty() ? kNobodys : hash;
  const bool same =
      crypto_pwhash_str_verify(compared.c_str(), password.data(), password.size()) == 0;
  return same && !hash.empty();
}

}  // namespace plenary::server
