#pragma once

#include <string>
#include <string_view>

#include "protocol/base/result.hpp"

/// Passwords as argon2id hashes (libsodium's format, its interactive limits: 64 MiB and some 60 ms
/// each). Thread: the pool for passwords, for that cost; any number at once.
namespace plenary::server {

/// Errors: kMalformed, in words for the person, if it is too short or too long; kIo: no memory.
[[nodiscard]] Result<std::string> hash_password(std::string_view password);

/// Whether it is the one of that hash. An empty hash matches nothing, and takes as long.
[[nodiscard]] bool password_matches(const std::string& hash, std::string_view password);

}  // namespace plenary::server
