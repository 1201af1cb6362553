#pragma once

#include <cstddef>
#include <string>

#include "protocol/text/rope.hpp"

namespace plenary::text {

/// append_json, but it stops once more than `bytes_max` are appended. Returns: whether the document
/// is whole. Cost: that of `bytes_max` and of the run that goes beyond it.
[[nodiscard]] bool append_json_within(std::string& out, const Rope& rope, std::size_t bytes_max);

}  // namespace plenary::text
