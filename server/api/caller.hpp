#pragma once

#include "protocol/json/value.hpp"
#include "server/access/identity.hpp"
#include "server/access/log_in.hpp"
#include "server/net/http.hpp"

/// The sender of a request, as answers describe it and as log-ins see it. Thread: any; does not
/// block.
namespace plenary::server {

struct HttpServices;

/// The object `me` of the API. Also in open mode, and for nobody.
[[nodiscard]] json::Value describe_caller(const HttpServices& services, const Identity& who);

[[nodiscard]] LogInOrigin origin_of(const HttpRequest& request);

}  // namespace plenary::server
