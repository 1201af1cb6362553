#include "server/api/admission.hpp"

#include <algorithm>
#include <utility>

#include "server/access/limit_key.hpp"
#include "server/api/service.hpp"
#include "server/config/config.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/limits.hpp"
#include "server/papers/document_view.hpp"
#include "storage/store.hpp"

namespace plenary::server {
namespace {

HttpResponse forbidden(std::string detail) {
  return to_response({403, kForbidden, std::move(detail)});
}

HttpResponse no_such_document() {
  return to_response({404, kNotFound, "There is no document with this id."});
}

HttpResponse not_allowed() {
  return forbidden("Your role in this document does not allow this.");
}

std::optional<HttpResponse> refusal_in_paper(const Access& access, const Identity& who,
                                             AbilitySet abilities, const std::string& paper) {
  if (!is_document_id(paper)) {
    return to_response(
        {404, kNotFound,
         "There is no document with this id; " + std::string(kDocumentIdRule) + "."});
  }
  const Scope scope = Scope::of_paper(paper);
  if (access.may_all(who, abilities, scope)) {
    return std::nullopt;
  }
  return access.may(who, Ability::kReadDocument, scope) ? not_allowed() : no_such_document();
}

/// People who are logged in, and tokens that are there to give rights.
bool acts_for_account(const Identity& who) {
  return who.kind == Identity::Kind::kAccount ||
         (who.kind == Identity::Kind::kToken &&
          (who.abilities.has(Ability::kManageAccess) || who.abilities.has(Ability::kAdminister)));
}

/// Whether there may be a paper that they could make. Guests never own one.
bool may_found(const Access& access, const Identity& who) {
  using Kind = Identity::Kind;
  const bool owns = who.kind == Kind::kAccount || who.kind == Kind::kToken ||
                    std::any_of(who.vouched.begin(), who.vouched.end(),
                                [](const VouchedRole& in) { return in.role == Role::kOwner; });
  return access.is_open() || (owns && who.abilities.has(Ability::kCreateDocument));
}

/// A program of this machine, not one behind a proxy on it.
bool is_local(const HttpRequest& request) {
  const bool here = subscriber_part(request.remote) == "127.0.0.1" || request.remote == "::1" ||
                    request.remote.empty();
  return here && header(request, "x-forwarded-for").empty() && header(request, "forwarded").empty();
}

}  // namespace

Asked asked_of(const Exchange& exchange) {
  return {{kPapers, exchange.captures.front()}, exchange.request.who};
}

std::optional<HttpResponse> refusal(const HttpServices& services, const Route& route,
                                    const HttpRequest& head,
                                    const std::vector<std::string>& captures) {
  const Access& access = services.access;
  const Identity& who = head.who;
  if (route.people && services.directory == nullptr) {
    return to_response(
        {404, kNotFound, "This server runs with --open: it knows no people and no rights."});
  }
  switch (route.callers) {
    case Callers::kAnybody:
      return std::nullopt;
    case Callers::kAccounts:
      return acts_for_account(who) ? std::nullopt
                                   : std::optional(forbidden("this is for people with an account"));
    case Callers::kOwnAccount:
      return who.kind == Identity::Kind::kAccount
                 ? std::nullopt
                 : std::optional(forbidden(
                       "this is for people who are logged in to an account of their own"));
    case Callers::kFounders:
      return may_found(access, who)
                 ? std::nullopt
                 : std::optional(forbidden("You may not create documents: log in to an account."));
    case Callers::kOperators:
      return access.is_open() || is_local(head) || access.may(who, Ability::kAdminister, {})
                 ? std::nullopt
                 : std::optional(forbidden("Metrics are for programs of this machine, and for "
                                           "tokens that may administer."));
    case Callers::kAble:
      break;
  }
  if (route.scope == Scope::Kind::kPaper) {
    return refusal_in_paper(access, who, route.abilities, captures.front());
  }
  return access.may_all(who, route.abilities, {})
             ? std::nullopt
             : std::optional(forbidden("this is for administrators"));
}

std::optional<HttpResponse> refusal_at_work(const HttpServices& services, const Route& route,
                                            const Exchange& exchange) {
  auto refused = refusal(services, route, exchange.request, exchange.captures);
  if (refused || !route.made) {
    return refused;
  }
  const auto head = services.store.head({kPapers, exchange.captures.front()});
  if (!head) {
    return to_response(problem_of(head.error()));
  }
  return head->version == Version{} ? std::optional(no_such_document()) : std::nullopt;
}

std::size_t body_bytes_max(const HttpServices& services, const Route& route,
                           const HttpRequest& head, const std::vector<std::string>& captures) {
  const std::size_t largest = services.config.limits.http_body_bytes_max;
  const std::size_t most =
      route.body_bytes_max == kHttpBodyBytesMax ? largest : std::min(route.body_bytes_max, largest);
  return refusal(services, route, head, captures) ? std::min(most, kFormBytesMax) : most;
}

Result<void> check_past(const HttpServices& services, const Asked& asked) {
  if (services.access.may_read_words(asked.who, asked.document, Words::kPast)) {
    return {};
  }
  return Error{Errc::kRejected, "You may not read this document's history."};
}

}  // namespace plenary::server
