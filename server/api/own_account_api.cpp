#include "server/api/own_account_api.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "server/access/directory.hpp"
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
#include "server/runtime/clock.hpp"

namespace plenary::server {

namespace {

using json::Value;

}  // namespace

void OwnAccountApi::add_to(Handlers& handlers) {
  handlers.add("changeMe", *this, &OwnAccountApi::change_me);
  handlers.add("changePassword", *this, &OwnAccountApi::change_password);
  handlers.add("listSessions", *this, &OwnAccountApi::sessions);
  handlers.add("endOtherSessions", *this, &OwnAccountApi::end_other_sessions);
  handlers.add("endSession", *this, &OwnAccountApi::end_session);
  handlers.add("listTokens", *this, &OwnAccountApi::tokens);
  handlers.add("makeToken", *this, &OwnAccountApi::make_token);
  handlers.add("revokeToken", *this, &OwnAccountApi::revoke_token);
}

OwnAccountApi::Answer OwnAccountApi::change_me(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body,
              parse_object(exchange.request.body, {"name", "affiliation", "email"}));
  PLENARY_TRY(AccountChange change, profile_change(body));
  const auto changed = services_.directory->change_account(who, who.account, std::move(change));
  if (!changed) {
    return refuse_account(changed.error());
  }
  Identity now = who;
  now.display_name = changed->display_name;
  return json_response(200, describe_caller(services_, now));
}

OwnAccountApi::Answer OwnAccountApi::change_password(const Exchange& exchange,
                                                     const Identity& who) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"current", "new"}));
  PLENARY_TRY(const std::string current, required_text_member(body, "current"));
  PLENARY_TRY(const std::string wanted, required_text_member(body, "new"));
  const auto account = services_.directory->account(who.account);
  if (!account) {
    return Error{Errc::kNotFound, "there is no such account"};
  }
  // Guesses from an open page are slowed as those from outside.
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

OwnAccountApi::Answer OwnAccountApi::sessions(const Exchange& /*exchange*/, const Identity& who) {
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

OwnAccountApi::Answer OwnAccountApi::end_session(const Exchange& exchange, const Identity& who) {
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

OwnAccountApi::Answer OwnAccountApi::end_other_sessions(const Exchange& /*exchange*/,
                                                        const Identity& who) {
  PLENARY_TRY_VOID(services_.directory->end_sessions(who.account, who.session));
  return no_content();
}

OwnAccountApi::Answer OwnAccountApi::tokens(const Exchange& /*exchange*/, const Identity& who) {
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

OwnAccountApi::Answer OwnAccountApi::make_token(const Exchange& exchange, const Identity& who) {
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

OwnAccountApi::Answer OwnAccountApi::revoke_token(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY_VOID(services_.directory->revoke_token(who, who.account, exchange.captures.at(0)));
  return no_content();
}

}  // namespace plenary::server
