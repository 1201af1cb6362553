#pragma once

#include <optional>
#include <set>
#include <string>

#include "server/api/handlers.hpp"
#include "server/api/thread_requests.hpp"
#include "server/http/router.hpp"
#include "server/threads/threads.hpp"

namespace plenary::server {

struct HttpServices;

/// Comment threads over HTTP, as readers see them: each function answers one kind of request. All
/// of them block: they run on the pool for reading, where the views of discussions are.
class ThreadsApi {
 public:
  /// Lifetime: the services outlive it; pools are stopped before it goes.
  explicit ThreadsApi(HttpServices& services) : services_(services) {}
  void add_to(Handlers& handlers);

  /// The answer with one thread as it is now. Errors: kNotFound: there is none of this number.
  [[nodiscard]] Result<HttpResponse> show_thread(const Exchange& exchange, const AskedThread& asked,
                                                 threads::Number thread, unsigned status);

 private:
  [[nodiscard]] Result<HttpResponse> list(const Exchange& exchange);       // captures: document
  [[nodiscard]] Result<HttpResponse> show(const Exchange& exchange);       // document, thread
  [[nodiscard]] Result<HttpResponse> revisions(const Exchange& exchange);  // and comment
  [[nodiscard]] Result<HttpResponse> mark_thread_read(const Exchange& exchange);  // and thread
  [[nodiscard]] Result<HttpResponse> mark_all_read(const Exchange& exchange);     // document

  /// The discussions of the paper, now or at a version. Errors: kDocumentMissing: it was never
  /// made.
  [[nodiscard]] Result<DiscussionViewPtr> look(const Asked& asked, std::optional<Version> version);
  [[nodiscard]] ThreadReader reader_of(const Asked& asked) const;
  [[nodiscard]] std::set<std::string> members_of(const std::string& group) const;
  /// Marks the comments of one thread as read, or those of all.
  [[nodiscard]] Result<HttpResponse> mark_read(const Exchange& exchange, const AskedThread& asked,
                                               std::optional<threads::Number> thread);

  HttpServices& services_;
};

}  // namespace plenary::server
