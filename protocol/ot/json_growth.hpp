#pragma once

#include <cstddef>

#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/text/rope.hpp"

/// Estimates of the size of a text as JSON, for its limit. Pure; any thread.
namespace plenary::ot {

/// At most so many bytes of JSON are in a range of a text. Cost: the runs in the range, and the
/// size of each style that comes for the first time, or after thousands of others.
[[nodiscard]] std::size_t json_bound(const text::Rope& rope, std::size_t from, std::size_t to);

/// At most so many bytes of JSON are added by a change, inside of embeds too. Cost: as applying it.
/// Requires: it applies.
[[nodiscard]] std::size_t json_growth(const text::Rope& rope, const rich_text::Delta& change);

}  // namespace plenary::ot
