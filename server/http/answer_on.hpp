#pragma once

#include <functional>

#include "server/http/router.hpp"

namespace plenary::server {

class Pool;

/// Does `task` with the exchange on a thread of `pool`, in the asker's turn; drops it if the
/// connection is gone by then. Answers 503 with Retry-After if too much waits there. Thread: any.
void answer_on(Pool& pool, Exchange exchange, std::function<void(Exchange&)> task);

}  // namespace plenary::server
