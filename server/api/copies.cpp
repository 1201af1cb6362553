#include "server/api/copies.hpp"

#include <utility>

#include "protocol/ot/rich_text/codec.hpp"
#include "server/access/access.hpp"
#include "server/api/picture_files.hpp"
#include "server/api/service.hpp"
#include "server/documents/documents.hpp"
#include "server/http/answer_on.hpp"
#include "server/http/answers.hpp"
#include "server/papers/built_in_templates.hpp"
#include "server/papers/document_view.hpp"
#include "server/runtime/pools.hpp"

namespace plenary::server {
namespace {

using Then = std::function<void(Exchange, Creation)>;

Error no_source() {
  return {Errc::kNotFound, "There is no document or template with the id in \"from\"."};
}

void copy_content(const ContentAt& at, Creation& creation) {
  const Properties properties = parse_properties(at.properties);
  const Settings& source = properties.settings;
  const ot::rich_text::Delta content = at.content.rich_text()->to_delta();
  ot::rich_text::append(creation.data, content);
  creation.adopts = pictures_in(content);
  creation.title = creation.title.empty() ? properties.title : creation.title;
  creation.settings = {.frozen = source.is_template,
                       .from_template = source.is_template ? *creation.from : std::string(),
                       .words_max = source.words_max,
                       .pages_max = source.pages_max};
}

void begin_from_built_in(const BuiltInTemplate& source, Creation& creation) {
  creation.data = source.data;
  creation.title = creation.title.empty() ? source.title : creation.title;
  creation.settings = source.settings;
}

void begin_from_paper(HttpServices& services, Exchange exchange, Creation creation, Then then) {
  const DocumentKey key{kPapers, *creation.from};
  const auto begin = [&services, key, exchange = std::move(exchange),
                      creation = std::move(creation),
                      then = std::move(then)](const Result<ContentAt>& at) mutable {
    if (!at) {
      exchange.answer(refuse(at.error()));
    } else if (!at->content.exists() ||
               !services.access.may(exchange.request.who, Ability::kReadDocument, key)) {
      exchange.answer(refuse(no_source()));
    } else if (at->content.rich_text() == nullptr) {
      exchange.answer(refuse({Errc::kNotApplicable, "Only a text can be what \"from\" names."}));
    } else {
      answer_on(services.pools.conversions, std::move(exchange),
                [at = *at, creation = std::move(creation),
                 then = std::move(then)](Exchange& served) mutable {
                  copy_content(at, creation);
                  then(std::move(served), std::move(creation));
                });
    }
  };
  services.documents.with(key, [begin](DocumentActor& actor) mutable {
    actor.read_content(std::nullopt, std::move(begin));
  });
}

}  // namespace

void begin_from_source(HttpServices& services, Exchange exchange, Creation creation, Then then) {
  const std::string& from = *creation.from;
  if (const BuiltInTemplate* const built_in = find_built_in_template(from)) {
    begin_from_built_in(*built_in, creation);
    then(std::move(exchange), std::move(creation));
  } else if (!is_document_id(from) ||
             !services.access.may(exchange.request.who, Ability::kReadDocument,
                                  DocumentKey{kPapers, from})) {
    exchange.answer(refuse(no_source()));
  } else {
    begin_from_paper(services, std::move(exchange), std::move(creation), std::move(then));
  }
}

}  // namespace plenary::server
