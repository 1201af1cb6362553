#include "server/api/accounts_api.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "server/access/directory.hpp"
#include "server/api/handlers.hpp"
#include "server/api/json/access_json.hpp"
#include "server/api/service.hpp"
#include "server/http/answers.hpp"
#include "server/http/json_body.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/limits.hpp"
#include "server/papers/title.hpp"

namespace plenary::server {
namespace {

using json::Value;

constexpr std::size_t kRowsDefault = 50;
constexpr std::size_t kRowsMax = 200;
constexpr std::size_t kPeopleDefault = 20;

Result<std::string> account_in(const Exchange& exchange, std::size_t capture) {
  auto id = account_id_of(exchange.captures.at(capture));
  if (!id) {
    return Error{Errc::kNotFound, "there is no such account"};
  }
  return *std::move(id);
}

Result<std::size_t> limit_of(const HttpRequest& request, std::size_t otherwise) {
  const auto text = parameter(request, "limit");
  if (!text) {
    return otherwise;
  }
  const auto number = parse_number(*text);
  if (!number || *number < 1 || *number > kRowsMax) {
    return wrong_member("limit", "a number from 1 to " + std::to_string(kRowsMax));
  }
  return static_cast<std::size_t>(*number);
}

/// Whether the folded query is in one of a person's lines, or is the whole address.
bool fits(const Account& account, const std::string& query) {
  return query.empty() || account.email == query ||
         fold_case(account.display_name).find(query) != std::string::npos ||
         fold_case(account.affiliation).find(query) != std::string::npos;
}

}  // namespace

void AccountsApi::add_to(Handlers& handlers) {
  handlers.add("listAccounts", *this, &AccountsApi::accounts);
  handlers.add("changeAccount", *this, &AccountsApi::change_account);
  handlers.add("makeReset", *this, &AccountsApi::make_reset);
  handlers.add("listInvitations", *this, &AccountsApi::invitations);
  handlers.add("invite", *this, &AccountsApi::invite);
  handlers.add("withdrawInvitation", *this, &AccountsApi::withdraw_invitation);
  handlers.add("listGroups", *this, &AccountsApi::groups);
  handlers.add("makeGroup", *this, &AccountsApi::make_group);
  handlers.add("renameGroup", *this, &AccountsApi::rename_group);
  handlers.add("removeGroup", *this, &AccountsApi::remove_group);
  handlers.add("addMember", *this, &AccountsApi::add_member);
  handlers.add("removeMember", *this, &AccountsApi::remove_member);
  handlers.add("findPeople", *this, &AccountsApi::people);
  handlers.add("readAudit", *this, &AccountsApi::audit);
}

AccountsApi::Answer AccountsApi::accounts(const Exchange& exchange) {
  PLENARY_TRY(const std::size_t limit, limit_of(exchange.request, kRowsDefault));
  const std::string query = fold_case(parameter(exchange.request, "query").value_or(""));
  const std::string cursor = parameter(exchange.request, "cursor").value_or("");
  const Value page = services_.directory->read([&](const DirectoryState& state) {
    Value list = Value::array();
    Value next;
    const auto& rows = state.rows<Account>();
    for (auto at = rows.upper_bound(cursor); at != rows.end(); ++at) {
      const Account& account = at->second;
      if (!fits(account, query) && account.email.find(query) == std::string::npos) {
        continue;
      }
      if (list.size() == limit) {
        next = account_id_of(list.back()["id"].get<std::string>()).value_or("");
        break;
      }
      list.push_back(account_json(account));
    }
    return Value{{"accounts", std::move(list)}, {"next_cursor", std::move(next)}};
  });
  return json_response(200, page);
}

AccountsApi::Answer AccountsApi::change_account(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const std::string id, account_in(exchange, 0));
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"name", "affiliation", "email",
                                                                     "administrator", "disabled"}));
  PLENARY_TRY(AccountChange change, profile_change(body));
  PLENARY_TRY(change.administrator, flag_member(body, "administrator"));
  PLENARY_TRY(change.disabled, flag_member(body, "disabled"));
  const auto account = services_.directory->change_account(who, id, std::move(change));
  if (!account) {
    return refuse_account(account.error());
  }
  return json_response(200, account_json(*account));
}

AccountsApi::Answer AccountsApi::make_reset(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const std::string id, account_in(exchange, 0));
  PLENARY_TRY(const auto reset, services_.directory->make_reset(who, id));
  return json_response(201, {{"address", "/reset#" + reset.secret},
                             {"expires_at", time_json(reset.row.expires_at)}});
}

AccountsApi::Answer AccountsApi::invitations(const Exchange& /*exchange*/) {
  const Value list = services_.directory->read([this](const DirectoryState& state) {
    Value rows = Value::array();
    for (const auto& [id, invitation] : state.rows<Invitation>()) {
      if (DirectoryState::is_live(invitation.expires_at, services_.clock.now())) {
        rows.push_back(invitation_json(invitation));
      }
    }
    return rows;
  });
  return json_response(200, {{"invitations", list}});
}

AccountsApi::Answer AccountsApi::invite(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body,
              parse_object(exchange.request.body, {"email", "administrator", "groups"}));
  InvitationTerms terms;
  PLENARY_TRY(terms.email, text_member(body, "email"));
  PLENARY_TRY(terms.groups, texts_member(body, "groups"));
  PLENARY_TRY(const auto administrator, flag_member(body, "administrator"));
  terms.administrator = administrator.value_or(false);
  PLENARY_TRY(const auto made, services_.directory->invite(who, std::move(terms)));
  Value invitation = invitation_json(made.row);
  invitation["address"] = "/invitation#" + made.secret;
  return json_response(201, invitation);
}

AccountsApi::Answer AccountsApi::withdraw_invitation(const Exchange& exchange,
                                                     const Identity& who) {
  PLENARY_TRY_VOID(services_.directory->withdraw_invitation(who, exchange.captures.at(0)));
  return no_content();
}

AccountsApi::Answer AccountsApi::make_group(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"name"}));
  PLENARY_TRY(std::string name, required_text_member(body, "name"));
  PLENARY_TRY(const Group group, services_.directory->make_group(who, std::move(name)));
  return json_response(201, group_json(group, DirectoryState()));
}

AccountsApi::Answer AccountsApi::rename_group(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"name"}));
  PLENARY_TRY(std::string name, required_text_member(body, "name"));
  const std::string& id = exchange.captures.at(0);
  PLENARY_TRY_VOID(services_.directory->rename_group(who, id, std::move(name)));
  return services_.directory->read([&id](const DirectoryState& state) -> Answer {
    const Group* group = state.find<Group>(id);
    return group == nullptr ? Answer(Error{Errc::kNotFound, "there is no such group"})
                            : Answer(json_response(200, group_json(*group, state)));
  });
}

AccountsApi::Answer AccountsApi::remove_group(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY_VOID(services_.directory->remove_group(who, exchange.captures.at(0)));
  return no_content();
}

AccountsApi::Answer AccountsApi::add_member(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const std::string account, account_in(exchange, 1));
  PLENARY_TRY_VOID(services_.directory->add_member(who, exchange.captures.at(0), account));
  return no_content();
}

AccountsApi::Answer AccountsApi::remove_member(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const std::string account, account_in(exchange, 1));
  PLENARY_TRY_VOID(services_.directory->remove_member(who, exchange.captures.at(0), account));
  return no_content();
}

AccountsApi::Answer AccountsApi::audit(const Exchange& exchange) {
  return audit_page(services_, exchange.request,
                    parameter(exchange.request, "document").value_or(""));
}

AccountsApi::Answer AccountsApi::groups(const Exchange& /*exchange*/) {
  const Value list = services_.directory->read([](const DirectoryState& state) {
    Value rows = Value::array();
    for (const auto& [id, group] : state.rows<Group>()) {
      rows.push_back(group_json(group, state));
    }
    return rows;
  });
  return json_response(200, {{"groups", list}});
}

AccountsApi::Answer AccountsApi::people(const Exchange& exchange) {
  PLENARY_TRY(const std::size_t limit, limit_of(exchange.request, kPeopleDefault));
  const std::string query = fold_case(parameter(exchange.request, "query").value_or(""));
  const Value found = services_.directory->read([&](const DirectoryState& state) {
    Value people = Value::array();
    for (const auto& [id, account] : state.rows<Account>()) {
      if (people.size() < limit && !account.disabled && fits(account, query)) {
        people.push_back(person_json(account));
      }
    }
    Value groups = Value::array();
    for (const auto& [id, group] : state.rows<Group>()) {
      if (groups.size() < limit && fold_case(group.name).find(query) != std::string::npos) {
        groups.push_back(
            {{"id", group.id}, {"name", group.name}, {"members", group.members.size()}});
      }
    }
    return Value{{"people", std::move(people)}, {"groups", std::move(groups)}};
  });
  return json_response(200, found);
}

Result<HttpResponse> audit_page(const HttpServices& services, const HttpRequest& request,
                                const std::string& paper) {
  PLENARY_TRY(const std::size_t limit, limit_of(request, kRowsDefault));
  const auto before = parameter(request, "cursor");
  if (paper.size() > kNameBytesMax || (before && before->size() > kNameBytesMax)) {
    return wrong_member("cursor", "one of the answer before, and document the id of a paper");
  }
  // One more than the page has: then there is a next page.
  PLENARY_TRY(std::vector<AuditEntry> found,
              services.directory->audit({.paper = paper, .before = before, .limit = limit + 1}));
  const bool more = found.size() > limit;
  if (more) {
    found.pop_back();
  }
  const Value page = services.directory->read([&](const DirectoryState& state) {
    Value entries = Value::array();
    for (const AuditEntry& entry : found) {
      entries.push_back(audit_json(entry, state));
    }
    return Value{{"entries", std::move(entries)},
                 {"next_cursor", more ? Value(found.back().id) : Value()}};
  });
  return json_response(200, page);
}

}  // namespace plenary::server
