#include "server/api/templates_api.hpp"

#include <string>
#include <utility>

#include "protocol/counting/count.hpp"
#include "server/access/access.hpp"
#include "server/api/handlers.hpp"
#include "server/api/head_content.hpp"
#include "server/api/json/count_json.hpp"
#include "server/api/service.hpp"
#include "server/http/answers.hpp"
#include "server/limits.hpp"
#include "server/papers/built_in_templates.hpp"

namespace plenary::server {
namespace {

json::Value to_json(const BuiltInTemplate& built_in) {
  return {{"id", built_in.id},
          {"title", built_in.title},
          {"about", built_in.about},
          {"built_in", true},
          {"words_max", limit_json(built_in.settings.words_max)},
          {"pages_max", limit_json(built_in.settings.pages_max)}};
}

json::Value to_json(const DocumentView& paper) {
  return {{"id", paper.id},
          {"title", paper.title},
          {"about", paper.settings.about},
          {"built_in", false},
          {"words_max", limit_json(paper.settings.words_max)},
          {"pages_max", limit_json(paper.settings.pages_max)}};
}

}  // namespace

void TemplatesApi::add_to(Handlers& handlers) {
  handlers.add("listTemplates", *this, &TemplatesApi::list);
  handlers.add("readCompleteness", *this, &TemplatesApi::count);
}

void TemplatesApi::count(const Exchange& exchange) {
  with_head_content(services_, exchange, [](const Exchange& served, const ContentAt& head) {
    const text::Rope* const text = head.content.rich_text();
    if (text == nullptr) {
      served.answer(refuse({Errc::kNotApplicable, "Only of a text words can be counted."}));
      return;
    }
    HttpResponse response = json_response(
        200, completeness_json(counting::count(text->to_delta()),
                               parse_properties(head.properties).settings, head.version));
    response.headers.emplace_back("cache-control", kAskAgain);
    served.answer(tagged(served.request, std::move(response)));
  });
}

void TemplatesApi::list(const Exchange& exchange) {
  index_.read([this, exchange](const Result<DocumentIndex::ListingPtr>& listing) {
    if (!listing) {
      exchange.answer(refuse(listing.error()));
      return;
    }
    json::Value templates = json::Value::array();
    for (const BuiltInTemplate& built_in : built_in_templates()) {
      templates.push_back(to_json(built_in));
    }
    const std::size_t most = templates.size() + kTemplatesListedMax;
    for (const auto& paper : **listing) {
      const bool offered =
          paper->view.settings.is_template && paper->view.type == ot::TypeId::kRichText;
      if (offered && templates.size() < most &&
          services_.access.may(exchange.request.who, Ability::kReadDocument,
                               Scope::of_paper(paper->view.id))) {
        templates.push_back(to_json(paper->view));
      }
    }
    HttpResponse response = json_response(200, json::Value{{"templates", std::move(templates)}});
    response.headers.emplace_back("cache-control", kAskAgain);
    exchange.answer(tagged(exchange.request, std::move(response)));
  });
}

}  // namespace plenary::server
