#include "server/http/admission.hpp"

#include <string>

#include "server/http/document_view.hpp"
#include "server/http/problem.hpp"
#include "server/http/service.hpp"

namespace plenary::server {

HttpResponse no_such_document() {
  return to_response({404, kNotFound, "There is no document with this id."});
}

HttpResponse not_allowed() {
  return to_response({403, kForbidden, "Your role in this document does not allow this."});
}

std::optional<Asked> admit(const HttpServices& services, const Exchange& exchange,
                           Ability ability) {
  const std::string& id = exchange.captures.front();
  if (!is_document_id(id)) {
    exchange.answer(
        to_response({404, kNotFound,
                     "There is no document with this id; " + std::string(kDocumentIdRule) + "."}));
    return std::nullopt;
  }
  Asked asked{{std::string(kPaperCollection), id}, services.identify(exchange.request)};
  if (services.access.may(asked.who, ability, asked.document)) {
    return asked;
  }
  const bool reads = services.access.may(asked.who, Ability::kReadDocument, asked.document);
  exchange.answer(reads ? not_allowed() : no_such_document());
  return std::nullopt;
}

}  // namespace plenary::server
