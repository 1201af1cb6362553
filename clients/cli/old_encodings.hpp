#pragma once

#include <string>
#include <string_view>

#include "protocol/base/result.hpp"

namespace plenary::cli {

/// Bytes in an encoding that their file names, as UTF-8. The C library knows the encodings; as
/// browsers have it, Latin 1 and ASCII mean Windows-1252. Errors: kMalformed, in words, if the
/// encoding is unknown or a byte is none of it. Cost: O(n).
[[nodiscard]] Result<std::string> decoded(std::string_view bytes, const std::string& encoding);

}  // namespace plenary::cli
