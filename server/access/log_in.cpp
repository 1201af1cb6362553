#include "server/access/log_in.hpp"

#include "protocol/base/try.hpp"
#include "server/access/directory_change.hpp"
#include "server/access/limit_key.hpp"
#include "server/access/passwords.hpp"
#include "server/limits.hpp"

namespace plenary::server {

std::string place_of(std::string_view account, std::string_view address) {
  return hash_secret(std::string(account) + "@" + subscriber_part(address)).hash;
}

LogIn::LogIn(Directory& directory, const Clock& clock)
    : directory_(directory),
      accounts_(clock, kLogInsPerAccount, kLogInRefillPerAccount),
      known_places_(clock, kLogInsPerAccount, kLogInRefillPerAccount),
      addresses_(clock, kLogInsPerAddress, kLogInRefillPerAddress) {}

bool LogIn::admit(const std::string& whose, const std::string& place, bool is_known) {
  return is_known ? known_places_.take(whose + "@" + place)
                  : addresses_.take(place) && accounts_.take(whose);
}

void LogIn::give_back(const std::string& whose, const std::string& place, bool is_known) {
  if (is_known) {
    known_places_.give_back(whose + "@" + place);
  } else {
    addresses_.give_back(place);
    accounts_.give_back(whose);
  }
}

Result<Account> LogIn::check(std::string_view email, std::string_view password,
                             const LogInOrigin& from) {
  const std::optional<Account> account = directory_.account_of_email(email);
  // A browser that is logged in is a place of its own.
  const bool is_own_browser = account && from.account == account->id;
  const std::string place = is_own_browser ? "browser" : subscriber_part(from.address);
  const bool is_known =
      is_own_browser ||
      (account && directory_.knows_place(account->id, place_of(account->id, from.address)));
  // Unknown accounts have buckets, too, so that the throttle tells nothing.
  const Result<std::string> folded = fold_email(email);
  const std::string whose(folded ? *folded : std::string(email.substr(0, kEmailBytesMax)));
  if (!admit(whose, place, is_known)) {
    return Error{Errc::kTooLarge, "there were too many attempts to log in: wait a minute"};
  }
  const bool right = password_matches(account ? account->password : std::string(), password);
  if (!right && account) {
    directory_.count_failed_log_in(account->id);
  }
  if (!right || account->disabled) {
    return Error{Errc::kRejected, "the e-mail address or the password is wrong"};
  }
  give_back(whose, place, is_known);
  return *account;
}

Result<WithSecret<LogInSession>> LogIn::log_in(std::string_view email, std::string_view password,
                                               const LogInOrigin& from, const std::string& before) {
  PLENARY_TRY(const Account account, check(email, password, from));
  return directory_.begin_session(account.id, before, place_of(account.id, from.address));
}

}  // namespace plenary::server
