#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "protocol/base/result.hpp"
#include "server/access/access.hpp"
#include "server/api/routes.hpp"
#include "server/http/router.hpp"

/// Admits or refuses requests by the row of their route. Every request comes through here before
/// its handler runs.
namespace plenary::server {

struct HttpServices;

/// A caller, and the paper of the request.
struct Asked {
  DocumentKey document;
  Identity who;
};
/// Of a route in a paper. Requires: the request was admitted.
[[nodiscard]] Asked asked_of(const Exchange& exchange);

/// The answer that refuses a request by its route's row; nothing if the row admits it. Asks about
/// rights only, so a header is enough. In a paper: 404 to somebody who may not read it, whether it
/// is there or not; 403 to the others. Thread: any; does not block.
[[nodiscard]] std::optional<HttpResponse> refusal(const HttpServices& services, const Route& route,
                                                  const HttpRequest& head,
                                                  const std::vector<std::string>& captures);

/// The same, and whether the paper was ever written, if the route needs that: administrators have a
/// right to papers without an owner, among them those that never were. Blocking: reads the store.
[[nodiscard]] std::optional<HttpResponse> refusal_at_work(const HttpServices& services,
                                                          const Route& route,
                                                          const Exchange& exchange);

/// The bytes that the body of a request may have, by its route and its sender. A request that will
/// be refused gets little. Thread: any; does not block.
[[nodiscard]] std::size_t body_bytes_max(const HttpServices& services, const Route& route,
                                         const HttpRequest& head,
                                         const std::vector<std::string>& captures);

/// Whether the caller may have words that are no longer in the paper, for requests that name an old
/// version: the one thing about rights that depends on more than the route. Errors: kRejected.
/// Thread: any.
[[nodiscard]] Result<void> check_past(const HttpServices& services, const Asked& asked);

}  // namespace plenary::server
