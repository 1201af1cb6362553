#include "server/api/caller.hpp"

#include <string>
#include <string_view>

#include "server/access/directory.hpp"
#include "server/api/service.hpp"
#include "server/papers/document_view.hpp"

namespace plenary::server {
namespace {

using json::Value;

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

}  // namespace

json::Value describe_caller(const HttpServices& services, const Identity& who) {
  const bool open = services.access.is_open();
  Value me{{"kind", kind_of(who.kind)},
           {"id", who.name.empty() ? Value() : Value(who.name)},
           {"name", who.display_name.empty() ? Value() : Value(who.display_name)},
           {"open", open},
           {"needs_set_up", !open && !services.directory->set_up_secret().empty()},
           {"administrator", !open && services.access.may(who, Ability::kAdminister, {})},
           {"may_create",
            services.access.may(who, Ability::kCreateDocument, {kPapers, services.next_id()})}};
  if (who.kind == Identity::Kind::kAccount) {
    if (const auto account = services.directory->account(who.account)) {
      me["email"] = account->email;
      me["affiliation"] = account->affiliation;
      me["failed_log_ins"] = services.directory->failed_log_ins(who.account);
    }
  }
  return me;
}

LogInOrigin origin_of(const HttpRequest& request) {
  const bool is_logged_in = request.who.kind == Identity::Kind::kAccount;
  return {request.remote, is_logged_in ? request.who.account : std::string()};
}

}  // namespace plenary::server
