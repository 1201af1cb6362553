#pragma once

#include "protocol/history/weave.hpp"

/// Operations that take something back. They are made from the record of each unit, not by
/// comparing texts: units that nobody changed meanwhile are not touched, and text that comes back
/// is known to be the same. Pure; any thread. Cost: O(spans of the weave). For the text as it is at
/// weave.version().
namespace plenary::history {

/// Makes the text what it was at `version`. Law: difference(version, after it) is empty. Requires:
/// version <= weave.version().
[[nodiscard]] Delta restore_delta(const Weave& weave, OpNumber version);

/// Takes back the operations of `author` in [from, to): their insertions go, their deletions come
/// back, their formatting returns to the state that others left. Changes by others stay.
/// Requires: from <= to <= weave.version().
[[nodiscard]] Delta undo_delta(const Weave& weave, AuthorIndex author, OpNumber from, OpNumber to);

}  // namespace plenary::history
