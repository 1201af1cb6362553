#include "server/api/head_content.hpp"

#include <utility>

#include "server/api/admission.hpp"
#include "server/api/content_api.hpp"
#include "server/api/service.hpp"
#include "server/documents/documents.hpp"
#include "server/http/answer_on.hpp"
#include "server/http/answers.hpp"
#include "server/http/problem.hpp"
#include "server/runtime/pools.hpp"

namespace plenary::server {

void with_head_content(HttpServices& services, const Exchange& exchange,
                       std::function<void(Exchange&, const ContentAt&)> with) {
  const auto done = [&services, exchange, with = std::move(with)](const Result<ContentAt>& head) {
    if (!head) {
      exchange.answer(refuse(head.error()));
    } else if (!head->content.exists()) {
      exchange.answer(to_response(missing_content(*head)));
    } else {
      answer_on(services.pools.conversions, exchange,
                [with, at = *head](Exchange& served) { with(served, at); });
    }
  };
  services.documents.with(asked_of(exchange).document,
                          [done](DocumentActor& actor) { actor.read_content(std::nullopt, done); });
}

}  // namespace plenary::server
