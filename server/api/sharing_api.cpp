#include "server/api/sharing_api.hpp"

#include <map>
#include <set>
#include <utility>

#include "protocol/base/try.hpp"
#include "server/access/directory.hpp"
#include "server/api/accounts_api.hpp"
#include "server/api/handlers.hpp"
#include "server/api/json/access_json.hpp"
#include "server/api/service.hpp"
#include "server/http/answers.hpp"
#include "server/http/json_body.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/papers/document_view.hpp"
#include "server/papers/title.hpp"

namespace plenary::server {
namespace {

using json::Value;

/// Names that a list of mentions offers at one time.
constexpr std::size_t kOfferedMax = 50;

/// Which roles can be given is for the directory to say.
Result<Role> role_member(const Value& body) {
  PLENARY_TRY(const std::string name, required_text_member(body, "role"));
  const auto role = parse_role(name);
  return role ? Result<Role>(*role)
              : wrong_member("role", "reader, commenter, suggester or editor");
}

/// The caller's own rights in the paper, which every caller may know.
Value own_access(const HttpServices& services, const Identity& who, const std::string& paper) {
  Value abilities = Value::array();
  for (std::size_t i = 0; i < kAbilityCount; ++i) {
    const auto ability = static_cast<Ability>(i);
    if (ability != Ability::kAdminister && services.access.may(who, ability, {kPapers, paper})) {
      abilities.push_back(name_of(ability));
    }
  }
  const Standing standing = services.access.standing(who, paper);
  return {{"role", name_of(standing.role)},
          {"history", services.access.may(who, Ability::kReadHistory, {kPapers, paper})},
          {"abilities", std::move(abilities)}};
}

void add_others(Value& answer, const DirectoryState& state, const std::string& paper, Timestamp now,
                bool manages) {
  const Ownership* owned = state.find<Ownership>(paper);
  const Account* owner = owned == nullptr ? nullptr : state.find<Account>(owned->account);
  answer["owner"] = owner == nullptr ? Value() : person_json(*owner);
  answer["grants"] = Value::array();
  for (const Grant& grant : state.grants_of(paper)) {
    answer["grants"].push_back(grant_json(grant, state));
  }
  Value links = Value::array();
  std::map<std::string, int> counts;
  for (const auto& [id, link] : state.rows<ShareLink>()) {
    if (link.paper == paper && DirectoryState::is_live(link.expires_at, now)) {
      counts[std::string(name_of(link.role))] += 1;
      links.push_back(link_json(link, state));
    }
  }
  answer["link_counts"] = Value::object();
  for (const auto& [role, count] : counts) {
    answer["link_counts"][role] = count;
  }
  if (manages) {
    answer["links"] = std::move(links);
  }
}

/// Accounts that may read the paper: its owner's, those who were granted it, and the members of
/// such groups. Sorted.
std::set<std::string> readers_of(const DirectoryState& state, const std::string& paper) {
  std::set<std::string> accounts;
  if (const Ownership* owned = state.find<Ownership>(paper); owned != nullptr) {
    accounts.insert(owned->account);
  }
  for (const Grant& grant : state.grants_of(paper)) {
    if (grant.kind == SubjectKind::kAccount) {
      accounts.insert(grant.subject);
    } else if (const Group* group = state.find<Group>(grant.subject); group != nullptr) {
      accounts.insert(group->members.begin(), group->members.end());
    }
  }
  return accounts;
}

Error no_such_account() {
  return {Errc::kNotFound, "there is no such account"};
}

}  // namespace

void SharingApi::add_to(Handlers& handlers) {
  handlers.add("readAccess", *this, &SharingApi::access);
  handlers.add("findDocumentPeople", *this, &SharingApi::people);
  handlers.add("readDocumentAudit", *this, &SharingApi::audit);
  handlers.add("transferDocument", *this, &SharingApi::transfer);
  handlers.add("grantToAccount", *this, &SharingApi::grant_to_account);
  handlers.add("revokeFromAccount", *this, &SharingApi::revoke_from_account);
  handlers.add("grantToGroup", *this, &SharingApi::grant_to_group);
  handlers.add("revokeFromGroup", *this, &SharingApi::revoke_from_group);
  handlers.add("makeLink", *this, &SharingApi::make_link);
  handlers.add("revokeLink", *this, &SharingApi::revoke_link);
}

SharingApi::Answer SharingApi::access(const Exchange& exchange, const Identity& who) {
  const std::string& paper = exchange.captures.at(0);
  Value answer{{"you", own_access(services_, who, paper)}};
  if (!who.account.empty()) {
    const bool manages = services_.access.may(who, Ability::kManageAccess, {kPapers, paper});
    services_.directory->read([&](const DirectoryState& state) {
      add_others(answer, state, paper, services_.clock.now(), manages);
    });
  }
  return tagged(exchange.request, json_response(200, answer));
}

SharingApi::Answer SharingApi::people(const Exchange& exchange) {
  const std::string query = fold_case(parameter(exchange.request, "query").value_or(""));
  const Value people = services_.directory->read([&](const DirectoryState& state) {
    Value list = Value::array();
    for (const std::string& id : readers_of(state, exchange.captures.at(0))) {
      const Account* account = state.find<Account>(id);
      if (account != nullptr && !account->disabled && list.size() < kOfferedMax &&
          fold_case(account->display_name).find(query) != std::string::npos) {
        list.push_back(person_json(*account));
      }
    }
    return list;
  });
  return json_response(200, {{"people", people}});
}

SharingApi::Answer SharingApi::grant(const Exchange& exchange, const Identity& who, Grant grant) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"role", "history"}));
  PLENARY_TRY(const Role role, role_member(body));
  PLENARY_TRY(const auto history, flag_member(body, "history"));
  grant.paper = exchange.captures.at(0);
  grant.role = role;
  grant.history = history.value_or(false);
  PLENARY_TRY_VOID(services_.directory->grant(who, grant));
  return json_response(200, services_.directory->read([&grant](const DirectoryState& state) {
    return grant_json(grant, state);
  }));
}

SharingApi::Answer SharingApi::revoke(const Identity& who, const Grant& grant) {
  PLENARY_TRY_VOID(services_.directory->revoke(who, grant));
  return no_content();
}

SharingApi::Answer SharingApi::grant_to_account(const Exchange& exchange, const Identity& who) {
  Grant wanted{.kind = SubjectKind::kAccount};
  wanted.subject = account_id_of(exchange.captures.at(1)).value_or("");
  return grant(exchange, who, std::move(wanted));
}

SharingApi::Answer SharingApi::grant_to_group(const Exchange& exchange, const Identity& who) {
  Grant wanted{.kind = SubjectKind::kGroup};
  wanted.subject = exchange.captures.at(1);
  return grant(exchange, who, std::move(wanted));
}

SharingApi::Answer SharingApi::revoke_from_account(const Exchange& exchange, const Identity& who) {
  Grant gone{.paper = exchange.captures.at(0), .kind = SubjectKind::kAccount};
  gone.subject = account_id_of(exchange.captures.at(1)).value_or("");
  return revoke(who, gone);
}

SharingApi::Answer SharingApi::revoke_from_group(const Exchange& exchange, const Identity& who) {
  Grant gone{.paper = exchange.captures.at(0), .kind = SubjectKind::kGroup};
  gone.subject = exchange.captures.at(1);
  return revoke(who, gone);
}

SharingApi::Answer SharingApi::make_link(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body,
              parse_object(exchange.request.body, {"role", "history", "label", "expires_at"}));
  PLENARY_TRY(const Role role, role_member(body));
  PLENARY_TRY(const auto history, flag_member(body, "history"));
  LinkTerms terms{.role = role, .history = history.value_or(false)};
  PLENARY_TRY(terms.label, text_member(body, "label"));
  PLENARY_TRY(terms.expires_at, time_member(body, "expires_at"));
  if (terms.expires_at && !(services_.clock.now() < *terms.expires_at)) {
    return wrong_member("expires_at", "in the future");
  }
  PLENARY_TRY(const auto made,
              services_.directory->make_link(who, exchange.captures.at(0), std::move(terms)));
  Value link = services_.directory->read(
      [&made](const DirectoryState& state) { return link_json(made.row, state); });
  link["address"] = "/s#" + made.secret;
  return json_response(201, link);
}

SharingApi::Answer SharingApi::revoke_link(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY_VOID(
      services_.directory->revoke_link(who, exchange.captures.at(0), exchange.captures.at(1)));
  return no_content();
}

SharingApi::Answer SharingApi::transfer(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"account"}));
  PLENARY_TRY(const std::string name, required_text_member(body, "account"));
  const auto id = account_id_of(name);
  if (!id) {
    return no_such_account();
  }
  PLENARY_TRY_VOID(services_.directory->transfer(who, exchange.captures.at(0), *id));
  const auto heir = services_.directory->account(*id);
  return json_response(200, {{"owner", heir ? person_json(*heir) : Value()}});
}

SharingApi::Answer SharingApi::audit(const Exchange& exchange) {
  return audit_page(services_, exchange.request, exchange.captures.at(0));
}

}  // namespace plenary::server
