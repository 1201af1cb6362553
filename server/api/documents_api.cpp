#include "server/api/documents_api.hpp"

#include <utility>

#include "server/access/directory.hpp"
#include "server/api/content_api.hpp"
#include "server/api/handlers.hpp"
#include "server/api/service.hpp"
#include "server/http/answers.hpp"
#include "server/http/negotiation.hpp"
#include "server/net/asker.hpp"
#include "server/papers/people.hpp"
#include "server/papers/title.hpp"
#include "server/runtime/pools.hpp"
#include "storage/store.hpp"

namespace plenary::server {
namespace {

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
  handlers.add("renameDocument", *this, &DocumentsApi::change);
  handlers.add("deleteDocument", *this, &DocumentsApi::remove);
}

void DocumentsApi::with_existing(const DocumentKey& key, Answer answer,
                                 std::function<void(const ContentAt&, Answer)> then) {
  services_.documents.with(
      key, [answer = std::move(answer), then = std::move(then)](DocumentActor& actor) mutable {
        actor.read_content(std::nullopt, [answer = std::move(answer), then = std::move(then)](
                                             const Result<ContentAt>& at) mutable {
          if (!at) {
            answer(refuse(at.error()));
          } else if (!at->content.exists()) {
            answer(to_response(missing_content(*at)));
          } else {
            then(*at, std::move(answer));
          }
        });
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

void DocumentsApi::show(const Exchange& exchange) {
  answer_document(asked_of(exchange), exchange.request, exchange.answer);
}

void DocumentsApi::answer_document(const Asked& asked, const HttpRequest& request, Answer answer) {
  answer_as(asked, request, 200, {}, std::move(answer));
}

void DocumentsApi::answer_created(const Asked& asked, const HttpRequest& request,
                                  std::vector<std::string> changes, Answer answer) {
  answer_as(asked, request, 201, std::move(changes), std::move(answer));
}

void DocumentsApi::answer_as(const Asked& asked, const HttpRequest& request, unsigned status,
                             std::vector<std::string> changes, Answer answer) {
  with_existing(asked.document, std::move(answer),
                [this, asked, request, status, changes = std::move(changes)](const ContentAt& at,
                                                                             Answer reply) {
                  const Properties properties = parse_properties(at.properties);
                  DocumentView view{.id = asked.document.id,
                                    .title = properties.title,
                                    .type = at.content.type(),
                                    .version = at.version,
                                    .created_at = properties.created_at.value_or(Timestamp{}),
                                    .updated_at = at.time,
                                    .changes = changes,
                                    .settings = properties.settings};
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

}  // namespace plenary::server
