#include "server/api/session_api.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "server/access/credentials.hpp"
#include "server/access/directory.hpp"
#include "server/access/limit_key.hpp"
#include "server/access/log_in.hpp"
#include "server/access/passwords.hpp"
#include "server/api/caller.hpp"
#include "server/api/handlers.hpp"
#include "server/api/json/access_json.hpp"
#include "server/api/service.hpp"
#include "server/http/answers.hpp"
#include "server/http/json_body.hpp"
#include "server/http/problem.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

using json::Value;

/// Browsers keep the cookie as long as they keep any. The server ends sessions.
constexpr int kCookieSeconds = 400 * 24 * 3600;

/// The name of a guest who gave none. Only readers may: others do not see them.
constexpr const char* kNamelessReader = "Reader";

/// Not readable by scripts, and sent to us alone: also with links from other sites (Lax), but not
/// with their posts or frames.
std::string cookie_of(const HttpRequest& request, const std::string& secret) {
  std::string cookie = std::string(kSessionCookie) + "=" + secret +
                       "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" +
                       std::to_string(secret.empty() ? 0 : kCookieSeconds);
  return request.encrypted ? cookie + "; Secure" : cookie;
}

HttpResponse with_cookie(HttpResponse response, const HttpRequest& request,
                         const std::string& secret) {
  response.headers.emplace_back("set-cookie", cookie_of(request, secret));
  return response;
}

/// Reads a new account from a body. Hashes its password.
Result<NewAccount> new_account_of(const Value& object) {
  NewAccount account;
  PLENARY_TRY(account.email, required_text_member(object, "email"));
  PLENARY_TRY(account.display_name, required_text_member(object, "name"));
  PLENARY_TRY(account.affiliation, text_member(object, "affiliation"));
  PLENARY_TRY(account.password_hash, required_text_member(object, "password"));
  PLENARY_TRY(account.password_hash, hash_password(account.password_hash));
  return account;
}

}  // namespace

SessionApi::SessionApi(HttpServices& services)
    : services_(services), guests_(services.clock, kGuestsPerAddress, kGuestRefillPerAddress) {}

void SessionApi::add_to(Handlers& handlers) {
  handlers.add("readMe", *this, &SessionApi::me);
  handlers.add("setUp", *this, &SessionApi::set_up);
  handlers.add("logIn", *this, &SessionApi::log_in);
  handlers.add("logOut", *this, &SessionApi::log_out);
  handlers.add("openInvitation", *this, &SessionApi::look_at_invitation);
  handlers.add("acceptInvitation", *this, &SessionApi::accept_invitation);
  handlers.add("useReset", *this, &SessionApi::use_reset);
  handlers.add("openLink", *this, &SessionApi::open_link);
}

SessionApi::Answer SessionApi::me(const Exchange& /*exchange*/, const Identity& who) {
  return json_response(200, describe_caller(services_, who));
}

SessionApi::Answer SessionApi::admit_to(const Exchange& exchange, const Identity& before,
                                        const std::string& account, unsigned status) {
  PLENARY_TRY(const auto session,
              services_.directory->begin_session(account, before.session,
                                                 place_of(account, exchange.request.remote)));
  const Identity who = services_.directory->identify_session(session.secret);
  return with_cookie(json_response(status, describe_caller(services_, who)), exchange.request,
                     session.secret);
}

SessionApi::Answer SessionApi::set_up(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"secret", "email", "name",
                                                                     "affiliation", "password"}));
  PLENARY_TRY(const std::string secret, required_text_member(body, "secret"));
  if (services_.directory->set_up_secret().empty()) {
    return to_response({404, kNotFound, "This server was set up already: log in."});
  }
  PLENARY_TRY(NewAccount wanted, new_account_of(body));
  PLENARY_TRY(const Account account, services_.directory->set_up(secret, std::move(wanted)));
  return admit_to(exchange, who, account.id, 201);
}

SessionApi::Answer SessionApi::log_in(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"email", "password"}));
  PLENARY_TRY(const std::string email, required_text_member(body, "email"));
  PLENARY_TRY(const std::string password, required_text_member(body, "password"));
  const auto account = services_.log_in->check(email, password, origin_of(exchange.request));
  if (!account && account.error().code == Errc::kTooLarge) {
    return too_many_requests(account.error().detail + ".", kLogInRefillPerAccount);
  }
  PLENARY_TRY_VOID(account);
  return admit_to(exchange, who, account->id, 200);
}

SessionApi::Answer SessionApi::log_out(const Exchange& exchange, const Identity& who) {
  if (!who.session.empty()) {
    PLENARY_TRY_VOID(services_.directory->end_session(who.session));
  }
  return with_cookie(no_content(), exchange.request, {});
}

SessionApi::Answer SessionApi::look_at_invitation(const Exchange& exchange) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"secret"}));
  PLENARY_TRY(const std::string secret, required_text_member(body, "secret"));
  const auto invitation = services_.directory->invitation(secret);
  if (!invitation) {
    return to_response(
        {404, kNotFound, "This invitation was used, withdrawn, or has expired: ask for another."});
  }
  Value shown = invitation_json(*invitation);
  shown.erase("id");
  shown.erase("by");
  shown["groups"] = services_.directory->read([&](const DirectoryState& state) {
    Value names = Value::array();
    for (const std::string& id : invitation->groups) {
      if (const Group* group = state.find<Group>(id); group != nullptr) {
        names.push_back(group->name);
      }
    }
    return names;
  });
  return json_response(200, shown);
}

SessionApi::Answer SessionApi::accept_invitation(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"secret", "email", "name",
                                                                     "affiliation", "password"}));
  PLENARY_TRY(const std::string secret, required_text_member(body, "secret"));
  if (!services_.directory->invitation(secret)) {  // before a password is worth its time
    return to_response(
        {404, kNotFound, "This invitation was used, withdrawn, or has expired: ask for another."});
  }
  PLENARY_TRY(NewAccount wanted, new_account_of(body));
  const auto account = services_.directory->accept_invitation(secret, std::move(wanted));
  if (!account) {
    return refuse_account(account.error());
  }
  return admit_to(exchange, who, account->id, 201);
}

SessionApi::Answer SessionApi::use_reset(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"secret", "password"}));
  PLENARY_TRY(const std::string secret, required_text_member(body, "secret"));
  PLENARY_TRY(const std::string password, required_text_member(body, "password"));
  if (!services_.directory->is_reset(secret)) {
    return to_response({404, kNotFound,
                        "This address was used or has expired: ask an administrator for another."});
  }
  PLENARY_TRY(std::string hash, hash_password(password));
  PLENARY_TRY(const Account account, services_.directory->use_reset(secret, std::move(hash)));
  if (account.disabled) {
    return to_response({403, kForbidden, "This account is disabled: ask an administrator."});
  }
  return admit_to(exchange, who, account.id, 200);
}

SessionApi::Answer SessionApi::open_link(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"secret", "name"}));
  PLENARY_TRY(const std::string secret, required_text_member(body, "secret"));
  PLENARY_TRY(std::string name, text_member(body, "name"));
  const auto link = services_.directory->link(secret);
  if (!link) {
    return to_response({404, kNotFound,
                        "This link was taken back, has expired, or is not complete: ask whoever "
                        "gave it to you for another."});
  }
  Identity guest = who;
  std::string begun;
  if (!who.session.empty()) {
    PLENARY_TRY_VOID(services_.directory->open_link(who.session, secret));
  } else {
    if (name.empty() && link->role != Role::kReader) {
      return to_response({422, kNameRequired, "Say what to call you: others see it."});
    }
    if (!guests_.take(subscriber_part(exchange.request.remote))) {
      return too_many_requests(
          "Too many people came in from your network: wait a moment, then again.",
          kGuestRefillPerAddress);
    }
    PLENARY_TRY(auto session, services_.directory->begin_guest(
                                  name.empty() ? kNamelessReader : std::move(name), secret));
    begun = std::move(session.secret);
    guest = services_.directory->identify_session(begun);
  }
  const Value answer{{"document", link->paper},
                     {"role", name_of(link->role)},
                     {"me", describe_caller(services_, guest)}};
  HttpResponse response = json_response(200, answer);
  return begun.empty() ? response : with_cookie(std::move(response), exchange.request, begun);
}

}  // namespace plenary::server
