#pragma once

#include <string>
#include <string_view>

#include "server/access/directory.hpp"
#include "server/access/throttle.hpp"

namespace plenary::server {

/// Tells by an e-mail address and a password who somebody is. Whether there is such an account can
/// be learned neither from the answer nor from its time; guessing is slowed per account and per
/// network address. Thread: background threads only (passwords.hpp).
class LogIn {
 public:
  /// Lifetime: directory and clock outlive it.
  LogIn(Directory& directory, const Clock& clock);

  /// `address`: the peer's, as text. Errors: kRejected: address or password is wrong, or the
  /// account is disabled, always in the same words; kTooLarge: too many attempts, wait; those of
  /// the store.
  [[nodiscard]] Result<Account> check(std::string_view email, std::string_view password,
                                      std::string_view address);
  /// The same, and begins a session.
  [[nodiscard]] Result<WithSecret<LogInSession>> log_in(std::string_view email,
                                                        std::string_view password,
                                                        std::string_view address);

 private:
  Directory& directory_;
  Throttle accounts_;
  Throttle addresses_;
};

}  // namespace plenary::server
