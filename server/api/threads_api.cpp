#include "server/api/threads_api.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "protocol/base/try.hpp"
#include "server/access/directory.hpp"
#include "server/access/directory_change.hpp"
#include "server/api/json/access_json.hpp"
#include "server/api/json/thread_json.hpp"
#include "server/api/service.hpp"
#include "server/http/answers.hpp"
#include "server/http/negotiation.hpp"
#include "server/limits.hpp"
#include "server/net/asker.hpp"
#include "server/runtime/pools.hpp"
#include "storage/store.hpp"

namespace plenary::server {
namespace {

using threads::Number;

constexpr std::size_t kIdempotencyKeyBytesMax = 255;

Problem no_such(const char* what) {
  return {404, kNotFound, std::string("There is no such ") + what + " in this document."};
}

/// The operation that removed an orphan's words. Blocking.
std::optional<Removal> find_removal(storage::Logs& store, const DocumentKey& document,
                                    const ThreadView& view) {
  if (!view.place || !view.place->orphaned_at) {
    return std::nullopt;
  }
  const Version version = *view.place->orphaned_at;
  std::optional<Removal> removal;
  std::ignore = store.replay(document, version, version.next(), [&](const storage::OpView& op) {
    removal = Removal{version, std::string(op.author), op.time};
    return false;
  });
  return removal;
}

/// A paper that was never made, or why it cannot be looked at.
HttpResponse refuse_look(const Error& error) {
  return error.code == Errc::kDocumentMissing ? no_such_document() : refuse(error);
}

/// Under --open people are told apart by the name that their page gives.
threads::Author author_of(const Identity& who, const std::string& given_name) {
  if (!who.name.empty()) {
    return {who.name, who.display_name};
  }
  const std::string name = given_name.empty() ? "Somebody" : given_name;
  return {"n-" + name, name};
}

}  // namespace

std::optional<ThreadsApi::Asked> ThreadsApi::admit(const Exchange& exchange, Ability ability) {
  auto asked = server::admit(services_, exchange, ability);
  if (!asked) {
    return std::nullopt;
  }
  const auto thread = exchange.captures.size() > 1 ? parse_number(exchange.captures[1]) : Number{0};
  const auto comment =
      exchange.captures.size() > 2 ? parse_number(exchange.captures[2]) : Number{0};
  if (!thread || !comment) {
    exchange.answer(to_response(no_such(thread ? "comment" : "thread")));
    return std::nullopt;
  }
  return Asked{*std::move(asked), *thread, *comment};
}

bool ThreadsApi::reads_history(const Asked& asked) const {
  return services_.access.may(asked.who, Ability::kReadHistory, asked.document);
}

void ThreadsApi::in_turn(const Exchange& exchange, Task task) {
  if (const auto posted =
          services_.pools.reading.try_post(asker_of(exchange.request), std::move(task));
      !posted) {
    exchange.answer(refuse(posted.error()));
  }
}

void ThreadsApi::list(const Exchange& exchange) {
  const auto asked = admit(exchange, Ability::kReadThreads);
  if (!asked) {
    return;
  }
  const auto query = decode_thread_query(exchange.request);
  if (!query) {
    exchange.answer(refuse(query.error()));
    return;
  }
  if (query->version && !reads_history(*asked)) {
    exchange.answer(to_response({403, kForbidden, "You may not read this document's history."}));
    return;
  }
  in_turn(exchange, [this, exchange, asked = *asked, query = *query] {
    exchange.answer(page_response(exchange, asked, query));
  });
}

Result<DiscussionViewPtr> ThreadsApi::look(const Asked& asked, std::optional<Version> version) {
  Discussions& discussions = services_.threads.discussions();
  PLENARY_TRY(DiscussionViewPtr view, version ? discussions.view_at(asked.document, *version)
                                              : discussions.view(asked.document));
  if (!version && view->version == Version{} && view->discussion->threads().empty()) {
    return Error{Errc::kDocumentMissing, {}};
  }
  return view;
}

HttpResponse ThreadsApi::page_response(const Exchange& exchange, const Asked& asked,
                                       const ThreadQuery& query) {
  const auto view = look(asked, query.version);
  if (!view) {
    return refuse_look(view.error());
  }
  const ThreadReader reader = reader_of(asked);
  const ThreadPage page = page_of(**view, query, reader, members_of(query.group));
  std::string body = R"({"threads":[)";
  for (std::size_t i = 0; i < page.threads.size(); ++i) {
    body += i == 0 ? "" : ",";
    append(body, page.threads[i], find_removal(services_.store, asked.document, page.threads[i]),
           reader, *(*view)->texts);
  }
  body += R"(],"next_cursor":)";
  body += page.next_cursor.empty() ? "null" : "\"" + page.next_cursor + "\"";
  body += R"(,"open":)" + std::to_string(page.open);
  body += R"(,"resolved":)" + std::to_string(page.resolved);
  body += R"(,"orphaned":)" + std::to_string(page.orphaned);
  body += R"(,"unread":)" + std::to_string(page.unread) + "}";
  return tagged(exchange.request, json_response(200, std::move(body)));
}

ThreadReader ThreadsApi::reader_of(const Asked& asked) const {
  ThreadReader reader{.id = asked.who.name, .reads_history = reads_history(asked)};
  if (!reader.id.empty()) {
    reader.mark = services_.read_marks.of(asked.document.id, reader.id);
  }
  if (services_.directory != nullptr) {
    reader.name_of = [directory = services_.directory](const std::string& author) {
      const auto id = account_id_of(author);
      const auto account = id ? directory->account(*id) : std::nullopt;
      return account ? account->display_name : std::string();
    };
  }
  return reader;
}

std::set<std::string> ThreadsApi::members_of(const std::string& group) const {
  std::set<std::string> members;
  if (services_.directory != nullptr && !group.empty()) {
    services_.directory->read([&](const DirectoryState& state) {
      if (const Group* found = state.find<Group>(group); found != nullptr) {
        for (const std::string& account : found->members) {
          members.insert(author_of(account));
        }
      }
    });
  }
  return members;
}

void ThreadsApi::mark_thread_read(const Exchange& exchange) {
  mark_read(exchange, true);
}

void ThreadsApi::mark_all_read(const Exchange& exchange) {
  mark_read(exchange, false);
}

void ThreadsApi::mark_read(const Exchange& exchange, bool one) {
  const auto asked = admit(exchange, Ability::kReadThreads);
  if (!asked) {
    return;
  }
  if (!exchange.request.body.empty() && answer_unless_json(exchange)) {
    return;
  }
  const auto up_to = decode_read(exchange.request.body);
  if (!up_to) {
    exchange.answer(refuse(up_to.error()));
    return;
  }
  if (asked->who.name.empty()) {
    exchange.answer(no_content());  // in open mode nobody is told apart
    return;
  }
  in_turn(exchange, [this, exchange, asked = *asked, up_to = *up_to, one] {
    exchange.answer(read_response(asked, one, up_to));
  });
}

HttpResponse ThreadsApi::read_response(const Asked& asked, bool one, std::optional<Number> up_to) {
  const auto view = look(asked, std::nullopt);
  if (!view) {
    return refuse_look(view.error());
  }
  if (one && (*view)->discussion->thread(asked.thread) == nullptr) {
    return to_response(no_such("thread"));
  }
  const Number newest = (*view)->discussion->next();
  const Number before = up_to ? std::min(*up_to + 1, newest) : newest;
  const auto marked = services_.read_marks.mark(
      asked.document.id, asked.who.name, one ? std::optional(asked.thread) : std::nullopt, before);
  return marked ? no_content() : refuse(marked.error());
}

template <class Decode>
void ThreadsApi::propose_decoded(const Exchange& exchange, Decode decode) {
  if (answer_unless_json(exchange)) {
    return;
  }
  const auto asked = admit(exchange, Ability::kComment);
  if (!asked) {
    return;
  }
  auto wanted = decode(exchange.request.body, *asked);
  if (!wanted) {
    exchange.answer(refuse(wanted.error()));
    return;
  }
  propose(exchange, *asked, std::move(wanted->event), wanted->author);
}

void ThreadsApi::start(const Exchange& exchange) {
  propose_decoded(exchange,
                  [](const std::string& body, const Asked&) { return decode_start(body); });
}

void ThreadsApi::reply(const Exchange& exchange) {
  propose_decoded(exchange, [](const std::string& body, const Asked& asked) {
    return decode_reply(body, asked.thread);
  });
}

void ThreadsApi::edit(const Exchange& exchange) {
  propose_decoded(exchange, [](const std::string& body, const Asked& asked) {
    return decode_edit(body, asked.comment);
  });
}

void ThreadsApi::change(const Exchange& exchange) {
  propose_decoded(exchange, [](const std::string& body, const Asked& asked) {
    return decode_thread_change(body, asked.thread);
  });
}

void ThreadsApi::react(const Exchange& exchange) {
  propose_decoded(exchange, [](const std::string& body, const Asked& asked) {
    return decode_reaction(body, asked.comment);
  });
}

void ThreadsApi::remove(const Exchange& exchange) {
  if (const auto asked = admit(exchange, Ability::kComment)) {
    propose(exchange, *asked, threads::Deleted{asked->comment},
            parameter(exchange.request, "author").value_or(""));
  }
}

void ThreadsApi::propose(const Exchange& exchange, const Asked& asked, threads::Event event,
                         const std::string& given_name) {
  Proposal proposal;
  proposal.event = std::move(event);
  proposal.actor = {author_of(asked.who, given_name),
                    services_.access.may(asked.who, Ability::kModerateThreads, asked.document)};
  if (exchange.captures.size() > 1) {
    proposal.thread = asked.thread;
  }
  proposal.idempotency_key = header(exchange.request, "idempotency-key");
  if (proposal.idempotency_key.size() > kIdempotencyKeyBytesMax) {
    exchange.answer(to_response({400, kInvalidRequest, "The Idempotency-Key is too long."}));
    return;
  }
  if (const auto tag = header(exchange.request, "if-match"); !tag.empty() && tag != "*") {
    proposal.expected = number_in_etag(tag).value_or(static_cast<Number>(-1));
  }
  if (std::holds_alternative<threads::Started>(proposal.event)) {
    anchor_and_submit(exchange, asked, std::move(proposal));
  } else {
    submit(exchange, asked, std::move(proposal));
  }
}

void ThreadsApi::anchor_and_submit(const Exchange& exchange, const Asked& asked,
                                   Proposal proposal) {
  in_turn(exchange, [this, exchange, asked, proposal = std::move(proposal)]() mutable {
    threads::Anchor& anchor = std::get<threads::Started>(proposal.event).anchor;
    auto found = services_.threads.discussions().anchor(asked.document, std::move(anchor),
                                                        reads_history(asked));
    if (!found) {
      exchange.answer(refuse(found.error()));
      return;
    }
    anchor = *std::move(found);
    submit(exchange, asked, std::move(proposal));
  });
}

void ThreadsApi::submit(const Exchange& exchange, const Asked& asked, Proposal proposal) {
  const bool starts = std::holds_alternative<threads::Started>(proposal.event);
  const bool adds = starts || std::holds_alternative<threads::Replied>(proposal.event);
  const auto done = [this, exchange, asked, adds, starts](const Result<Accepted>& accepted) {
    if (!accepted) {
      const bool changed = accepted.error().code == Errc::kVersionConflict;
      exchange.answer(changed ? to_response({412, kConflict, accepted.error().detail + "."})
                              : refuse(accepted.error()));
      return;
    }
    const auto answer = [this, exchange, asked, status = adds ? 201u : 200u,
                         thread = starts ? accepted->number : asked.thread] {
      exchange.answer(thread_response(exchange, asked, thread, status));
    };
    // It is done: however much waits, that must be told.
    if (!services_.pools.reading.try_post(asker_of(exchange.request), answer)) {
      services_.pools.reading.post(answer);
    }
  };
  services_.threads.with(asked.document,
                         [proposal = std::move(proposal), done](ThreadsActor& threads) mutable {
                           threads.propose(std::move(proposal), done);
                         });
}

HttpResponse ThreadsApi::thread_response(const Exchange& exchange, const Asked& asked,
                                         Number thread, unsigned status) {
  const auto view = services_.threads.discussions().view(asked.document);
  if (!view) {
    return refuse(view.error());
  }
  if ((*view)->discussion->thread(thread) == nullptr) {
    return to_response(no_such("thread"));
  }
  const ThreadView shown = view_of(**view, thread);
  std::string body;
  append(body, shown, find_removal(services_.store, asked.document, shown), reader_of(asked),
         *(*view)->texts);
  HttpResponse response = json_response(status, std::move(body));
  if (status == 201) {
    response.headers.emplace_back("location", "/api/v1/documents/" + asked.document.id +
                                                  "/threads/" + std::to_string(thread));
  }
  const std::string& method = exchange.request.method;
  if (method == "GET" || method == "HEAD") {
    return with_etag(exchange.request, std::move(response), etag_of(*shown.thread));
  }
  // What was done is told, even to somebody who has it already.
  response.headers.emplace_back("etag", etag_of(*shown.thread));
  return response;
}

void ThreadsApi::show(const Exchange& exchange) {
  if (const auto asked = admit(exchange, Ability::kReadThreads)) {
    in_turn(exchange, [this, exchange, asked = *asked] {
      exchange.answer(thread_response(exchange, asked, asked.thread, 200));
    });
  }
}

void ThreadsApi::revisions(const Exchange& exchange) {
  const auto asked = admit(exchange, Ability::kReadThreads);
  if (!asked) {
    return;
  }
  in_turn(exchange, [this, exchange, asked = *asked] {
    const auto view = services_.threads.discussions().view(asked.document);
    if (!view) {
      exchange.answer(refuse(view.error()));
      return;
    }
    const threads::Comment* const comment = (*view)->discussion->comment(asked.comment);
    if (comment == nullptr || comment->thread != asked.thread) {
      const bool thread = (*view)->discussion->thread(asked.thread) != nullptr;
      exchange.answer(to_response(no_such(thread ? "comment" : "thread")));
      return;
    }
    std::string body;
    append_revisions(body, *comment, *(*view)->texts);
    exchange.answer(json_response(200, std::move(body)));
  });
}

}  // namespace plenary::server
