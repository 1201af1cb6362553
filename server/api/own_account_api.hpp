#pragma once

#include "protocol/base/result.hpp"
#include "server/access/identity.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// One's own account over HTTP: name and password, sessions, tokens. Each function answers one kind
/// of request of somebody who is logged in; an error is answered as problem_of says. Requires:
/// there is a directory. Thread: the workplace of the route, a pool: all may write to the store,
/// and a change of the password takes some 120 ms and 64 MiB.
class OwnAccountApi {
 public:
  using Answer = Result<HttpResponse>;

  /// Lifetime: the services outlive it.
  explicit OwnAccountApi(HttpServices& services) : services_(services) {}
  void add_to(Handlers& handlers);

 private:
  Answer change_me(const Exchange& exchange, const Identity& who);
  Answer change_password(const Exchange& exchange, const Identity& who);
  Answer sessions(const Exchange& exchange, const Identity& who);
  Answer end_session(const Exchange& exchange, const Identity& who);  // captures: session
  Answer end_other_sessions(const Exchange& exchange, const Identity& who);
  Answer tokens(const Exchange& exchange, const Identity& who);
  Answer make_token(const Exchange& exchange, const Identity& who);
  Answer revoke_token(const Exchange& exchange, const Identity& who);  // captures: token

  HttpServices& services_;
};

}  // namespace plenary::server
