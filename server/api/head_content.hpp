#pragma once

#include <functional>

#include "server/documents/requests.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

struct HttpServices;

/// Does `with` with the content at the head of the document in an exchange's address, on the pool
/// for conversions; answers 404 if it does not exist. Captures: the id first.
void with_head_content(HttpServices& services, const Exchange& exchange,
                       std::function<void(Exchange&, const ContentAt&)> with);

}  // namespace plenary::server
