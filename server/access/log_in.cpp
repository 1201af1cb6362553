#include "server/access/log_in.hpp"

#include "protocol/base/try.hpp"
#include "server/access/directory_change.hpp"
#include "server/access/limit_key.hpp"
#include "server/access/passwords.hpp"
#include "server/limits.hpp"

namespace plenary::server {

LogIn::LogIn(Directory& directory, const Clock& clock)
    : directory_(directory),
      accounts_(clock, kLogInsPerAccount, kLogInRefillPerAccount),
      addresses_(clock, kLogInsPerAddress, kLogInRefillPerAddress) {}

Result<Account> LogIn::check(std::string_view email, std::string_view password,
                             std::string_view address) {
  const std::optional<Account> account = directory_.account_of_email(email);
  const std::string from = subscriber_part(address);
  // Unknown accounts have buckets, too, so that the throttle tells nothing.
  const Result<std::string> folded = fold_email(email);
  const std::string whose(folded ? *folded : std::string(email.substr(0, kEmailBytesMax)));
  if (!addresses_.take(from) || !accounts_.take(whose)) {
    return Error{Errc::kTooLarge, "there were too many attempts to log in: wait a minute"};
  }
  const bool right = password_matches(account ? account->password : std::string(), password);
  if (!right || account->disabled) {
    return Error{Errc::kRejected, "the e-mail address or the password is wrong"};
  }
  addresses_.give_back(from);
  accounts_.give_back(whose);
  return *account;
}

Result<WithSecret<LogInSession>> LogIn::log_in(std::string_view email, std::string_view password,
                                               std::string_view address) {
  PLENARY_TRY(const Account account, check(email, password, address));
  return directory_.begin_session(account.id);
}

}  // namespace plenary::server
