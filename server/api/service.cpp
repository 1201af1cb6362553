#include "server/api/service.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "protocol/base/try.hpp"
#include "server/api/accounts_api.hpp"
#include "server/api/documents_api.hpp"
#include "server/api/health.hpp"
#include "server/api/history_api.hpp"
#include "server/api/session_api.hpp"
#include "server/api/sharing_api.hpp"
#include "server/api/threads_api.hpp"
#include "server/api/webhooks_api.hpp"
#include "server/config/config.hpp"
#include "server/http/answers.hpp"
#include "server/http/asker.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/http/request_rates.hpp"
#include "server/http/router.hpp"
#include "server/http/static_files.hpp"
#include "server/runtime/pools.hpp"

namespace plenary::server {
namespace {

using Answer = std::function<void(HttpResponse)>;

bool is_change(const std::string& method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

/// What every answer says: its type is not to be guessed, other sites do not learn addresses, and
/// what does not say otherwise is not kept.
HttpResponse finish(HttpResponse response) {
  response.headers.emplace_back("x-content-type-options", "nosniff");
  response.headers.emplace_back("referrer-policy", "same-origin");
  const bool keeps = std::any_of(response.headers.begin(), response.headers.end(),
                                 [](const auto& field) { return field.first == "cache-control"; });
  if (!keeps) {
    response.headers.emplace_back("cache-control", "no-store");
  }
  return response;
}

class Service {
 public:
  Service(HttpServices& services, StaticFiles files)
      : services_(services),
        files_(std::move(files)),
        documents_(services),
        threads_(services),
        history_(services),
        session_(services),
        accounts_(services),
        sharing_(services),
        webhooks_(services),
        health_(services),
        rates_(services.clock) {
    add_documents();
    add_threads();
    add_history();
    add_session();
    add_accounts();
    add_sharing();
    add_webhooks();
    router_.add("GET", "/healthz", [this](const Exchange& asked) { health_.alive(asked); });
    router_.add("GET", "/readyz", [this](const Exchange& asked) { health_.ready(asked); });
    router_.add("GET", "/metrics", [this](const Exchange& asked) { health_.metrics(asked); });
    router_.add("GET", "/sync", [](const Exchange& asked) {
      HttpResponse response = to_response(
          {426, kInvalidRequest, "This is the address of the ShareDB socket: open a WebSocket."});
      response.headers.emplace_back("upgrade", "websocket");
      asked.answer(std::move(response));
    });
  }

  void handle(HttpRequest request, Answer answer) {
    const auto began = std::chrono::steady_clock::now();
    Answer finished = [answer = std::move(answer), began,
                       reads = request.method == "GET" &&
                               request.path.starts_with("/api/")](HttpResponse response) {
      // Only with what was given: how long a refusal took could tell why.
      if (reads && response.status == 200) {
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - began;
        response.headers.emplace_back("server-timing", "total;dur=" + std::to_string(took.count()));
      }
      answer(finish(std::move(response)));
    };
    const std::string_view origin = header(request, "origin");
    if (is_change(request.method) && !origin.empty() &&
        !is_allowed_origin(services_.config, origin, header(request, "host"))) {
      finished(to_response({403, kForbidden,
                            "A page of this origin may not change anything here. The operator can "
                            "allow it with --allowed-origin."}));
      return;
    }
    if (request.path.starts_with("/api/") && !services_.access.is_open() &&
        !rates_.admit(request)) {
      finished(too_many_requests("There were too many requests: wait a little, nothing was done.",
                                 std::chrono::seconds(1)));
      return;
    }
    if (router_.route(request, finished)) {
      return;
    }
    if (request.path.starts_with("/api/")) {
      finished(to_response({404, kNotFound, "The API has nothing at this address."}));
      return;
    }
    finished(files_.respond(request));
  }

 private:
  void add_documents() {
    const auto add = [this](const char* method, const char* pattern,
                            void (DocumentsApi::*handler)(Exchange)) {
      router_.add(method, pattern, [this, handler](Exchange exchange) {
        (documents_.*handler)(std::move(exchange));
      });
    };
    add("GET", "/api/v1/documents", &DocumentsApi::list);
    add("POST", "/api/v1/documents", &DocumentsApi::create);
    add("GET", "/api/v1/documents/{id}", &DocumentsApi::show);
    add("PATCH", "/api/v1/documents/{id}", &DocumentsApi::rename);
    add("DELETE", "/api/v1/documents/{id}", &DocumentsApi::remove);
    add("GET", "/api/v1/documents/{id}/content", &DocumentsApi::content);
    add("GET", "/api/v1/documents/{id}/versions/{version}", &DocumentsApi::version);
  }

  void add_threads() {
    const std::string all = "/api/v1/documents/{id}/threads";
    const std::string one = all + "/{thread}";
    const std::string comment = one + "/comments/{comment}";
    const auto add = [this](const char* method, const std::string& pattern,
                            void (ThreadsApi::*handler)(const Exchange&)) {
      router_.add(method, pattern,
                  [this, handler](const Exchange& exchange) { (threads_.*handler)(exchange); });
    };
    add("GET", all, &ThreadsApi::list);
    add("POST", all, &ThreadsApi::start);
    add("GET", one, &ThreadsApi::show);
    add("PATCH", one, &ThreadsApi::change);
    add("POST", one + "/comments", &ThreadsApi::reply);
    add("PATCH", comment, &ThreadsApi::edit);
    add("DELETE", comment, &ThreadsApi::remove);
    add("PUT", comment + "/reaction", &ThreadsApi::react);
    add("GET", comment + "/revisions", &ThreadsApi::revisions);
    add("PUT", one + "/read", &ThreadsApi::mark_thread_read);
    add("PUT", all + "/read", &ThreadsApi::mark_all_read);
  }

  void add_history() {
    const std::string paper = "/api/v1/documents/{id}";
    const std::string milestone = paper + "/milestones/{milestone}";
    const auto add = [this](const char* method, const std::string& pattern, auto handler) {
      add_background(method, pattern, history_, handler, services_.pools.reading);
    };
    add("GET", paper + "/history", &HistoryApi::overview);
    add("GET", paper + "/versions", &HistoryApi::version_at);
    add("GET", paper + "/diff", &HistoryApi::difference);
    add("GET", paper + "/blame", &HistoryApi::blame);
    add("GET", paper + "/sessions", &HistoryApi::sessions);
    add("GET", paper + "/operations", &HistoryApi::operations);
    add("GET", paper + "/milestones", &HistoryApi::milestones);
    add("POST", paper + "/milestones", &HistoryApi::add_milestone);
    add("GET", milestone, &HistoryApi::milestone);
    add("PATCH", milestone, &HistoryApi::change_milestone);
    add("DELETE", milestone, &HistoryApi::remove_milestone);
    const auto add_reversal = [this](const std::string& pattern,
                                     void (HistoryApi::*handler)(const Exchange&)) {
      router_.add("POST", pattern, [this, handler](const Exchange& exchange) {
        if (!answer_unless_json(exchange)) {
          (history_.*handler)(exchange);
        }
      });
    };
    add_reversal(paper + "/restore", &HistoryApi::restore);
    add_reversal(paper + "/undo", &HistoryApi::undo);
  }

  /// Routes to a function that may block: it is called on a thread of `where`.
  template <class Api>
  void add_background(const char* method, const std::string& pattern, Api& api,
                      Result<HttpResponse> (Api::*handler)(const Exchange&, const Identity&),
                      Pool& where) {
    router_.add(method, pattern, [&api, handler, &where](Exchange exchange) {
      if (!exchange.request.body.empty() && answer_unless_json(exchange)) {
        return;
      }
      answer_on(where, std::move(exchange), [&api, handler](const Exchange& asked) {
        const auto answer = (api.*handler)(asked, asked.request.who);
        asked.answer(answer ? *answer : refuse(answer.error()));
      });
    });
  }

  /// The same, where people and rights are known.
  template <class Api>
  void add_blocking(const char* method, const std::string& pattern, Api& api,
                    Result<HttpResponse> (Api::*handler)(const Exchange&, const Identity&),
                    Pool& where) {
    if (services_.directory != nullptr) {
      add_background(method, pattern, api, handler, where);
      return;
    }
    router_.add(method, pattern, [](const Exchange& exchange) {
      exchange.answer(to_response(
          {404, kNotFound, "This server runs with --open: it knows no people and no rights."}));
    });
  }

  void add_session() {
    router_.add("GET", "/api/v1/me", [this](const Exchange& asked) {
      asked.answer(*session_.me(asked, asked.request.who));
    });
    const auto add = [this](const char* method, const std::string& path, auto handler) {
      add_blocking(method, "/api/v1" + path, session_, handler, services_.pools.directory);
    };
    // What has to do with a password takes the processor.
    const auto add_slow = [this](const char* method, const std::string& path, auto handler) {
      add_blocking(method, "/api/v1" + path, session_, handler, services_.pools.passwords);
    };
    add_slow("POST", "/set-up", &SessionApi::set_up);
    add_slow("POST", "/session", &SessionApi::log_in);
    add("DELETE", "/session", &SessionApi::log_out);
    add("POST", "/invitations/open", &SessionApi::look_at_invitation);
    add_slow("POST", "/invitations/accept", &SessionApi::accept_invitation);
    add_slow("POST", "/resets/use", &SessionApi::use_reset);
    add("POST", "/links/open", &SessionApi::open_link);
    add("PATCH", "/me", &SessionApi::change_me);
    add_slow("PUT", "/me/password", &SessionApi::change_password);
    add("GET", "/me/sessions", &SessionApi::sessions);
    add("DELETE", "/me/sessions", &SessionApi::end_other_sessions);
    add("DELETE", "/me/sessions/{session}", &SessionApi::end_session);
    add("GET", "/me/tokens", &SessionApi::tokens);
    add("POST", "/me/tokens", &SessionApi::make_token);
    add("DELETE", "/me/tokens/{token}", &SessionApi::revoke_token);
  }

  void add_accounts() {
    const auto add = [this](const char* method, const std::string& path, auto handler) {
      add_blocking(method, "/api/v1" + path, accounts_, handler, services_.pools.directory);
    };
    add("GET", "/accounts", &AccountsApi::accounts);
    add("PATCH", "/accounts/{account}", &AccountsApi::change_account);
    add("POST", "/accounts/{account}/reset", &AccountsApi::make_reset);
    add("GET", "/invitations", &AccountsApi::invitations);
    add("POST", "/invitations", &AccountsApi::invite);
    add("DELETE", "/invitations/{invitation}", &AccountsApi::withdraw_invitation);
    add("GET", "/groups", &AccountsApi::groups);
    add("POST", "/groups", &AccountsApi::make_group);
    add("PATCH", "/groups/{group}", &AccountsApi::rename_group);
    add("DELETE", "/groups/{group}", &AccountsApi::remove_group);
    add("PUT", "/groups/{group}/members/{account}", &AccountsApi::add_member);
    add("DELETE", "/groups/{group}/members/{account}", &AccountsApi::remove_member);
    add("GET", "/people", &AccountsApi::people);
    add("GET", "/audit", &AccountsApi::audit);
  }

  void add_webhooks() {
    const auto add = [this](const char* method, const std::string& path, auto handler) {
      add_blocking(method, "/api/v1" + path, webhooks_, handler, services_.pools.directory);
    };
    add("GET", "/webhooks", &WebhooksApi::list);
    add("POST", "/webhooks", &WebhooksApi::add);
    add("DELETE", "/webhooks/{hook}", &WebhooksApi::remove);
    add("GET", "/documents/{id}/webhooks", &WebhooksApi::list_of_paper);
    add("POST", "/documents/{id}/webhooks", &WebhooksApi::add_to_paper);
    add("DELETE", "/documents/{id}/webhooks/{hook}", &WebhooksApi::remove_from_paper);
  }

  void add_sharing() {
    const auto add = [this](const char* method, const std::string& path, auto handler) {
      add_blocking(method, "/api/v1/documents/{id}" + path, sharing_, handler,
                   services_.pools.directory);
    };
    add("GET", "/access", &SharingApi::access);
    add("GET", "/people", &SharingApi::people);
    add("GET", "/audit", &SharingApi::audit);
    add("PUT", "/owner", &SharingApi::transfer);
    add("PUT", "/grants/accounts/{account}", &SharingApi::grant_to_account);
    add("DELETE", "/grants/accounts/{account}", &SharingApi::revoke_from_account);
    add("PUT", "/grants/groups/{group}", &SharingApi::grant_to_group);
    add("DELETE", "/grants/groups/{group}", &SharingApi::revoke_from_group);
    add("POST", "/links", &SharingApi::make_link);
    add("DELETE", "/links/{link}", &SharingApi::revoke_link);
  }

  HttpServices& services_;
  StaticFiles files_;
  DocumentsApi documents_;
  ThreadsApi threads_;
  HistoryApi history_;
  SessionApi session_;
  AccountsApi accounts_;
  SharingApi sharing_;
  WebhooksApi webhooks_;
  Health health_;
  RequestRates rates_;
  Router router_;
};

}  // namespace

Result<HttpHandler> make_http_service(HttpServices& services) {
  StaticFiles files;
  if (services.config.web_dir) {
    PLENARY_TRY(files, StaticFiles::load(*services.config.web_dir));
  }
  auto service = std::make_shared<Service>(services, std::move(files));
  return HttpHandler([service](HttpRequest request, Answer answer) {
    service->handle(std::move(request), std::move(answer));
  });
}

}  // namespace plenary::server
