// Documents as they are made, changed and deleted.

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "server/access/throttle.hpp"
#include "server/api/audit.hpp"
#include "server/api/copies.hpp"
#include "server/api/documents_api.hpp"
#include "server/api/picture_files.hpp"
#include "server/api/service.hpp"
#include "server/history/archive.hpp"
#include "server/http/answer_on.hpp"
#include "server/http/answers.hpp"
#include "server/limits.hpp"
#include "server/net/asker.hpp"
#include "server/runtime/clock.hpp"
#include "server/runtime/pools.hpp"
#include "server/sessions/founding.hpp"

namespace plenary::server {
namespace {

HttpResponse exists_already(const std::string& id) {
  return to_response(
      {409, kConflict,
       "A document with the id " + id + " exists already. Choose another id, or leave it out."});
}

}  // namespace

void DocumentsApi::create(Exchange exchange) {
  auto creation = decode_creation(exchange.request.body);
  if (!creation) {
    exchange.answer(refuse(creation.error()));
    return;
  }
  if (services_.creations != nullptr &&
      !services_.creations->take(limit_key_of(exchange.request))) {
    exchange.answer(
        too_many_requests("Too many documents were created: wait a moment, then again.",
                          std::chrono::ceil<std::chrono::seconds>(kCreationRefillPerPerson)));
    return;
  }
  if (!creation->from) {
    found(std::move(exchange), *std::move(creation));
    return;
  }
  begin_from_source(
      services_, std::move(exchange), *std::move(creation),
      [this](Exchange ready, Creation filled) { found(std::move(ready), std::move(filled)); });
}

void DocumentsApi::found(Exchange exchange, Creation creation) {
  const Asked asked{{kPapers, creation.id.value_or(services_.next_id())}, exchange.request.who};
  exchange.request.body.clear();
  if (services_.founding == nullptr) {
    submit_creation(std::move(exchange), asked, std::move(creation));
    return;
  }
  services_.founding->before_create(
      asked.who, asked.document,
      [this, asked, exchange = std::move(exchange),
       creation = std::move(creation)](const Result<void>& founded) mutable {
        if (founded) {
          submit_creation(std::move(exchange), asked, std::move(creation));
        } else if (founded.error().code == Errc::kRejected) {
          exchange.answer(to_response(
              {403, kForbidden,
               "You may not create this document: log in, or leave the id to the server."}));
        } else {
          exchange.answer(refuse(founded.error()));
        }
      });
}

/// Gives a paper that is being made its pictures, then makes it. One that exists gets none.
void DocumentsApi::give_pictures(Exchange exchange, const Asked& asked, Creation creation) {
  const auto shared = std::make_shared<Creation>(std::move(creation));
  const auto give = [this, asked, shared,
                     exchange = std::move(exchange)](const Result<ContentAt>& at) mutable {
    if (!at) {
      exchange.answer(refuse(at.error()));
    } else if (at->content.exists()) {
      exchange.answer(exists_already(asked.document.id));
    } else {
      answer_on(services_.pools.conversions, std::move(exchange),
                [this, asked, shared](Exchange& served) {
                  const auto given = store_pictures_of(services_.pictures, asked, *shared);
                  if (!given) {
                    served.answer(refuse(given.error()));
                    return;
                  }
                  submit_creation(std::move(served), asked, std::move(*shared));
                });
    }
  };
  services_.documents.with(asked.document, [give](DocumentActor& actor) mutable {
    actor.read_content(std::nullopt, std::move(give));
  });
}

void DocumentsApi::submit_creation(Exchange exchange, const Asked& asked, Creation creation) {
  if (creation.holds_pictures || !creation.adopts.empty()) {
    give_pictures(std::move(exchange), asked, std::move(creation));
    return;
  }
  services_.archive.bylines.note(asked.who);
  SubmitRequest request;
  request.submission.kind = Submission::Kind::kCreate;
  request.submission.source = "http-" + services_.next_id();
  request.submission.sequence = Sequence{1};
  request.submission.type = std::string(ot::uri_of(creation.type));
  request.submission.body = std::move(creation.data);
  request.submission.author = asked.who.name;
  request.properties =
      new_properties(creation.title, services_.clock.now(), creation.type, creation.settings);
  request.done = [this, asked, exchange = std::move(exchange),
                  changes = std::move(creation.changes)](const Result<Version>& created) {
    if (created) {
      index_.invalidate();
      answer_created(asked, exchange.request, changes, exchange.answer);
    } else if (created.error().code == Errc::kDocumentExists) {
      exchange.answer(exists_already(asked.document.id));
    } else {
      exchange.answer(refuse(created.error()));
    }
  };
  services_.documents.with(asked.document,
                           [request = std::move(request)](DocumentActor& actor) mutable {
                             actor.submit(std::move(request));
                           });
}

void DocumentsApi::change(Exchange exchange) {
  const Asked asked = asked_of(exchange);
  auto change = decode_paper_change(exchange.request.body);
  if (!change) {
    exchange.answer(refuse(change.error()));
  } else if (!change->settings.empty() &&
             !services_.access.may(asked.who, Ability::kManageAccess, asked.document)) {
    exchange.answer(refuse({Errc::kRejected,
                            "Only the owner of this document may make it a template, switch its "
                            "frozen parts or set its limits."}));
  } else {
    change_properties(asked, *std::move(change), std::move(exchange.answer));
  }
}

void DocumentsApi::change_properties(const Asked& asked, PaperChange change, Answer answer) {
  with_existing(asked.document, std::move(answer),
                [this, asked, change = std::move(change)](const ContentAt&, Answer reply) {
                  const auto changed = [change](const std::string& stored) {
                    return with_settings(change.title ? with_title(stored, *change.title) : stored,
                                         change.settings);
                  };
                  const auto done = [this, asked, reply](const Result<ContentAt>& at) {
                    if (!at) {
                      reply(refuse(at.error()));
                      return;
                    }
                    index_.invalidate();
                    answer_document(asked, HttpRequest{}, reply);
                  };
                  services_.documents.with(asked.document, [changed, done](DocumentActor& actor) {
                    actor.change_properties(changed, done);
                  });
                });
}

void DocumentsApi::remove(const Exchange& exchange) {
  const Asked asked = asked_of(exchange);
  // The wire lets a client delete what does not exist; a person who does has the wrong address.
  with_existing(asked.document, exchange.answer, [this, asked](const ContentAt&, Answer answer) {
    services_.archive.bylines.note(asked.who);
    SubmitRequest request;
    request.submission.kind = Submission::Kind::kDelete;
    request.submission.source = "http-" + services_.next_id();
    request.submission.sequence = Sequence{1};
    request.submission.author = asked.who.name;
    request.done = [this, asked, answer](const Result<Version>& deleted) {
      if (deleted) {
        index_.invalidate();
        note_in_audit_later(services_, asked.who, "document.delete", asked.document.id);
        answer(no_content());
      } else {
        answer(refuse(deleted.error()));
      }
    };
    services_.documents.with(asked.document,
                             [request = std::move(request)](DocumentActor& actor) mutable {
                               actor.submit(std::move(request));
                             });
  });
}

}  // namespace plenary::server
