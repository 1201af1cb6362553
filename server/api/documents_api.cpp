#include "server/api/documents_api.hpp"

#include <utility>

#include "server/access/directory.hpp"
#include "server/api/handlers.hpp"
#include "server/api/service.hpp"
#include "server/config/config.hpp"
#include "server/documents/past.hpp"
#include "server/history/archive.hpp"
#include "server/http/answer_on.hpp"
#include "server/http/answers.hpp"
#include "server/http/content_hash.hpp"
#include "server/http/negotiation.hpp"
#include "server/net/asker.hpp"
#include "server/ops/log.hpp"
#include "server/papers/content_formats.hpp"
#include "server/papers/people.hpp"
#include "server/papers/title.hpp"
#include "server/runtime/clock.hpp"
#include "server/runtime/pools.hpp"
#include "server/sessions/founding.hpp"
#include "storage/store.hpp"

namespace plenary::server {
namespace {

/// Pages at most keep a copy to compare; whether it still holds is asked every time.
constexpr const char* kAskAgain = "no-cache";

HttpResponse fresh_json(unsigned status, std::string body) {
  HttpResponse response = json_response(status, std::move(body));
  response.headers.emplace_back("cache-control", kAskAgain);
  return response;
}

Result<PageRequest> decode_page_request(const HttpRequest& request) {
  PageRequest wanted;
  if (const auto limit = parameter(request, "limit")) {
    const auto number = parse_number(*limit);
    if (!number || *number < 1 || *number > kPageMax) {
      return Error{Errc::kMalformed,
                   "\"limit\" must be a number from 1 to " + std::to_string(kPageMax)};
    }
    wanted.limit = static_cast<std::size_t>(*number);
  }
  if (const auto query = parameter(request, "query")) {
    const auto title = clean_title(*query);
    if (!title) {
      return Error{Errc::kMalformed,
                   "\"query\" must be a part of a title: " + title.error().detail};
    }
    // White space alone would be a title of its own, but asks for nothing.
    wanted.folded_query =
        query->find_first_not_of(' ') == std::string::npos ? std::string() : fold_case(*title);
  }
  wanted.cursor = parameter(request, "cursor");
  return wanted;
}

/// The number of a version in an address or a query.
Result<std::optional<Version>> decode_version(const std::optional<std::string>& text) {
  if (!text) {
    return std::optional<Version>();
  }
  const auto number = parse_number(*text);
  if (!number) {
    return Error{Errc::kMalformed, "\"version\" must be a whole number"};
  }
  return std::optional(Version{*number});
}

/// Why there is no content: it never was, or it is gone.
Problem missing(const ContentAt& at, std::optional<Version> asked = std::nullopt,
                bool reads_history = false) {
  std::string detail = "There is no document with this id.";
  if (asked) {
    detail = "This document did not exist at version " + std::to_string(asked->value) + ".";
  } else if (at.version.value > 0 && !reads_history) {
    detail = "This document was deleted.";
  } else if (at.version.value > 0) {
    detail = "This document was deleted. Its versions below " + std::to_string(at.version.value) +
             " can still be read, with content?version=n.";
  }
  return {404, kNotFound, std::move(detail)};
}

/// Names the bytes that a conversion gives without making them: the program, for a conversion may
/// change with it; the instant, for another data directory may have that version of that id, too.
std::string content_etag(const ContentAt& at, ContentFormat format, const std::string& title) {
  std::string name = std::string(version()) + "/" + std::string(name_of(format)) + "/" +
                     std::to_string(at.time.ms);
  name += format == ContentFormat::kHtml ? "/" + title : std::string();
  return "\"" + std::to_string(at.version.value) + "-" + content_hash(name) + "\"";
}

void answer_content(const HttpRequest& request, const ContentAt& at, ContentFormat format,
                    const std::function<void(HttpResponse)>& answer) {
  const std::string title = parse_properties(at.properties).title;
  const std::string etag = content_etag(at, format, title);
  HttpResponse response{200,
                        {{"content-type", std::string(content_type_of(format))},
                         {"cache-control", kAskAgain},
                         {"plenary-version", std::to_string(at.version.value)}}};
  if (format == ContentFormat::kHtml) {
    response.headers.emplace_back("content-security-policy", kHtmlPolicy);
  }
  if (!etag_matches(header(request, "if-none-match"), etag)) {
    response.body = std::make_shared<const std::string>(convert(at.content, format, title));
  }
  answer(with_etag(request, std::move(response), etag));
}

/// The owner of each paper, as the directory knows it; null: nobody owns anything.
ListingReader::OwnerOf owner_by(const Directory* directory) {
  if (directory == nullptr) {
    return nullptr;
  }
  return [directory](const std::string& paper) {
    return directory->read([&paper](const DirectoryState& state) {
      const Ownership* const owned = state.find<Ownership>(paper);
      return owned == nullptr ? std::string() : owned->account;
    });
  };
}

}  // namespace

DocumentsApi::DocumentsApi(HttpServices& services)
    : services_(services),
      index_(services.store, services.pools.directory, owner_by(services.directory)) {}

void DocumentsApi::add_to(Handlers& handlers) {
  handlers.add("listDocuments", *this, &DocumentsApi::list);
  handlers.add("createDocument", *this, &DocumentsApi::create);
  handlers.add("readDocument", *this, &DocumentsApi::show);
  handlers.add("renameDocument", *this, &DocumentsApi::rename);
  handlers.add("deleteDocument", *this, &DocumentsApi::remove);
  handlers.add("exportDocument", *this, &DocumentsApi::content);
  handlers.add("exportVersion", *this, &DocumentsApi::version);
}

template <class Then>
void DocumentsApi::with_existing(const DocumentKey& key, Answer answer, Then then) {
  services_.documents.with(
      key, [answer = std::move(answer), then = std::move(then)](DocumentActor& actor) mutable {
        actor.read_content(std::nullopt, [answer = std::move(answer), then = std::move(then)](
                                             const Result<ContentAt>& at) mutable {
          if (!at) {
            answer(refuse(at.error()));
          } else if (!at->content.exists()) {
            answer(to_response(missing(*at)));
          } else {
            then(*at, std::move(answer));
          }
        });
      });
}

void DocumentsApi::create(Exchange exchange) {
  if (answer_unless_json(exchange)) {
    return;
  }
  auto creation = decode_creation(exchange.request.body);
  if (!creation) {
    exchange.answer(refuse(creation.error()));
    return;
  }
  found(std::move(exchange), *std::move(creation));
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

void DocumentsApi::submit_creation(Exchange exchange, const Asked& asked, Creation creation) {
  services_.archive.bylines.note(asked.who);
  SubmitRequest request;
  request.submission.kind = Submission::Kind::kCreate;
  request.submission.source = "http-" + services_.next_id();
  request.submission.sequence = Sequence{1};
  request.submission.type = std::string(ot::uri_of(creation.type));
  request.submission.body = std::move(creation.data);
  request.submission.author = asked.who.name;
  request.properties = new_properties(creation.title, services_.clock.now(), creation.type);
  request.done = [this, asked, exchange = std::move(exchange)](const Result<Version>& created) {
    if (created) {
      index_.invalidate();
      answer_document(asked, exchange.request, 201, exchange.answer);
    } else if (created.error().code == Errc::kDocumentExists) {
      exchange.answer(to_response({409, kConflict,
                                   "A document with the id " + asked.document.id +
                                       " exists already. Choose another id, or leave it out."}));
    } else {
      exchange.answer(refuse(created.error()));
    }
  };
  services_.documents.with(asked.document,
                           [request = std::move(request)](DocumentActor& actor) mutable {
                             actor.submit(std::move(request));
                           });
}

void DocumentsApi::list(const Exchange& exchange) {
  const auto wanted = decode_page_request(exchange.request);
  if (!wanted) {
    exchange.answer(refuse(wanted.error()));
    return;
  }
  list_page(exchange, *wanted);
}

void DocumentsApi::list_page(const Exchange& exchange, const PageRequest& wanted) {
  index_.read([this, exchange, wanted](const Result<DocumentIndex::ListingPtr>& listing) {
    const Identity& who = exchange.request.who;
    const auto may_see = [this, &who](const std::string& id) {
      return services_.access.may(who, Ability::kReadDocument, {kPapers, id});
    };
    const auto page = listing ? page_of(**listing, wanted, may_see) : Result<Page>(listing.error());
    if (page) {
      answer_page(exchange, who, *page);
    } else {
      exchange.answer(refuse(page.error()));
    }
  });
}

void DocumentsApi::answer_page(const Exchange& exchange, const Identity& who, const Page& page) {
  std::vector<std::string> ids;
  for (const auto& paper : page.papers) {
    ids.push_back(paper->view.id);
  }
  gather_people(services_.presence, ids,
                [this, exchange, who, page](std::vector<std::vector<std::string>> people) {
                  std::string body = "{\"documents\":[";
                  for (std::size_t i = 0; i < page.papers.size(); ++i) {
                    DocumentView view = page.papers[i]->view;
                    view.people = std::move(people[i]);
                    fit_to(view, who);
                    body += i == 0 ? "" : ",";
                    append(body, view);
                  }
                  body += "],\"next_cursor\":";
                  if (page.next_cursor) {
                    json::append_string(body, *page.next_cursor);
                  } else {
                    body += "null";
                  }
                  exchange.answer(tagged(exchange.request, fresh_json(200, std::move(body) + "}")));
                });
}

void DocumentsApi::fit_to(DocumentView& view, const Identity& who) const {
  if (services_.access.is_open()) {
    return;
  }
  view.role = name_of(services_.access.standing(who, view.id).role);
  if (!services_.access.may(who, Ability::kSeePresence, {kPapers, view.id})) {
    view.people.clear();
  }
}

void DocumentsApi::note(const Asked& asked, const char* what) {
  if (services_.directory == nullptr) {
    return;
  }
  services_.pools.directory.post([this, asked, what] {
    if (const auto noted = services_.directory->note(asked.who, what, asked.document.id); !noted) {
      log::error("audit_not_written", {{"what", what}, {"detail", noted.error().detail}});
    }
  });
}

void DocumentsApi::show(const Exchange& exchange) {
  answer_document(asked_of(exchange), exchange.request, 200, exchange.answer);
}

void DocumentsApi::answer_document(const Asked& asked, const HttpRequest& request, unsigned status,
                                   Answer answer) {
  with_existing(asked.document, std::move(answer),
                [this, asked, request, status](const ContentAt& at, Answer reply) {
                  const Properties properties = parse_properties(at.properties);
                  DocumentView view{.id = asked.document.id,
                                    .title = properties.title,
                                    .type = at.content.type(),
                                    .version = at.version,
                                    .created_at = properties.created_at.value_or(Timestamp{}),
                                    .updated_at = at.time};
                  if (properties.created_at) {
                    answer_view(std::move(view), asked, request, status, std::move(reply));
                    return;
                  }
                  // It was made over the socket: its log knows when.
                  const auto posted = services_.pools.reading.try_post(
                      asker_of(request), [this, asked, view, request, status, reply]() mutable {
                        const auto created = find_creation(services_.store, asked.document);
                        view.created_at = created ? created->time : view.updated_at;
                        answer_view(std::move(view), asked, request, status, std::move(reply));
                      });
                  if (!posted) {
                    reply(refuse(posted.error()));
                  }
                });
}

void DocumentsApi::answer_view(DocumentView view, const Asked& asked, const HttpRequest& request,
                               unsigned status, Answer answer) {
  const std::string id = view.id;
  gather_people(services_.presence, {id},
                [this, view = std::move(view), who = asked.who, request, status,
                 answer = std::move(answer)](std::vector<std::vector<std::string>> people) mutable {
                  view.people = std::move(people.front());
                  fit_to(view, who);
                  std::string body;
                  append(body, view);
                  HttpResponse response = fresh_json(status, std::move(body));
                  if (status == 201) {
                    response.headers.emplace_back("location", "/api/v1/documents/" + view.id);
                    answer(std::move(response));
                  } else {
                    answer(tagged(request, std::move(response)));
                  }
                });
}

void DocumentsApi::rename(Exchange exchange) {
  if (answer_unless_json(exchange)) {
    return;
  }
  const Asked asked = asked_of(exchange);
  auto title = decode_rename(exchange.request.body);
  if (!title) {
    exchange.answer(refuse(title.error()));
    return;
  }
  with_existing(asked.document, std::move(exchange.answer),
                [this, asked, title = *std::move(title)](const ContentAt&, Answer answer) {
                  const auto change = [title](const std::string& stored) {
                    return with_title(stored, title);
                  };
                  const auto done = [this, asked, answer](const Result<ContentAt>& changed) {
                    if (!changed) {
                      answer(refuse(changed.error()));
                      return;
                    }
                    index_.invalidate();
                    answer_document(asked, HttpRequest{}, 200, answer);
                  };
                  services_.documents.with(asked.document, [change, done](DocumentActor& actor) {
                    actor.change_properties(change, done);
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
        note(asked, "document.delete");
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

void DocumentsApi::content(const Exchange& exchange) {
  const auto version = decode_version(parameter(exchange.request, "version"));
  if (!version) {
    exchange.answer(refuse(version.error()));
    return;
  }
  answer_content_of(exchange, {parameter(exchange.request, "format"), *version});
}

void DocumentsApi::version(const Exchange& exchange) {
  const std::string& text = exchange.captures.at(1);
  const auto version = decode_version(text == "head" ? std::nullopt : std::optional(text));
  if (!version) {
    exchange.answer(refuse(version.error()));
    return;
  }
  answer_content_of(exchange, {parameter(exchange.request, "format"), *version});
}

void DocumentsApi::answer_content_of(const Exchange& exchange, const ContentRequest& wanted) {
  const Asked asked = asked_of(exchange);
  const bool reads_history =
      services_.access.may_read_words(asked.who, asked.document, Words::kPast);
  if (wanted.version && !reads_history) {
    exchange.answer(not_allowed());
    return;
  }
  const auto done = [this, exchange, wanted, reads_history](const Result<ContentAt>& head) {
    if (!head) {
      exchange.answer(refuse(head.error()));
    } else if (wanted.version && *wanted.version > head->version) {
      exchange.answer(refuse({Errc::kVersionAhead, "this document has no such version yet"}));
    } else if (wanted.version && *wanted.version < head->version) {
      answer_old_content(exchange, wanted, head->properties);
    } else {
      answer_content_at(exchange, wanted, *head, reads_history);
    }
  };
  services_.documents.with(
      asked.document, [done](DocumentActor& actor) { actor.read_content(std::nullopt, done); });
}

/// Requires: the version is below the head, and they may read the history.
void DocumentsApi::answer_old_content(const Exchange& exchange, const ContentRequest& wanted,
                                      const std::string& properties) {
  answer_on(services_.pools.reading, exchange, [this, wanted, properties](const Exchange& served) {
    auto at = services_.past.at(asked_of(served).document, *wanted.version);
    if (!at) {
      served.answer(refuse(at.error()));
      return;
    }
    at->properties = properties;
    answer_content_at(served, wanted, *at, true);
  });
}

void DocumentsApi::answer_content_at(const Exchange& exchange, const ContentRequest& wanted,
                                     const ContentAt& at, bool reads_history) {
  if (!at.content.exists()) {
    exchange.answer(to_response(missing(at, wanted.version, reads_history)));
    return;
  }
  const auto format = find_format(wanted.format, at.content.type());
  if (!format) {
    exchange.answer(refuse(format.error()));
    return;
  }
  answer_on(services_.pools.conversions, exchange, [at, format = *format](const Exchange& served) {
    answer_content(served.request, at, format, served.answer);
  });
}

}  // namespace plenary::server
