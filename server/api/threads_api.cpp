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
#include "storage/store.hpp"

namespace plenary::server {
namespace {

using threads::Number;

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

}  // namespace

void ThreadsApi::add_to(Handlers& handlers) {
  handlers.add("listThreads", *this, &ThreadsApi::list);
  handlers.add("readThread", *this, &ThreadsApi::show);
  handlers.add("listRevisions", *this, &ThreadsApi::revisions);
  handlers.add("markThreadRead", *this, &ThreadsApi::mark_thread_read);
  handlers.add("markAllRead", *this, &ThreadsApi::mark_all_read);
}

Result<HttpResponse> ThreadsApi::list(const Exchange& exchange) {
  const Asked asked = asked_of(exchange);
  PLENARY_TRY(const ThreadQuery query, decode_thread_query(exchange.request));
  if (query.version) {
    PLENARY_TRY_VOID(check_past(services_, asked));
  }
  PLENARY_TRY(const DiscussionViewPtr view, look(asked, query.version));
  const ThreadReader reader = reader_of(asked);
  const ThreadPage page = page_of(*view, query, reader, members_of(query.group));
  std::string body = R"({"threads":[)";
  for (std::size_t i = 0; i < page.threads.size(); ++i) {
    body += i == 0 ? "" : ",";
    append(body, page.threads[i], find_removal(services_.store, asked.document, page.threads[i]),
           reader, *view->texts);
  }
  body += R"(],"next_cursor":)";
  body += page.next_cursor.empty() ? "null" : "\"" + page.next_cursor + "\"";
  body += R"(,"open":)" + std::to_string(page.open);
  body += R"(,"resolved":)" + std::to_string(page.resolved);
  body += R"(,"orphaned":)" + std::to_string(page.orphaned);
  body += R"(,"unread":)" + std::to_string(page.unread) + "}";
  return tagged(exchange.request, json_response(200, std::move(body)));
}

Result<HttpResponse> ThreadsApi::show(const Exchange& exchange) {
  PLENARY_TRY(const AskedThread asked, asked_thread_of(exchange));
  return show_thread(exchange, asked, asked.thread, 200);
}

Result<HttpResponse> ThreadsApi::show_thread(const Exchange& exchange, const AskedThread& asked,
                                             Number thread, unsigned status) {
  PLENARY_TRY(const DiscussionViewPtr view, services_.threads.discussions().view(asked.document));
  if (view->discussion->thread(thread) == nullptr) {
    return not_in_document("thread");
  }
  const ThreadView shown = view_of(*view, thread);
  std::string body;
  append(body, shown, find_removal(services_.store, asked.document, shown), reader_of(asked),
         *view->texts);
  HttpResponse response = json_response(status, std::move(body));
  if (status == 201) {
    response.headers.emplace_back("location", "/api/v1/documents/" + asked.document.id +
                                                  "/threads/" + std::to_string(thread));
  }
  const std::string& method = exchange.request.method;
  if (method == "GET" || method == "HEAD") {
    return with_etag(exchange.request, std::move(response), etag_of(*shown.thread));
  }
  // A change is answered in full, even if the caller has this state already.
  response.headers.emplace_back("etag", etag_of(*shown.thread));
  return response;
}

Result<HttpResponse> ThreadsApi::revisions(const Exchange& exchange) {
  PLENARY_TRY(const AskedThread asked, asked_thread_of(exchange));
  PLENARY_TRY(const DiscussionViewPtr view, services_.threads.discussions().view(asked.document));
  const threads::Comment* const comment = view->discussion->comment(asked.comment);
  if (comment == nullptr || comment->thread != asked.thread) {
    return not_in_document(view->discussion->thread(asked.thread) != nullptr ? "comment"
                                                                             : "thread");
  }
  std::string body;
  append_revisions(body, *comment, *view->texts);
  return json_response(200, std::move(body));
}

Result<DiscussionViewPtr> ThreadsApi::look(const Asked& asked, std::optional<Version> version) {
  Discussions& discussions = services_.threads.discussions();
  PLENARY_TRY(DiscussionViewPtr view, version ? discussions.view_at(asked.document, *version)
                                              : discussions.view(asked.document));
  if (!version && view->version == Version{} && view->discussion->threads().empty()) {
    return Error{Errc::kDocumentMissing, "There is no document with this id."};
  }
  return view;
}

ThreadReader ThreadsApi::reader_of(const Asked& asked) const {
  ThreadReader reader{
      .id = asked.who.name,
      .reads_history = services_.access.may_read_words(asked.who, asked.document, Words::kPast)};
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

Result<HttpResponse> ThreadsApi::mark_thread_read(const Exchange& exchange) {
  PLENARY_TRY(const AskedThread asked, asked_thread_of(exchange));
  return mark_read(exchange, asked, asked.thread);
}

Result<HttpResponse> ThreadsApi::mark_all_read(const Exchange& exchange) {
  PLENARY_TRY(const AskedThread asked, asked_thread_of(exchange));
  return mark_read(exchange, asked, std::nullopt);
}

Result<HttpResponse> ThreadsApi::mark_read(const Exchange& exchange, const AskedThread& asked,
                                           std::optional<Number> thread) {
  PLENARY_TRY(const std::optional<Number> up_to, decode_read(exchange.request.body));
  if (asked.who.name.empty()) {
    return no_content();  // in open mode all people are one identity
  }
  PLENARY_TRY(const DiscussionViewPtr view, look(asked, std::nullopt));
  if (thread && view->discussion->thread(*thread) == nullptr) {
    return not_in_document("thread");
  }
  const Number newest = view->discussion->next();
  const Number before = up_to ? std::min(*up_to + 1, newest) : newest;
  PLENARY_TRY_VOID(services_.read_marks.mark(asked.document.id, asked.who.name, thread, before));
  return no_content();
}

}  // namespace plenary::server
