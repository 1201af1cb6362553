#pragma once

#include "protocol/history/note.hpp"
#include "server/history/reversals.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// Restores and undos of a paper over HTTP: new operations that take something back. Thread: the
/// pool for reading; the answer comes when the operation is durable.
class ReversalsApi {
 public:
  /// Lifetime: the services outlive it.
  explicit ReversalsApi(HttpServices& services) : services_(services) {}

  /// Adds the handlers of its operations.
  void add_to(Handlers& handlers);

 private:
  void restore(const Exchange& exchange);
  void undo(const Exchange& exchange);
  [[nodiscard]] HttpResponse preview_undo(const Exchange& exchange, const history::Note& note);
  void reverse(const Exchange& exchange, history::Note note);
  /// Answers with the version that has it, and writes it into the audit.
  void answer_reversed(const Exchange& exchange, std::optional<Version> restored,
                       const Reversed& reversed);

  HttpServices& services_;
};

}  // namespace plenary::server
