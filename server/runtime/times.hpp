#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/units.hpp"

/// Instants as the API writes them (RFC 3339). Pure; any thread.
namespace plenary::server {

/// "2026-11-22T10:00:00.000Z"
[[nodiscard]] std::string to_rfc3339(Timestamp time);
/// The same, with or without a fraction of a second; in UTC only, from 1970 to 9999.
[[nodiscard]] std::optional<Timestamp> from_rfc3339(std::string_view text);

}  // namespace plenary::server
