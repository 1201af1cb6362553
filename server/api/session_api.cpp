#include "server/api/session_api.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "server/access/credentials.hpp"
#include "server/access/directory.hpp"
#include "server/access/log_in.hpp"
#include "server/access/passwords.hpp"
#include "server/api/handlers.hpp"
#include "server/api/json/access_json.hpp"
#include "server/api/service.hpp"
#include "server/http/answers.hpp"
#include "server/http/json_body.hpp"
#include "server/http/problem.hpp"
#include "server/limits.hpp"
#include "server/papers/document_view.hpp"
#include "server/runtime/clock.hpp"

namespace plenary::server {
namespace {

using json::Value;

/// How long browsers keep the cookie: as long as they keep any. When a session ends is for us to
/// say.
constexpr int kCookieSeconds = 400 * 24 * 3600;

/// What a guest without a name is called: one who may only read is not seen.
constexpr const char* kNamelessReader = "Reader";

std::string_view kind_of(Identity::Kind kind) {
  switch (kind) {
    case Identity::Kind::kNobody:
      return "nobody";
    case Identity::Kind::kEverybody:
      return "everybody";
    case Identity::Kind::kAccount:
      return "account";
    case Identity::Kind::kGuest:
      return "guest";
    case Identity::Kind::kToken:
      return "token";
    case Identity::Kind::kVouched:
      return "vouched";
  }
  return "nobody";
}

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

bool is_logged_in(const Identity& who) {
  return who.kind == Identity::Kind::kAccount;
}

LogInOrigin origin_of(const HttpRequest& request) {
  return {request.remote, is_logged_in(request.who) ? request.who.account : std::string()};
}

/// What a body says of a new account, its password still as it was typed.
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

void SessionApi::add_to(Handlers& handlers) {
  handlers.add("readMe", *this, &SessionApi::me);
  handlers.add("setUp", *this, &SessionApi::set_up);
  handlers.add("logIn", *this, &SessionApi::log_in);
  handlers.add("logOut", *this, &SessionApi::log_out);
  handlers.add("openInvitation", *this, &SessionApi::look_at_invitation);
  handlers.add("acceptInvitation", *this, &SessionApi::accept_invitation);
  handlers.add("useReset", *this, &SessionApi::use_reset);
  handlers.add("openLink", *this, &SessionApi::open_link);
  handlers.add("changeMe", *this, &SessionApi::change_me);
  handlers.add("changePassword", *this, &SessionApi::change_password);
  handlers.add("listSessions", *this, &SessionApi::sessions);
  handlers.add("endOtherSessions", *this, &SessionApi::end_other_sessions);
  handlers.add("endSession", *this, &SessionApi::end_session);
  handlers.add("listTokens", *this, &SessionApi::tokens);
  handlers.add("makeToken", *this, &SessionApi::make_token);
  handlers.add("revokeToken", *this, &SessionApi::revoke_token);
}

std::string SessionApi::describe(const Identity& who) const {
  const bool open = services_.access.is_open();
  Value me{{"kind", kind_of(who.kind)},
           {"id", who.name.empty() ? Value() : Value(who.name)},
           {"name", who.display_name.empty() ? Value() : Value(who.display_name)},
           {"open", open},
           {"needs_set_up", !open && !services_.directory->set_up_secret().empty()},
           {"administrator", !open && services_.access.may(who, Ability::kAdminister, {})},
           {"may_create",
            services_.access.may(who, Ability::kCreateDocument, {kPapers, services_.next_id()})}};
  if (is_logged_in(who)) {
    if (const auto account = services_.directory->account(who.account)) {
      me["email"] = account->email;
      me["affiliation"] = account->affiliation;
      me["failed_log_ins"] = services_.directory->failed_log_ins(who.account);
    }
  }
  return json::to_string(me);
}

SessionApi::Answer SessionApi::me(const Exchange& /*exchange*/, const Identity& who) {
  return json_response(200, describe(who));
}

SessionApi::Answer SessionApi::admit_to(const Exchange& exchange, const Identity& before,
                                        const std::string& account, unsigned status) {
  PLENARY_TRY(const auto session,
              services_.directory->begin_session(account, before.session,
                                                 place_of(account, exchange.request.remote)));
  const Identity who = services_.directory->identify_session(session.secret);
  return with_cookie(json_response(status, describe(who)), exchange.request, session.secret);
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

SessionApi::Answer SessionApi::look_at_invitation(const Exchange& exchange,
                                                  const Identity& /*who*/) {
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
    PLENARY_TRY(auto session, services_.directory->begin_guest(
                                  name.empty() ? kNamelessReader : std::move(name), secret));
    begun = std::move(session.secret);
    guest = services_.directory->identify_session(begun);
  }
  PLENARY_TRY(const Value me, json::parse(describe(guest)));
  const Value answer{{"document", link->paper}, {"role", name_of(link->role)}, {"me", me}};
  HttpResponse response = json_response(200, answer);
  return begun.empty() ? response : with_cookie(std::move(response), exchange.request, begun);
}

SessionApi::Answer SessionApi::change_me(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body,
              parse_object(exchange.request.body, {"name", "affiliation", "email"}));
  AccountChange change;
  PLENARY_TRY(change.display_name, optional_text_member(body, "name"));
  PLENARY_TRY(change.affiliation, optional_text_member(body, "affiliation"));
  PLENARY_TRY(change.email, optional_text_member(body, "email"));
  const auto changed = services_.directory->change_account(who, who.account, std::move(change));
  if (!changed) {
    return refuse_account(changed.error());
  }
  Identity now = who;
  now.display_name = changed->display_name;
  return json_response(200, describe(now));
}

SessionApi::Answer SessionApi::change_password(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"current", "new"}));
  PLENARY_TRY(const std::string current, required_text_member(body, "current"));
  PLENARY_TRY(const std::string wanted, required_text_member(body, "new"));
  const auto account = services_.directory->account(who.account);
  if (!account) {
    return Error{Errc::kNotFound, "there is no such account"};
  }
  // Whoever sits down at an open page guesses no faster than from outside.
  const auto checked =
      services_.log_in->check(account->email, current, origin_of(exchange.request));
  if (!checked && checked.error().code == Errc::kTooLarge) {
    return too_many_requests(checked.error().detail + ".", kLogInRefillPerAccount);
  }
  if (!checked) {
    return to_response({403, kForbidden, "The current password is wrong; nothing was changed."});
  }
  PLENARY_TRY(std::string hash, hash_password(wanted));
  PLENARY_TRY_VOID(
      services_.directory->set_password(who, who.account, std::move(hash), who.session,
                                        place_of(who.account, exchange.request.remote)));
  return no_content();
}

SessionApi::Answer SessionApi::sessions(const Exchange& /*exchange*/, const Identity& who) {
  const Value shown = services_.directory->read([&](const DirectoryState& state) {
    Value list = Value::array();
    for (const auto& [id, session] : state.rows<LogInSession>()) {
      if (session.account == who.account &&
          DirectoryState::is_live(session, services_.clock.now())) {
        list.push_back(session_json(session, who.session));
      }
    }
    return list;
  });
  return json_response(200, Value{{"sessions", shown}});
}

SessionApi::Answer SessionApi::end_session(const Exchange& exchange, const Identity& who) {
  const std::string& id = exchange.captures.at(0);
  const bool mine = services_.directory->read([&](const DirectoryState& state) {
    const LogInSession* session = state.find<LogInSession>(id);
    return session != nullptr && session->account == who.account;
  });
  if (!mine) {
    return Error{Errc::kNotFound, "there is no such session of yours"};
  }
  PLENARY_TRY_VOID(services_.directory->end_session(id));
  return no_content();
}

SessionApi::Answer SessionApi::end_other_sessions(const Exchange& /*exchange*/,
                                                  const Identity& who) {
  PLENARY_TRY_VOID(services_.directory->end_sessions(who.account, who.session));
  return no_content();
}

SessionApi::Answer SessionApi::tokens(const Exchange& /*exchange*/, const Identity& who) {
  const Value shown = services_.directory->read([&](const DirectoryState& state) {
    Value list = Value::array();
    for (const auto& [id, token] : state.rows<ApiToken>()) {
      if (token.account == who.account) {
        list.push_back(token_json(token));
      }
    }
    return list;
  });
  return json_response(200, Value{{"tokens", shown}});
}

SessionApi::Answer SessionApi::make_token(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body,
              parse_object(exchange.request.body, {"label", "abilities", "expires_at"}));
  TokenTerms terms;
  PLENARY_TRY(terms.label, required_text_member(body, "label"));
  PLENARY_TRY(terms.expires_at, time_member(body, "expires_at"));
  if (terms.expires_at && !(services_.clock.now() < *terms.expires_at)) {
    return wrong_member("expires_at", "in the future");
  }
  PLENARY_TRY(const auto names, texts_member(body, "abilities"));
  for (const std::string& name : names) {
    const auto ability = parse_ability(name);
    if (!ability) {
      return wrong_member("abilities", "names of abilities; there is none called " + name);
    }
    terms.abilities = terms.abilities.with({*ability});
  }
  PLENARY_TRY(const auto token,
              services_.directory->make_token(who, who.account, std::move(terms)));
  Value shown = token_json(token.row);
  shown["secret"] = token.secret;
  return json_response(201, shown);
}

SessionApi::Answer SessionApi::revoke_token(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY_VOID(services_.directory->revoke_token(who, who.account, exchange.captures.at(0)));
  return no_content();
}

}  // namespace plenary::server
