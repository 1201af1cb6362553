#pragma once

#include <string>

#include "protocol/base/result.hpp"
#include "server/access/identity.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// Webhooks over HTTP: of all papers for administrators, of one paper for people who manage access
/// to it. Errors, requirements and threads: as in SessionApi.
class WebhooksApi {
 public:
  using Answer = Result<HttpResponse>;

  /// Lifetime: the services outlive it.
  explicit WebhooksApi(HttpServices& services) : services_(services) {}

  /// Adds the handlers of its operations.
  void add_to(Handlers& handlers);

  Answer list(const Exchange& exchange);
  Answer add(const Exchange& exchange, const Identity& who);
  Answer remove(const Exchange& exchange, const Identity& who);             // captures: hook
  Answer list_of_paper(const Exchange& exchange);                           // paper
  Answer add_to_paper(const Exchange& exchange, const Identity& who);       // paper
  Answer remove_from_paper(const Exchange& exchange, const Identity& who);  // paper, hook

 private:
  [[nodiscard]] Answer rows_of(const std::string& paper) const;
  [[nodiscard]] Answer make(const Exchange& exchange, const Identity& who,
                            const std::string& paper);

  HttpServices& services_;
};

}  // namespace plenary::server
