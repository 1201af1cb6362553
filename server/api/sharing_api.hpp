#pragma once

#include <string>

#include "protocol/base/result.hpp"
#include "server/access/identity.hpp"
#include "server/access/roles.hpp"
#include "server/access/rows.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// The rights to a paper, over HTTP; the first capture is the paper. Errors, requirements and
/// threads: as in SessionApi.
class SharingApi {
 public:
  using Answer = Result<HttpResponse>;

  /// Lifetime: the services outlive it.
  explicit SharingApi(HttpServices& services) : services_(services) {}

  /// Adds the handlers of its operations.
  void add_to(Handlers& handlers);

  /// The sender's own abilities; for accounts also the grants; links for people who manage them.
  Answer access(const Exchange& exchange, const Identity& who);
  /// Everybody with access by name, for mentions.
  Answer people(const Exchange& exchange);

  // For callers who may manage access.
  Answer grant_to_account(const Exchange& exchange, const Identity& who);     // account
  Answer grant_to_group(const Exchange& exchange, const Identity& who);       // group
  Answer revoke_from_account(const Exchange& exchange, const Identity& who);  // account
  Answer revoke_from_group(const Exchange& exchange, const Identity& who);    // group
  Answer make_link(const Exchange& exchange, const Identity& who);
  Answer revoke_link(const Exchange& exchange, const Identity& who);  // link
  Answer audit(const Exchange& exchange);
  /// For owners and administrators.
  Answer transfer(const Exchange& exchange, const Identity& who);

 private:
  Answer grant(const Exchange& exchange, const Identity& who, Grant grant);
  Answer revoke(const Identity& who, const Grant& grant);

  HttpServices& services_;
};

}  // namespace plenary::server
