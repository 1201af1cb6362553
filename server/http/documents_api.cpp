#include "server/http/documents_api.hpp"

#include <utility>

#include "server/config/config.hpp"
#include "server/http/answers.hpp"
#include "server/http/content_formats.hpp"
#include "server/http/content_hash.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/people.hpp"
#include "server/http/service.hpp"
#include "server/http/title.hpp"
#include "server/runtime/background.hpp"
#include "server/runtime/clock.hpp"

namespace plenary::server {
namespace {

/// Pages at most keep a copy to compare; whether it still holds is asked every time.
constexpr const char* kAskAgain = "no-cache";

/// What a document's HTML may do in a browser: be read. It holds nothing active; should that ever
/// fail, this does not.
constexpr const char* kContentPolicy = "default-src 'none'; sandbox; frame-ancestors 'self'";

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

struct ContentRequest {
  std::optional<std::string> format;
  std::optional<Version> version;
};

Result<ContentRequest> decode_content_request(const HttpRequest& request) {
  ContentRequest wanted{parameter(request, "format"), std::nullopt};
  if (const auto version = parameter(request, "version")) {
    const auto number = parse_number(*version);
    if (!number) {
      return Error{Errc::kMalformed, "\"version\" must be a whole number"};
    }
    wanted.version = Version{*number};
  }
  return wanted;
}

/// Why there is no content: it never was, or it is gone.
Problem missing(const ContentAt& at, std::optional<Version> asked = std::nullopt) {
  std::string detail = "There is no document with this id.";
  if (asked) {
    detail = "This document did not exist at version " + std::to_string(asked->value) + ".";
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
    response.headers.emplace_back("content-security-policy", kContentPolicy);
  }
  if (!etag_matches(header(request, "if-none-match"), etag)) {
    response.body = std::make_shared<const std::string>(convert(at.content, format, title));
  }
  answer(with_etag(request, std::move(response), etag));
}

}  // namespace

DocumentsApi::DocumentsApi(HttpServices& services)
    : services_(services), index_(services.store, services.background) {}

std::optional<DocumentKey> DocumentsApi::admit(const Exchange& exchange, Ability ability) {
  const std::string& id = exchange.captures.front();
  if (!is_document_id(id)) {
    exchange.answer(
        to_response({404, kNotFound,
                     "There is no document with this id; " + std::string(kDocumentIdRule) + "."}));
    return std::nullopt;
  }
  DocumentKey key{kPapers, id};
  if (!services_.access.may(Identity{}, ability, key)) {
    exchange.answer(to_response({403, kForbidden, "You may not do this to this document."}));
    return std::nullopt;
  }
  return key;
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
  services_.conversions.post([this, exchange = std::move(exchange)]() mutable {
    auto creation = decode_creation(exchange.request.body);
    if (!creation) {
      exchange.answer(refuse(creation.error()));
      return;
    }
    submit_creation(std::move(exchange), *std::move(creation));
  });
}

void DocumentsApi::submit_creation(Exchange exchange, Creation creation) {
  const DocumentKey key{kPapers, creation.id.value_or(services_.next_id())};
  if (!services_.access.may(Identity{}, Ability::kEditDocument, key)) {
    exchange.answer(to_response({403, kForbidden, "You may not create this document."}));
    return;
  }
  SubmitRequest request;
  request.submission.kind = Submission::Kind::kCreate;
  request.submission.source = "http-" + services_.next_id();
  request.submission.sequence = Sequence{1};
  request.submission.type = std::string(ot::uri_of(creation.type));
  request.submission.body = std::move(creation.data);
  request.properties = new_properties(creation.title, services_.clock.now(), creation.type);
  exchange.request.body.clear();
  request.done = [this, key, exchange = std::move(exchange)](const Result<Version>& created) {
    if (created) {
      index_.invalidate();
      answer_document(key, exchange.request, 201, exchange.answer);
    } else if (created.error().code == Errc::kDocumentExists) {
      exchange.answer(to_response({409, kConflict,
                                   "A document with the id " + key.id +
                                       " exists already. Choose another id, or leave it out."}));
    } else {
      exchange.answer(refuse(created.error()));
    }
  };
  services_.documents.with(key, [request = std::move(request)](DocumentActor& actor) mutable {
    actor.submit(std::move(request));
  });
}

void DocumentsApi::list(Exchange exchange) {
  auto wanted = decode_page_request(exchange.request);
  if (!wanted) {
    exchange.answer(refuse(wanted.error()));
    return;
  }
  services_.background.post([this, exchange = std::move(exchange), wanted = *std::move(wanted)] {
    index_.read([this, exchange, wanted](const Result<DocumentIndex::ListingPtr>& listing) {
      const auto page = listing ? page_of(**listing, wanted) : Result<Page>(listing.error());
      if (page) {
        answer_page(exchange, *page);
      } else {
        exchange.answer(refuse(page.error()));
      }
    });
  });
}

void DocumentsApi::answer_page(const Exchange& exchange, const Page& page) {
  std::vector<std::string> ids;
  for (const auto& paper : page.papers) {
    ids.push_back(paper->view.id);
  }
  gather_people(services_.presence, ids,
                [exchange, page](std::vector<std::vector<std::string>> people) {
                  std::string body = "{\"documents\":[";
                  for (std::size_t i = 0; i < page.papers.size(); ++i) {
                    DocumentView view = page.papers[i]->view;
                    view.people = std::move(people[i]);
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

void DocumentsApi::show(Exchange exchange) {
  if (const auto key = admit(exchange, Ability::kReadDocument)) {
    answer_document(*key, exchange.request, 200, std::move(exchange.answer));
  }
}

void DocumentsApi::answer_document(const DocumentKey& key, const HttpRequest& request,
                                   unsigned status, Answer answer) {
  with_existing(key, std::move(answer),
                [this, key, request, status](const ContentAt& at, Answer reply) {
                  const Properties properties = parse_properties(at.properties);
                  DocumentView view{.id = key.id,
                                    .title = properties.title,
                                    .type = at.content.type(),
                                    .version = at.version,
                                    .created_at = properties.created_at.value_or(Timestamp{}),
                                    .updated_at = at.time};
                  if (properties.created_at) {
                    answer_view(std::move(view), request, status, std::move(reply));
                    return;
                  }
                  // It was made over the socket: its log knows when.
                  services_.background.post(
                      [this, key, view, request, status, reply = std::move(reply)]() mutable {
                        const auto created = find_creation(services_.store, key);
                        view.created_at = created ? created->time : view.updated_at;
                        answer_view(std::move(view), request, status, std::move(reply));
                      });
                });
}

void DocumentsApi::answer_view(DocumentView view, const HttpRequest& request, unsigned status,
                               Answer answer) {
  const std::string id = view.id;
  gather_people(services_.presence, {id},
                [view = std::move(view), request, status,
                 answer = std::move(answer)](std::vector<std::vector<std::string>> people) mutable {
                  view.people = std::move(people.front());
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
  const auto key = admit(exchange, Ability::kEditDocument);
  if (!key) {
    return;
  }
  auto title = decode_rename(exchange.request.body);
  if (!title) {
    exchange.answer(refuse(title.error()));
    return;
  }
  with_existing(*key, std::move(exchange.answer),
                [this, key = *key, title = *std::move(title)](const ContentAt&, Answer answer) {
                  const auto change = [title](const std::string& stored) {
                    return with_title(stored, title);
                  };
                  const auto done = [this, key, answer](const Result<ContentAt>& changed) {
                    if (!changed) {
                      answer(refuse(changed.error()));
                      return;
                    }
                    index_.invalidate();
                    answer_document(key, HttpRequest{}, 200, answer);
                  };
                  services_.documents.with(key, [change, done](DocumentActor& actor) {
                    actor.change_properties(change, done);
                  });
                });
}

void DocumentsApi::remove(Exchange exchange) {
  const auto key = admit(exchange, Ability::kDeleteDocument);
  if (!key) {
    return;
  }
  // The wire lets a client delete what does not exist; a person who does has the wrong address.
  with_existing(
      *key, std::move(exchange.answer), [this, key = *key](const ContentAt&, Answer answer) {
        SubmitRequest request;
        request.submission.kind = Submission::Kind::kDelete;
        request.submission.source = "http-" + services_.next_id();
        request.submission.sequence = Sequence{1};
        request.done = [this, answer = std::move(answer)](const Result<Version>& deleted) {
          if (deleted) {
            index_.invalidate();
            answer(HttpResponse{204, {}});
          } else {
            answer(refuse(deleted.error()));
          }
        };
        services_.documents.with(key, [request = std::move(request)](DocumentActor& actor) mutable {
          actor.submit(std::move(request));
        });
      });
}

void DocumentsApi::content(Exchange exchange) {
  const auto wanted = decode_content_request(exchange.request);
  if (!wanted) {
    exchange.answer(refuse(wanted.error()));
    return;
  }
  const auto key =
      admit(exchange, wanted->version ? Ability::kReadHistory : Ability::kReadDocument);
  if (!key) {
    return;
  }
  const auto done = [this, exchange, wanted = *wanted](const Result<ContentAt>& at) {
    if (!at || !at->content.exists()) {
      exchange.answer(at ? to_response(missing(*at, wanted.version)) : refuse(at.error()));
      return;
    }
    const auto format = find_format(wanted.format, at->content.type());
    if (!format) {
      exchange.answer(refuse(format.error()));
      return;
    }
    services_.conversions.post([exchange, at = *at, format = *format] {
      answer_content(exchange.request, at, format, exchange.answer);
    });
  };
  services_.documents.with(*key, [version = wanted->version, done](DocumentActor& actor) {
    actor.read_content(version, done);
  });
}

}  // namespace plenary::server
