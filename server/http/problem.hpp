#pragma once

#include "protocol/base/result.hpp"
#include "server/net/problem.hpp"

namespace plenary::server {

/// The problem that a client is told for an error. A failure of the server's own keeps its reason
/// for the journal.
[[nodiscard]] Problem problem_of(const Error& error);

}  // namespace plenary::server
