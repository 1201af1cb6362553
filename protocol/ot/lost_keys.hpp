#pragma once

#include "protocol/base/result.hpp"
#include "protocol/ot/type.hpp"

namespace plenary::ot {

/// Checks that the stock client can keep every key of a new operation: none is `__proto__`, and no
/// attribute and no kind of embed has a name of Object.prototype. Clients would lose such a key and
/// differ from the server. Operations that are in a log already are not checked. Errors:
/// kBadOperation, with the key. Cost: O(size). Pure; any thread.
[[nodiscard]] Result<void> check_keys(const Operation& operation);

}  // namespace plenary::ot
