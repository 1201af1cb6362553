#pragma once

#include "protocol/base/result.hpp"
#include "server/access/identity.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// The people of the server over HTTP: accounts, invitations, groups, the audit. Errors,
/// requirements and threads: as in SessionApi.
class AccountsApi {
 public:
  using Answer = Result<HttpResponse>;

  /// Lifetime: the services outlive it.
  explicit AccountsApi(HttpServices& services) : services_(services) {}

  /// Adds the handlers of its operations.
  void add_to(Handlers& handlers);

  // For administrators.
  Answer accounts(const Exchange& exchange);
  Answer change_account(const Exchange& exchange, const Identity& who);  // captures: account
  Answer make_reset(const Exchange& exchange, const Identity& who);      // account
  Answer invitations(const Exchange& exchange);
  Answer invite(const Exchange& exchange, const Identity& who);
  Answer withdraw_invitation(const Exchange& exchange, const Identity& who);  // invitation
  Answer make_group(const Exchange& exchange, const Identity& who);
  Answer rename_group(const Exchange& exchange, const Identity& who);   // group
  Answer remove_group(const Exchange& exchange, const Identity& who);   // group
  Answer add_member(const Exchange& exchange, const Identity& who);     // group, account
  Answer remove_member(const Exchange& exchange, const Identity& who);  // group, account
  Answer audit(const Exchange& exchange);

  // For every account.
  Answer groups(const Exchange& exchange);
  Answer people(const Exchange& exchange);

 private:
  HttpServices& services_;
};

/// Entries of the audit, newest first, of one paper or (empty) of all, as the request pages them.
/// Blocks: reads the store. Cost: that of the page.
[[nodiscard]] Result<HttpResponse> audit_page(const HttpServices& services,
                                              const HttpRequest& request, const std::string& paper);

}  // namespace plenary::server
