#pragma once

#include <string>

#include "server/api/handlers.hpp"
#include "server/api/thread_requests.hpp"
#include "server/api/threads_api.hpp"
#include "server/http/router.hpp"
#include "server/threads/threads.hpp"

namespace plenary::server {

struct HttpServices;

/// Changes of comment threads over HTTP: each function reads what a request wants, proposes it to
/// the log of the paper's threads, on its shard, and answers with the thread as it is then. Thread:
/// any; start() blocks.
class ThreadChangesApi {
 public:
  /// Lifetime: both outlive it; pools and shards are stopped before it goes.
  ThreadChangesApi(HttpServices& services, ThreadsApi& threads)
      : services_(services), threads_(threads) {}
  void add_to(Handlers& handlers);

 private:
  void start(const Exchange& exchange);   // captures: document
  void change(const Exchange& exchange);  // document, thread
  void reply(const Exchange& exchange);   // document, thread
  void edit(const Exchange& exchange);    // document, thread, comment
  void remove(const Exchange& exchange);  // document, thread, comment
  void react(const Exchange& exchange);   // document, thread, comment

  /// Proposes the event that `decode(body, asked)` returns, or answers with its error.
  template <class Decode>
  void propose_decoded(const Exchange& exchange, Decode decode);
  /// The event in the caller's name, with the conditions of the request's header.
  [[nodiscard]] Result<Proposal> proposal_of(const Exchange& exchange, const AskedThread& asked,
                                             NamedEvent event) const;
  /// Finds the words that a new thread hangs on. Blocking.
  [[nodiscard]] Result<Proposal> anchored(const Asked& asked, Proposal proposal);
  void submit(const Exchange& exchange, const AskedThread& asked, Proposal proposal);
  void answer_accepted(const Exchange& exchange, const AskedThread& asked, threads::Number thread,
                       unsigned status);

  HttpServices& services_;
  ThreadsApi& threads_;
};

}  // namespace plenary::server
