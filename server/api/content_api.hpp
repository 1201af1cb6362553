#pragma once

#include <functional>
#include <optional>
#include <string>

#include "server/api/admission.hpp"
#include "server/documents/documents.hpp"
#include "server/http/problem.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// The content of documents over HTTP, in every format, now and at old versions. Conversions run on
/// their pool. Thread: any.
class ContentApi {
 public:
  /// Lifetime: the services outlive it; pools and shards are stopped before it goes.
  explicit ContentApi(HttpServices& services) : services_(services) {}
  void add_to(Handlers& handlers);

 private:
  struct ContentRequest {
    std::optional<std::string> format;
    std::optional<Version> version;
    bool below{false};  // the address is one step further down than the paper's pictures
  };

  void show(const Exchange& exchange);          // captures: the id
  void show_version(const Exchange& exchange);  // and the version's number, or "head"

  void answer_wanted(const Exchange& exchange, const ContentRequest& wanted);
  void answer_old_content(const Exchange& exchange, const ContentRequest& wanted,
                          const std::string& properties);
  void answer_content_at(const Exchange& exchange, const ContentRequest& wanted,
                         const ContentAt& at, bool reads_history);

  HttpServices& services_;
};

/// Why a document has no content: it never was, or it is gone. `asked`: the version that somebody
/// asked for by its number. Requires: `at` has none.
[[nodiscard]] Problem missing_content(const ContentAt& at,
                                      std::optional<Version> asked = std::nullopt,
                                      bool reads_history = false);

}  // namespace plenary::server
