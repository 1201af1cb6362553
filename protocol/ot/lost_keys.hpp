#pragma once

#include "protocol/base/result.hpp"
#include "protocol/ot/type.hpp"

namespace plenary::ot {

/// Whether the stock client can keep every key of a new operation: none is `__proto__`, and no
/// attribute and no kind of embed has a name of Object.prototype. Such an operation would leave
/// clients with other contents than the server's. Not asked of what is in a log already. Errors:
/// kBadOperation, with the key. Cost: O(size). Pure; any thread.
[[nodiscard]] Result<void> check_keys(const Operation& operation);

}  // namespace plenary::ot
