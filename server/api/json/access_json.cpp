#include "server/api/json/access_json.hpp"

#include "protocol/base/try.hpp"
#include "protocol/json/members.hpp"
#include "server/access/directory_change.hpp"
#include "server/runtime/times.hpp"

namespace plenary::server {
namespace {

using json::Value;

constexpr std::string_view kAccountPrefix = "a-";

/// The display name of an author; null if the directory does not know it.
Value display_name_of(std::string_view author, const DirectoryState& state) {
  const auto id = account_id_of(author);
  const Account* account = id ? state.find<Account>(*id) : nullptr;
  if (account != nullptr) {
    return account->display_name;
  }
  const Group* group = state.find<Group>(author);
  return group == nullptr ? Value() : Value(group->name);
}

}  // namespace

Value time_json(const std::optional<Timestamp>& time) {
  return time ? Value(to_rfc3339(*time)) : Value();
}

Result<AccountChange> profile_change(const json::Value& body) {
  AccountChange change;
  PLENARY_TRY(change.display_name, json::optional_text_member(body, "name"));
  PLENARY_TRY(change.affiliation, json::optional_text_member(body, "affiliation"));
  PLENARY_TRY(change.email, json::optional_text_member(body, "email"));
  return change;
}

std::optional<std::string> account_id_of(std::string_view author) {
  return author.starts_with(kAccountPrefix)
             ? std::optional<std::string>(author.substr(kAccountPrefix.size()))
             : std::nullopt;
}

Value account_json(const Account& account) {
  Value shown = person_json(account);
  shown["email"] = account.email;
  shown["administrator"] = account.administrator;
  shown["disabled"] = account.disabled;
  shown["created_at"] = to_rfc3339(account.created_at);
  return shown;
}

Value person_json(const Account& account) {
  return {{"id", account.author()},
          {"name", account.display_name},
          {"affiliation", account.affiliation}};
}

Value group_json(const Group& group, const DirectoryState& state) {
  Value members = Value::array();
  for (const std::string& id : group.members) {
    if (const Account* account = state.find<Account>(id); account != nullptr) {
      members.push_back(person_json(*account));
    }
  }
  return {{"id", group.id}, {"name", group.name}, {"members", std::move(members)}};
}

Value invitation_json(const Invitation& invitation) {
  return {{"id", invitation.id},
          {"email", invitation.email.empty() ? Value() : Value(invitation.email)},
          {"administrator", invitation.administrator},
          {"groups", invitation.groups},
          {"by", invitation.by},
          {"expires_at", to_rfc3339(invitation.expires_at)}};
}

Value session_json(const LogInSession& session, std::string_view current) {
  return {{"id", session.id},
          {"created_at", to_rfc3339(session.created_at)},
          {"used_at", to_rfc3339(session.used_at)},
          {"current", session.id == current}};
}

Value token_json(const ApiToken& token) {
  Value abilities = Value::array();
  for (std::size_t i = 0; i < kAbilityCount; ++i) {
    if (const auto ability = static_cast<Ability>(i); token.abilities.has(ability)) {
      abilities.push_back(name_of(ability));
    }
  }
  return {{"id", token.id},
          {"label", token.label},
          {"abilities", std::move(abilities)},
          {"created_at", to_rfc3339(token.created_at)},
          {"expires_at", time_json(token.expires_at)}};
}

Value link_json(const ShareLink& link, const DirectoryState& state) {
  return {{"id", link.id},
          {"role", name_of(link.role)},
          {"history", link.history},
          {"label", link.label},
          {"by", link.by},
          {"by_name", display_name_of(link.by, state)},
          {"created_at", to_rfc3339(link.created_at)},
          {"expires_at", time_json(link.expires_at)},
          {"used_at", time_json(link.used_at)}};
}

Value grant_json(const Grant& grant, const DirectoryState& state) {
  Value shown{{"role", name_of(grant.role)}, {"history", grant.history}};
  if (grant.kind == SubjectKind::kAccount) {
    shown["kind"] = "account";
    shown["id"] = author_of(grant.subject);
    const Account* account = state.find<Account>(grant.subject);
    shown["name"] = account == nullptr ? Value() : Value(account->display_name);
    shown["affiliation"] = account == nullptr ? "" : account->affiliation;
  } else {
    shown["kind"] = "group";
    shown["id"] = grant.subject;
    const Group* group = state.find<Group>(grant.subject);
    shown["name"] = group == nullptr ? Value() : Value(group->name);
    shown["members"] = group == nullptr ? 0 : group->members.size();
  }
  return shown;
}

Value audit_json(const AuditEntry& entry, const DirectoryState& state) {
  return {{"id", entry.id},
          {"at", to_rfc3339(entry.at)},
          {"by", entry.by},
          {"by_name", display_name_of(entry.by, state)},
          {"what", entry.what},
          {"about", entry.about},
          {"about_name", display_name_of(entry.about, state)},
          {"document", entry.paper.empty() ? Value() : Value(entry.paper)},
          {"detail", entry.detail}};
}

}  // namespace plenary::server
