#pragma once

#include <string>

#include "server/net/http.hpp"
#include "server/runtime/pool.hpp"

namespace plenary::server {

/// The key under which limits count the sender of a request: limit_key (server/access), except in
/// open mode. There everybody is one identity, so each connection counts by itself; limits of all
/// askers together still hold. Never empty. Thread: any.
[[nodiscard]] std::string limit_key_of(const HttpRequest& request);

/// The sender of a request as pools count it. Its tasks are dropped once the connection is dead.
[[nodiscard]] Asker asker_of(const HttpRequest& request);

}  // namespace plenary::server
