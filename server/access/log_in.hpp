#pragma once

#include <string>
#include <string_view>

#include "server/access/directory.hpp"
#include "server/access/throttle.hpp"

namespace plenary::server {

/// The origin of an attempt to log in.
struct LogInOrigin {
  std::string address{};  // the sender's, as text
  std::string account{};  // that the browser is logged in to already; empty: none
};

/// Finds the account of an e-mail address and a password. Neither the answer nor its time tells
/// whether there is such an account.
///
/// Guessing is slowed for each account and for each network address. From a known place (a network
/// from which somebody logged in to the account before, or a browser that is logged in to it),
/// attempts are counted apart from all others: so a guesser elsewhere does not lock the owner out.
/// Each wrong password is counted for the owner to see. Thread: the pool for passwords
/// (passwords.hpp).
class LogIn {
 public:
  /// Lifetime: directory and clock outlive it.
  LogIn(Directory& directory, const Clock& clock);

  /// Errors: kRejected: address or password is wrong, or the account is disabled, always in the
  /// same words; kTooLarge: too many attempts, wait; those of the store.
  [[nodiscard]] Result<Account> check(std::string_view email, std::string_view password,
                                      const LogInOrigin& from);
  /// The same, and begins a session. `before`: as in Directory::begin_session.
  [[nodiscard]] Result<WithSecret<LogInSession>> log_in(std::string_view email,
                                                        std::string_view password,
                                                        const LogInOrigin& from,
                                                        const std::string& before = {});

 private:
  /// Whether this attempt may be made; it counts. `whose`: a name for the account.
  [[nodiscard]] bool admit(const std::string& whose, const std::string& place, bool is_known);
  void give_back(const std::string& whose, const std::string& place, bool is_known);

  Directory& directory_;
  Throttle accounts_;      // attempts from places that are not known
  Throttle known_places_;  // by account and place
  Throttle addresses_;     // attempts from places that are not known
};

/// The name of a network for an account: a hash, because addresses tell where somebody was. Pure;
/// thread: any.
[[nodiscard]] std::string place_of(std::string_view account, std::string_view address);

}  // namespace plenary::server
