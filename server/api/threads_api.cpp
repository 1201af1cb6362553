#include "server/api/threads_api.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "server/access/directory.hpp"
#include "server/access/directory_change.hpp"
#include "server/api/json/access_json.hpp"
#include "server/api/json/thread_json.hpp"
#include "server/api/service.hpp"
#include "server/http/answers.hpp"
#include "server/http/negotiation.hpp"
#include "server/limits.hpp"
#include "server/runtime/pools.hpp"

namespace plenary::server {
namespace {

using threads::Number;

constexpr std::size_t kIdempotencyKeyBytesMax = 255;

Problem no_such(const char* what) {
  return {404, kNotFound, std::string("There is no such ") + what + " in this document."};
}

/// The operation that removed an orphan's words. Blocking.
std::optional<Removal> find_removal(storage::Store& store, const DocumentKey& document,
                                    const ThreadView& view) {
  if (!view.place || !view.place->orphaned_at) {
    return std::nullopt;
  }
  const Version version = *view.place->orphaned_at;
  std::optional<Removal> removal;
  std::ignore = store.read_ops(document, version, version.next(), [&](storage::OpRecord&& op) {
    removal = Removal{version, std::move(op.author), op.time};
    return false;
  });
  return removal;
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
  if (query->version && !services_.access.may(asked->who, Ability::kReadHistory, asked->document)) {
    exchange.answer(to_response({403, kForbidden, "You may not read this document's history."}));
    return;
  }
  const auto use = [this, exchange, asked = *asked,
                    query = *query](const Result<ThreadsActor::View>& view) {
    if (!view) {
      exchange.answer(refuse(view.error()));
    } else if (view->discussion.threads().empty()) {
      answer_if_there_is(exchange, asked, query.version,
                         [this, exchange, asked] { answer_page(exchange, asked, {}, {}); });
    } else {
      const ThreadReader reader = reader_of(asked);
      answer_page(exchange, asked, reader,
                  page_of(view->discussion, view->places, query, reader, members_of(query.group)));
    }
  };
  services_.threads.with(asked->document, [version = query->version, use](ThreadsActor& threads) {
    if (version) {
      threads.read_at(*version, use);
    } else {
      threads.read(use);
    }
  });
}

ThreadReader ThreadsApi::reader_of(const Asked& asked) const {
  ThreadReader reader{.id = asked.who.name};
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

void ThreadsApi::answer_if_there_is(const Exchange& exchange, const Asked& asked,
                                    std::optional<Version> version, std::function<void()> answer) {
  const auto look = [exchange, version, answer = std::move(answer)](const Result<ContentAt>& at) {
    if (!at) {
      exchange.answer(refuse(at.error()));
    } else if (at->version == Version{} && !version) {
      exchange.answer(no_such_document());
    } else {
      answer();
    }
  };
  services_.documents.with(
      asked.document, [version, look](DocumentActor& actor) { actor.read_content(version, look); });
}

void ThreadsApi::answer_page(const Exchange& exchange, const Asked& asked,
                             const ThreadReader& reader, ThreadPage page) {
  services_.pools.reading.post(
      [this, exchange, reader, document = asked.document, page = std::move(page)] {
        std::string body = R"({"threads":[)";
        for (std::size_t i = 0; i < page.threads.size(); ++i) {
          body += i == 0 ? "" : ",";
          append(body, page.threads[i], find_removal(services_.store, document, page.threads[i]),
                 reader);
        }
        body += R"(],"next_cursor":)";
        body += page.next_cursor.empty() ? "null" : "\"" + page.next_cursor + "\"";
        body += R"(,"open":)" + std::to_string(page.open);
        body += R"(,"resolved":)" + std::to_string(page.resolved);
        body += R"(,"orphaned":)" + std::to_string(page.orphaned);
        body += R"(,"unread":)" + std::to_string(page.unread) + "}";
        exchange.answer(tagged(exchange.request, json_response(200, std::move(body))));
      });
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
  const auto use = [this, exchange, asked = *asked, up_to = *up_to,
                    one](const Result<ThreadsActor::View>& view) {
    if (!view) {
      exchange.answer(refuse(view.error()));
      return;
    }
    if (view->discussion.threads().empty() && !one) {
      answer_if_there_is(exchange, asked, std::nullopt,
                         [exchange] { exchange.answer(no_content()); });
      return;
    }
    const threads::Thread* const thread = view->discussion.thread(asked.thread);
    if (one && thread == nullptr) {
      exchange.answer(to_response(no_such("thread")));
      return;
    }
    const Number newest = view->discussion.next();
    const Number before = up_to ? std::min(*up_to + 1, newest) : newest;
    services_.pools.directory.post([this, exchange, asked, one, before] {
      const auto marked =
          services_.read_marks.mark(asked.document.id, asked.who.name,
                                    one ? std::optional(asked.thread) : std::nullopt, before);
      exchange.answer(marked ? no_content() : refuse(marked.error()));
    });
  };
  services_.threads.with(asked->document, [use](ThreadsActor& threads) { threads.read(use); });
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
  const bool adds = std::holds_alternative<threads::Started>(proposal.event) ||
                    std::holds_alternative<threads::Replied>(proposal.event);
  const bool starts = std::holds_alternative<threads::Started>(proposal.event);
  const auto done = [this, exchange, asked, adds, starts](const Result<Accepted>& accepted) {
    if (!accepted && accepted.error().code == Errc::kVersionConflict) {
      exchange.answer(to_response({412, kConflict, accepted.error().detail + "."}));
    } else if (!accepted) {
      exchange.answer(refuse(accepted.error()));
    } else {
      answer_thread(exchange, asked, starts ? accepted->number : asked.thread, adds ? 201 : 200);
    }
  };
  services_.threads.with(asked.document,
                         [proposal = std::move(proposal), done](ThreadsActor& threads) mutable {
                           threads.propose(std::move(proposal), done);
                         });
}

void ThreadsApi::with_thread(const Exchange& exchange, const Asked& asked,
                             std::function<void(const ThreadsActor::View&)> use) {
  services_.threads.with(
      asked.document, [exchange, asked, use = std::move(use)](ThreadsActor& threads) {
        threads.read([exchange, asked, use](const Result<ThreadsActor::View>& view) {
          if (!view) {
            exchange.answer(refuse(view.error()));
          } else if (view->discussion.thread(asked.thread) == nullptr) {
            exchange.answer(to_response(no_such("thread")));
          } else {
            use(*view);
          }
        });
      });
}

void ThreadsApi::answer_thread(const Exchange& exchange, const Asked& asked, Number thread,
                               unsigned status) {
  Asked about = asked;
  about.thread = thread;
  with_thread(exchange, about, [this, exchange, about, status](const ThreadsActor::View& view) {
    services_.pools.reading.post([this, exchange, about, status,
                                  shown = view_of(view.discussion, view.places, about.thread)] {
      std::string body;
      append(body, shown, find_removal(services_.store, about.document, shown), reader_of(about));
      HttpResponse response = json_response(status, std::move(body));
      if (status == 201) {
        response.headers.emplace_back("location", "/api/v1/documents/" + about.document.id +
                                                      "/threads/" + std::to_string(about.thread));
      }
      const std::string& method = exchange.request.method;
      if (method != "GET" && method != "HEAD") {  // what was done is told, whoever has it already
        response.headers.emplace_back("etag", etag_of(shown.thread));
        exchange.answer(std::move(response));
      } else {
        exchange.answer(with_etag(exchange.request, std::move(response), etag_of(shown.thread)));
      }
    });
  });
}

void ThreadsApi::show(const Exchange& exchange) {
  if (const auto asked = admit(exchange, Ability::kReadThreads)) {
    answer_thread(exchange, *asked, asked->thread, 200);
  }
}

void ThreadsApi::revisions(const Exchange& exchange) {
  const auto asked = admit(exchange, Ability::kReadThreads);
  if (!asked) {
    return;
  }
  with_thread(exchange, *asked,
              [this, exchange, id = asked->comment](const ThreadsActor::View& view) {
                const threads::Comment* comment = view.discussion.comment(id);
                if (comment == nullptr) {
                  exchange.answer(to_response(no_such("comment")));
                  return;
                }
                services_.pools.reading.post([exchange, comment = *comment] {
                  std::string body;
                  append_revisions(body, comment);
                  exchange.answer(json_response(200, std::move(body)));
                });
              });
}

}  // namespace plenary::server
