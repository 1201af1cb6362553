#pragma once

#include "protocol/base/result.hpp"
#include "server/access/identity.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// Logging in and out, and one's own account, over HTTP. Each function answers one kind of request;
/// an error is answered as problem_of says. Requires (all but `me`): there is a directory. Thread:
/// the workplace of the route, a pool: all may write to the store, and functions with a password
/// take some 60 ms and 64 MiB.
class SessionApi {
 public:
  using Answer = Result<HttpResponse>;

  /// Lifetime: the services outlive it.
  explicit SessionApi(HttpServices& services) : services_(services) {}

  /// Adds the handlers of its operations.
  void add_to(Handlers& handlers);

  /// Also in open mode, and for nobody. Does not block.
  Answer me(const Exchange& exchange, const Identity& who);

  Answer set_up(const Exchange& exchange, const Identity& who);
  Answer log_in(const Exchange& exchange, const Identity& who);
  Answer log_out(const Exchange& exchange, const Identity& who);
  Answer look_at_invitation(const Exchange& exchange, const Identity& who);
  Answer accept_invitation(const Exchange& exchange, const Identity& who);
  Answer use_reset(const Exchange& exchange, const Identity& who);
  Answer open_link(const Exchange& exchange, const Identity& who);

  // For accounts that are logged in.
  Answer change_me(const Exchange& exchange, const Identity& who);
  Answer change_password(const Exchange& exchange, const Identity& who);
  Answer sessions(const Exchange& exchange, const Identity& who);
  Answer end_session(const Exchange& exchange, const Identity& who);  // captures: session
  Answer end_other_sessions(const Exchange& exchange, const Identity& who);
  Answer tokens(const Exchange& exchange, const Identity& who);
  Answer make_token(const Exchange& exchange, const Identity& who);
  Answer revoke_token(const Exchange& exchange, const Identity& who);  // captures: token

 private:
  /// Begins a session of the account in place of the one that the request has, and answers with the
  /// new identity.
  Answer admit_to(const Exchange& exchange, const Identity& before, const std::string& account,
                  unsigned status);
  [[nodiscard]] std::string describe(const Identity& who) const;

  HttpServices& services_;
};

}  // namespace plenary::server
