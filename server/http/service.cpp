#include "server/http/service.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "protocol/base/try.hpp"
#include "server/config/config.hpp"
#include "server/http/documents_api.hpp"
#include "server/http/health.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/http/router.hpp"
#include "server/http/static_files.hpp"
#include "server/http/threads_api.hpp"

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
        health_(services) {
    add_documents();
    add_threads();
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
    Answer finished = [answer = std::move(answer)](HttpResponse response) {
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
  }

  HttpServices& services_;
  StaticFiles files_;
  DocumentsApi documents_;
  ThreadsApi threads_;
  Health health_;
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
