#include "server/api/service.hpp"

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "protocol/base/try.hpp"
#include "server/api/accounts_api.hpp"
#include "server/api/admission.hpp"
#include "server/api/content_api.hpp"
#include "server/api/documents_api.hpp"
#include "server/api/handlers.hpp"
#include "server/api/health.hpp"
#include "server/api/history_api.hpp"
#include "server/api/milestones_api.hpp"
#include "server/api/own_account_api.hpp"
#include "server/api/pictures_api.hpp"
#include "server/api/reversals_api.hpp"
#include "server/api/routes.hpp"
#include "server/api/session_api.hpp"
#include "server/api/sharing_api.hpp"
#include "server/api/tables_api.hpp"
#include "server/api/thread_changes_api.hpp"
#include "server/api/threads_api.hpp"
#include "server/api/webhooks_api.hpp"
#include "server/config/config.hpp"
#include "server/http/answer_on.hpp"
#include "server/http/answers.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/http/request_rates.hpp"
#include "server/http/static_files.hpp"
#include "server/runtime/pools.hpp"

namespace plenary::server {
namespace {

using Answer = std::function<void(HttpResponse)>;

bool is_change(const std::string& method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

/// The answer function that also says how long a read took.
Answer timed(const HttpRequest& request, Answer answer) {
  const bool reads = request.method == "GET" && request.path.starts_with("/api/");
  return [answer = std::move(answer), began = std::chrono::steady_clock::now(),
          reads](HttpResponse response) {
    // Only in successful answers: the time of a refusal could tell its reason.
    if (reads && response.status == 200) {
      const std::chrono::duration<double, std::milli> took =
          std::chrono::steady_clock::now() - began;
      response.headers.emplace_back("server-timing", "total;dur=" + std::to_string(took.count()));
    }
    answer(std::move(response));
  };
}

/// Refuses a body of another kind than the route takes. Returns true if the exchange was answered.
bool answer_unless_of_kind(BodyKind kind, const Exchange& exchange) {
  return kind == BodyKind::kPicture ? answer_unless_picture(exchange)
                                    : answer_unless_json(exchange);
}

void say_that_this_is_a_socket(const Exchange& exchange) {
  HttpResponse response = to_response(
      {426, kInvalidRequest, "This is the address of the ShareDB socket: open a WebSocket."});
  response.headers.emplace_back("upgrade", "websocket");
  exchange.answer(std::move(response));
}

class Service {
 public:
  Service(HttpServices& services, StaticFiles files)
      : services_(services),
        files_(std::move(files)),
        documents_(services),
        content_(services),
        tables_(services),
        pictures_(services),
        threads_(services),
        thread_changes_(services, threads_),
        history_(services),
        milestones_(services),
        reversals_(services),
        session_(services),
        own_account_(services),
        accounts_(services),
        sharing_(services),
        webhooks_(services),
        health_(services),
        rates_(services.clock) {
    Handlers handlers;
    documents_.add_to(handlers);
    content_.add_to(handlers);
    tables_.add_to(handlers);
    pictures_.add_to(handlers);
    threads_.add_to(handlers);
    thread_changes_.add_to(handlers);
    history_.add_to(handlers);
    milestones_.add_to(handlers);
    reversals_.add_to(handlers);
    session_.add_to(handlers);
    own_account_.add_to(handlers);
    accounts_.add_to(handlers);
    sharing_.add_to(handlers);
    webhooks_.add_to(handlers);
    health_.add_to(handlers);
    handlers.add("openSocket", say_that_this_is_a_socket);
    for (const Route& route : routes()) {
      router_.add(std::string(route.method), route.path);
      handlers_.push_back(handlers.take(route.operation));
    }
    PLENARY_ASSERT(handlers.empty(), "every handler has a route");
  }

  void handle(HttpRequest request, Answer answer) {
    answer = timed(request, std::move(answer));
    if (auto refused = refusal_of_stranger_page(request)) {
      answer(*std::move(refused));
      return;
    }
    const bool is_api = request.path.starts_with("/api/");
    Router::Match match = router_.find(request.method, request.path);
    const double weight = match.route ? routes()[*match.route].weight : 1;
    if (is_api && !services_.access.is_open() && !rates_.admit(request, weight)) {
      answer(too_many_requests("There were too many requests: wait a little, nothing was done.",
                               std::chrono::seconds(1)));
    } else if (match.route) {
      dispatch(*match.route, {std::move(request), std::move(match.captures), std::move(answer)});
    } else if (!match.methods.empty()) {
      answer(explain_methods(request.method, std::move(match.methods)));
    } else if (is_api) {
      answer(to_response({404, kNotFound, "The API has nothing at this address."}));
    } else {
      answer(files_.respond(request));
    }
  }

  [[nodiscard]] std::size_t body_limit(const HttpRequest& head) const {
    const Router::Match match = router_.find(head.method, head.path);
    return match.route ? body_bytes_max(services_, routes()[*match.route], head, match.captures)
                       : kUnusedBodyBytesMax;
  }

 private:
  /// Pages of other origins may not change anything here.
  [[nodiscard]] std::optional<HttpResponse> refusal_of_stranger_page(
      const HttpRequest& request) const {
    const std::string_view origin = header(request, "origin");
    if (!is_change(request.method) || origin.empty() ||
        is_allowed_origin(services_.config, origin, header(request, "host"))) {
      return std::nullopt;
    }
    return to_response({403, kForbidden,
                        "A page of this origin may not change anything here. The operator can "
                        "allow it with --allowed-origin."});
  }

  /// Asks the route's row, then does the work where the row says. The row is asked again there: a
  /// right may have been taken away while the request waited.
  void dispatch(std::size_t number, Exchange exchange) {
    const Route& route = routes()[number];
    // A page of another site can send forms, but neither JSON nor pictures.
    if (!exchange.request.body.empty() && answer_unless_of_kind(route.body, exchange)) {
      return;
    }
    if (auto refused = refusal(services_, route, exchange.request, exchange.captures)) {
      exchange.answer(*std::move(refused));
      return;
    }
    if (exchange.request.body.size() >
        body_bytes_max(services_, route, exchange.request, exchange.captures)) {
      exchange.answer(
          to_response({413, kTooLarge, "The body of this request is larger than it may be."}));
      return;
    }
    if (route.workplace == Workplace::kShard) {
      handlers_[number](std::move(exchange));
      return;
    }
    answer_on(pool_of(route.workplace), std::move(exchange), [this, number](Exchange& asked) {
      if (auto refused = refusal_at_work(services_, routes()[number], asked)) {
        asked.answer(*std::move(refused));
      } else {
        handlers_[number](std::move(asked));
      }
    });
  }

  [[nodiscard]] Pool& pool_of(Workplace workplace) const {
    Pools& pools = services_.pools;
    switch (workplace) {
      case Workplace::kPasswords:
        return pools.passwords;
      case Workplace::kConversions:
        return pools.conversions;
      case Workplace::kReading:
        return pools.reading;
      case Workplace::kDirectory:
      case Workplace::kShard:
        break;
    }
    return pools.directory;
  }

  HttpServices& services_;
  StaticFiles files_;
  DocumentsApi documents_;
  ContentApi content_;
  TablesApi tables_;
  PicturesApi pictures_;
  ThreadsApi threads_;
  ThreadChangesApi thread_changes_;
  HistoryApi history_;
  MilestonesApi milestones_;
  ReversalsApi reversals_;
  SessionApi session_;
  OwnAccountApi own_account_;
  AccountsApi accounts_;
  SharingApi sharing_;
  WebhooksApi webhooks_;
  Health health_;
  RequestRates rates_;
  Router router_;
  std::vector<Handler> handlers_;  // by the number of the route
};

}  // namespace

Result<HttpService> make_http_service(HttpServices& services) {
  StaticFiles files;
  if (services.config.web_dir) {
    PLENARY_TRY(files, StaticFiles::load(*services.config.web_dir));
  }
  auto service = std::make_shared<Service>(services, std::move(files));
  return HttpService{[service](HttpRequest request, Answer answer) {
                       service->handle(std::move(request), std::move(answer));
                     },
                     [service](const HttpRequest& head) { return service->body_limit(head); }};
}

}  // namespace plenary::server
