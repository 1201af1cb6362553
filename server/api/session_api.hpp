#pragma once

#include "protocol/base/result.hpp"
#include "server/access/identity.hpp"
#include "server/access/throttle.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// Logging in and out, and the other ways in, over HTTP. Each function answers one kind of request;
/// an error is answered as problem_of says. Requires (all but `me`): there is a directory. Thread:
/// the workplace of the route, a pool: all may write to the store, and functions with a password
/// take some 60 ms and 64 MiB.
class SessionApi {
 public:
  using Answer = Result<HttpResponse>;

  /// Lifetime: the services outlive it.
  explicit SessionApi(HttpServices& services);

  /// Adds the handlers of its operations.
  void add_to(Handlers& handlers);

  /// Also in open mode, and for nobody. Does not block.
  Answer me(const Exchange& exchange, const Identity& who);

  Answer set_up(const Exchange& exchange, const Identity& who);
  Answer log_in(const Exchange& exchange, const Identity& who);
  Answer log_out(const Exchange& exchange, const Identity& who);
  Answer look_at_invitation(const Exchange& exchange);
  Answer accept_invitation(const Exchange& exchange, const Identity& who);
  Answer use_reset(const Exchange& exchange, const Identity& who);
  Answer open_link(const Exchange& exchange, const Identity& who);

 private:
  /// Begins a session of the account in place of the one that the request has, and answers with the
  /// new identity.
  Answer admit_to(const Exchange& exchange, const Identity& before, const std::string& account,
                  unsigned status);

  HttpServices& services_;
  Throttle guests_;  // by the address that they come from
};

}  // namespace plenary::server
