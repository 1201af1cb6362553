#include "server/api/admission.hpp"

#include <string>
#include <utility>

#include "server/api/service.hpp"
#include "server/http/problem.hpp"
#include "server/papers/document_view.hpp"
#include "storage/store.hpp"

namespace plenary::server {

HttpResponse no_such_document() {
  return to_response({404, kNotFound, "There is no document with this id."});
}

HttpResponse not_allowed() {
  return to_response({403, kForbidden, "Your role in this document does not allow this."});
}

std::optional<HttpResponse> refusal(const HttpServices& services, const Identity& who,
                                    Ability ability, const std::string& paper) {
  if (!is_document_id(paper)) {
    return to_response(
        {404, kNotFound,
         "There is no document with this id; " + std::string(kDocumentIdRule) + "."});
  }
  const DocumentKey key{kPapers, paper};
  if (services.access.may(who, ability, key)) {
    return std::nullopt;
  }
  return services.access.may(who, Ability::kReadDocument, key) ? not_allowed() : no_such_document();
}

std::optional<HttpResponse> refusal_of_made(const HttpServices& services, const Identity& who,
                                            Ability ability, const std::string& paper) {
  if (auto refused = refusal(services, who, ability, paper)) {
    return refused;
  }
  const auto head = services.store.head({kPapers, paper});
  if (!head) {
    return to_response(problem_of(head.error()));
  }
  return head->version == Version{} ? std::optional(no_such_document()) : std::nullopt;
}

std::optional<Asked> admit(const HttpServices& services, const Exchange& exchange,
                           Ability ability) {
  Asked asked{{kPapers, exchange.captures.front()}, exchange.request.who};
  if (auto refused = refusal(services, asked.who, ability, asked.document.id)) {
    exchange.answer(*std::move(refused));
    return std::nullopt;
  }
  return asked;
}

}  // namespace plenary::server
