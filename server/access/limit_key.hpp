#pragma once

#include <string>
#include <string_view>

#include "server/access/identity.hpp"

namespace plenary::server {

/// Whom the limits count: an account or somebody an application vouches for by who they are;
/// everybody else (guests, strangers, everybody under --open) by network address, because another
/// guest is one click away. Never empty. Thread: any (pure).
[[nodiscard]] std::string limit_key(const Identity& who, std::string_view address);

/// The part of an address that one subscriber has: the whole of IPv4, the /64 of IPv6; without a
/// zone.
[[nodiscard]] std::string subscriber_part(std::string_view address);

}  // namespace plenary::server
