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
#include "server/threads/threads.hpp"

namespace plenary::server {

struct HttpServices;

/// Comment threads over HTTP: each function answers one kind of request. Decides nothing about
/// discussions: that is for their actors. Comments are rendered on the conversion threads. Thread:
/// any.
class ThreadsApi {
 public:
  /// Lifetime: the services outlive it; background and shards are stopped before it goes.
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
  /// Who asks, about what.
  struct Asked : server::Asked {
    threads::Number thread{0};
    threads::Number comment{0};
  };
  /// What a capture names, if the caller may do that; else the exchange is answered.
  [[nodiscard]] std::optional<Asked> admit(const Exchange& exchange, Ability ability);
  [[nodiscard]] ThreadReader reader_of(const Asked& asked) const;
  [[nodiscard]] std::set<std::string> members_of(const std::string& group) const;
  /// Calls `answer` if the document was ever made (at that version); else answers 404.
  void answer_if_there_is(const Exchange& exchange, const Asked& asked,
                          std::optional<Version> version, std::function<void()> answer);
  void answer_page(const Exchange& exchange, const Asked& asked, const ThreadReader& reader,
                   ThreadPage page);
  void mark_read(const Exchange& exchange, bool one);
  /// Proposes what `decode(body, asked)` reads from the body, or answers why not.
  template <class Decode>
  void propose_decoded(const Exchange& exchange, Decode decode);
  /// Proposes the event in the caller's name and answers with the thread as it is then.
  void propose(const Exchange& exchange, const Asked& asked, threads::Event event,
               const std::string& given_name);
  void answer_thread(const Exchange& exchange, const Asked& asked, threads::Number thread,
                     unsigned status);
  /// Calls `use` with the view if the thread is there (and the comment in it, if one is asked for);
  /// else answers.
  void with_thread(const Exchange& exchange, const Asked& asked,
                   std::function<void(const ThreadsActor::View&)> use);

  HttpServices& services_;
};

}  // namespace plenary::server
