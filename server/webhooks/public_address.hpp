#pragma once

#include <string_view>

namespace plenary::server {

/// Whether it is an IP address that anybody on the internet can be reached at: none of this
/// machine, of a private network, or reserved (IANA's special-purpose registries). A hook that
/// could name others would let its owner knock at doors inside. Thread: any.
[[nodiscard]] bool is_public_address(std::string_view address);

}  // namespace plenary::server
