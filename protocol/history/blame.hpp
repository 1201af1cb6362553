#pragma once

#include <cstddef>
#include <vector>

#include "protocol/history/weave.hpp"

namespace plenary::history {

/// Consecutive units of a version that one person wrote in one go.
struct Written {
  std::size_t index{0};  // UTF-16 units
  std::size_t length{0};
  AuthorIndex by{0};
  OpNumber first{0};  // the operations that inserted them
  OpNumber last{0};
};

/// The authors of the units of [from, to) of a version, in order. Text that a restore brought back
/// keeps its author. `to` may lie beyond the end. Requires: version <= weave.version(). Cost:
/// O(spans of the weave). Pure; any thread.
[[nodiscard]] std::vector<Written> blame(const Weave& weave, OpNumber version, std::size_t from,
                                         std::size_t to, const Together& together = nullptr);

}  // namespace plenary::history
