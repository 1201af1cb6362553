#pragma once

#include <functional>

#include "server/http/router.hpp"
#include "server/runtime/pool.hpp"

namespace plenary::server {

/// Whose turn a request takes on a pool. Thread: any (pure).
[[nodiscard]] Asker asker_of(const HttpRequest& request);

/// Does `task` with the exchange on a thread of `pool`, in the asker's turn. Answers 503 with
/// Retry-After if too much waits there. Thread: any.
void answer_on(Pool& pool, Exchange exchange, std::function<void(Exchange&)> task);

}  // namespace plenary::server
