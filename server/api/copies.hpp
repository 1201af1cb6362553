#pragma once

#include <functional>

#include "server/api/creation.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

struct HttpServices;

/// Gives a new paper the content, the limits and, if it has none, the title of the paper or
/// built-in template that it is `from`, as that is now: not its comments, nor its history. Then
/// calls `then`, on any thread, or answers the exchange with a refusal. A paper made from a
/// template has its frozen parts hold; a copy of another paper has none of its settings but the
/// limits. Requires: creation.from; whoever asks may create papers.
void begin_from_source(HttpServices& services, Exchange exchange, Creation creation,
                       std::function<void(Exchange, Creation)> then);

}  // namespace plenary::server
