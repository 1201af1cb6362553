#pragma once

#include <string>
#include <string_view>

namespace plenary::server {

/// 16 hexadecimal digits that differ when the bytes do (FNV-1a, 64 bits): for ETags, against
/// accidents, not against enemies. Thread: any. Cost: O(n), about 1 GB/s.
[[nodiscard]] std::string content_hash(std::string_view bytes);

}  // namespace plenary::server
