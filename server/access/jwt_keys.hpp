#pragma once

#include <filesystem>
#include <string>

#include "server/access/jwt.hpp"

namespace plenary::server {

/// Makes an issuer of the text of a key: the PEM form of an Ed25519 public key
/// ("-----BEGIN PUBLIC KEY-----", as `openssl pkey -pubout` prints it) means EdDSA; anything else
/// is the secret of HS256 as it stands, without the line end behind it. So the key says which
/// algorithm holds. Errors: those of check_issuer; kMalformed: a PEM that is no such key.
/// Thread: any (pure).
[[nodiscard]] Result<JwtIssuer> issuer_of_key(std::string issuer, std::string audience,
                                              std::string_view key);

/// The same with a key in a file. Error kIo: it cannot be read, or is larger than any key.
[[nodiscard]] Result<JwtIssuer> issuer_of_key_file(std::string issuer, std::string audience,
                                                   const std::filesystem::path& file);

}  // namespace plenary::server
