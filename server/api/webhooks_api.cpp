#include "server/api/webhooks_api.hpp"

#include <utility>

#include "protocol/base/try.hpp"
#include "server/access/directory.hpp"
#include "server/api/handlers.hpp"
#include "server/api/service.hpp"
#include "server/http/answers.hpp"
#include "server/http/json_body.hpp"
#include "server/runtime/times.hpp"
#include "server/webhooks/webhooks.hpp"

namespace plenary::server {
namespace {

using json::Value;

Value shown(const Webhook& hook) {
  return {{"id", hook.id},
          {"url", hook.url},
          {"types", hook.types},
          {"label", hook.label},
          {"by", hook.by},
          {"created_at", to_rfc3339(hook.created_at)},
          {"gone", hook.gone},
          {"last_error", hook.last_error.empty() ? Value() : Value(hook.last_error)}};
}

}  // namespace

void WebhooksApi::add_to(Handlers& handlers) {
  handlers.add("listWebhooks", *this, &WebhooksApi::list);
  handlers.add("makeWebhook", *this, &WebhooksApi::add);
  handlers.add("removeWebhook", *this, &WebhooksApi::remove);
  handlers.add("listDocumentWebhooks", *this, &WebhooksApi::list_of_paper);
  handlers.add("makeDocumentWebhook", *this, &WebhooksApi::add_to_paper);
  handlers.add("removeDocumentWebhook", *this, &WebhooksApi::remove_from_paper);
}

WebhooksApi::Answer WebhooksApi::rows_of(const std::string& paper) const {
  Value list = Value::array();
  for (const Webhook& hook : services_.webhooks->of(paper)) {
    list.push_back(shown(hook));
  }
  return json_response(200, Value{{"webhooks", std::move(list)}});
}

WebhooksApi::Answer WebhooksApi::make(const Exchange& exchange, const Identity& who,
                                      const std::string& paper) {
  PLENARY_TRY(const Value body, parse_object(exchange.request.body, {"url", "types", "label"}));
  Webhook hook{.paper = paper, .by = who.name};
  PLENARY_TRY(hook.url, required_text_member(body, "url"));
  PLENARY_TRY(hook.types, texts_member(body, "types"));
  PLENARY_TRY(hook.label, text_member(body, "label"));
  PLENARY_TRY(const Webhook made, services_.webhooks->add(std::move(hook)));
  PLENARY_TRY_VOID(services_.directory->note(who, "webhook.make", paper, made.id));
  Value answer = shown(made);
  answer["secret"] = made.secret;
  return json_response(201, answer);
}

WebhooksApi::Answer WebhooksApi::list(const Exchange& /*exchange*/) {
  return rows_of({});
}

WebhooksApi::Answer WebhooksApi::add(const Exchange& exchange, const Identity& who) {
  return make(exchange, who, {});
}

WebhooksApi::Answer WebhooksApi::remove(const Exchange& exchange, const Identity& who) {
  PLENARY_TRY_VOID(services_.webhooks->remove({}, exchange.captures.at(0)));
  PLENARY_TRY_VOID(services_.directory->note(who, "webhook.remove", {}, exchange.captures.at(0)));
  return no_content();
}

WebhooksApi::Answer WebhooksApi::list_of_paper(const Exchange& exchange) {
  return rows_of(exchange.captures.at(0));
}

WebhooksApi::Answer WebhooksApi::add_to_paper(const Exchange& exchange, const Identity& who) {
  return make(exchange, who, exchange.captures.at(0));
}

WebhooksApi::Answer WebhooksApi::remove_from_paper(const Exchange& exchange, const Identity& who) {
  const std::string& paper = exchange.captures.at(0);
  PLENARY_TRY_VOID(services_.webhooks->remove(paper, exchange.captures.at(1)));
  PLENARY_TRY_VOID(
      services_.directory->note(who, "webhook.remove", paper, exchange.captures.at(1)));
  return no_content();
}

}  // namespace plenary::server
