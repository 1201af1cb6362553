#pragma once

#include <string>
#include <string_view>

#include "server/access/identity.hpp"

namespace plenary::server {

/// The key under which limits count an asker. Accounts, tokens and people whom an application
/// vouches for count by their name. Guests, strangers and everybody under --open count by network
/// address, because another guest is one click away. Never empty. Thread: any (pure).
[[nodiscard]] std::string limit_key(const Identity& who, std::string_view address);

/// The part of an address that one subscriber has: the whole of IPv4, the /64 of IPv6; without a
/// zone.
[[nodiscard]] std::string subscriber_part(std::string_view address);

}  // namespace plenary::server
