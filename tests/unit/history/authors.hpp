#pragma once

#include "protocol/history/weave.hpp"

namespace plenary::history::testing {

inline constexpr AuthorIndex kAma = 0;
inline constexpr AuthorIndex kBen = 1;

}  // namespace plenary::history::testing
