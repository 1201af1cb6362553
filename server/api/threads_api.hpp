#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>

#include "protocol/base/document_key.hpp"
#include "server/access/access.hpp"
#include "server/api/admission.hpp"
#include "server/api/thread_requests.hpp"
#include "server/http/problem.hpp"
#include "server/http/router.hpp"
#include "server/runtime/task.hpp"
#include "server/threads/threads.hpp"

namespace plenary::server {

struct HttpServices;

/// Comment threads over HTTP: each function answers one kind of request. Changes go to the log of
/// the paper's threads, on its shard, which decides. All that is read is read, rendered and written
/// on the pool for reading, in the caller's turn. Thread: any.
class ThreadsApi {
 public:
  /// Lifetime: the services outlive it; pools and shards are stopped before it goes.
  explicit ThreadsApi(HttpServices& services) : services_(services) {}

  void list(const Exchange& exchange);              // captures: document
  void start(const Exchange& exchange);             // document
  void show(const Exchange& exchange);              // document, thread
  void change(const Exchange& exchange);            // document, thread
  void reply(const Exchange& exchange);             // document, thread
  void edit(const Exchange& exchange);              // document, thread, comment
  void remove(const Exchange& exchange);            // document, thread, comment
  void react(const Exchange& exchange);             // document, thread, comment
  void revisions(const Exchange& exchange);         // document, thread, comment
  void mark_thread_read(const Exchange& exchange);  // document, thread
  void mark_all_read(const Exchange& exchange);     // document

 private:
  /// A caller, and the thing that they ask about.
  struct Asked : server::Asked {
    threads::Number thread{0};
    threads::Number comment{0};
  };
  /// What a capture names, if the caller may do that; else the exchange is answered.
  [[nodiscard]] std::optional<Asked> admit(const Exchange& exchange, Ability ability);
  /// Whether the caller may have words that are no longer in the paper: quotes and ranges at old
  /// versions, and what an orphan held. The one place that says so for threads.
  [[nodiscard]] bool reads_history(const Asked& asked) const;
  [[nodiscard]] ThreadReader reader_of(const Asked& asked) const;
  [[nodiscard]] std::set<std::string> members_of(const std::string& group) const;

  /// Does it on the pool for reading in the caller's turn, or answers that too much waits.
  void in_turn(const Exchange& exchange, Task task);
  /// The discussions that the query is about, if the paper was ever made; else what to answer.
  [[nodiscard]] Result<DiscussionViewPtr> look(const Asked& asked, std::optional<Version> version);
  [[nodiscard]] HttpResponse page_response(const Exchange& exchange, const Asked& asked,
                                           const ThreadQuery& query);
  [[nodiscard]] HttpResponse thread_response(const Exchange& exchange, const Asked& asked,
                                             threads::Number thread, unsigned status);
  [[nodiscard]] HttpResponse read_response(const Asked& asked, bool one,
                                           std::optional<threads::Number> up_to);
  void mark_read(const Exchange& exchange, bool one);

  /// Proposes what `decode(body, asked)` reads from the body, or answers why not.
  template <class Decode>
  void propose_decoded(const Exchange& exchange, Decode decode);
  /// Proposes the event in the caller's name and answers with the thread as it is then.
  void propose(const Exchange& exchange, const Asked& asked, threads::Event event,
               const std::string& given_name);
  void submit(const Exchange& exchange, const Asked& asked, Proposal proposal);
  /// Finds the words that a new thread hangs on, then proposes it.
  void anchor_and_submit(const Exchange& exchange, const Asked& asked, Proposal proposal);

  HttpServices& services_;
};

}  // namespace plenary::server
