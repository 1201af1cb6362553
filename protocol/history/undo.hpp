#pragma once

#include "protocol/history/weave.hpp"

/// Operations that take something back, made from what each unit was, not from comparing texts:
/// what nobody changed meanwhile is not touched, and text that comes back is known to be the same.
/// Pure; any thread. Cost: O(spans of the weave). For the text as it is at weave.version().
namespace plenary::history {

/// Makes the text what it was at `version`. Law: difference(version, after it) is empty. Requires:
/// version <= weave.version().
[[nodiscard]] Delta restore_delta(const Weave& weave, OpNumber version);

/// Takes back what `author` did in [from, to): what they wrote goes, what they deleted comes back,
/// what they formatted is as the others left it. What others did to it stays done. Requires: from
/// <= to <= weave.version().
[[nodiscard]] Delta undo_delta(const Weave& weave, AuthorIndex author, OpNumber from, OpNumber to);

}  // namespace plenary::history
