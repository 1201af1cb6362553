#pragma once

#include <string>
#include <vector>

#include "protocol/history/history.hpp"
#include "server/access/identity.hpp"
#include "server/api/json/history_json.hpp"
#include "server/http/kept_answers.hpp"
#include "server/http/router.hpp"
#include "server/limits.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// The history of papers over HTTP: differences between versions, authors of the text, sessions. An
/// error is answered as problem_of says. Captures: the paper's id. Thread: the pool for reading;
/// all functions block.
class HistoryApi {
 public:
  using Answer = Result<HttpResponse>;

  /// Lifetime: the services outlive it.
  explicit HistoryApi(HttpServices& services) : services_(services) {}

  /// Adds the handlers of its operations.
  void add_to(Handlers& handlers);

 private:
  struct DifferenceRequest;

  [[nodiscard]] Answer overview(const Exchange& exchange);
  [[nodiscard]] Answer version_at(const Exchange& exchange);
  [[nodiscard]] Answer difference(const Exchange& exchange);
  [[nodiscard]] Answer blame(const Exchange& exchange);
  [[nodiscard]] Answer sessions(const Exchange& exchange);
  /// The log itself, a line an operation, for a copy that can be verified without this server.
  [[nodiscard]] Answer operations(const Exchange& exchange);

  [[nodiscard]] HttpResponse answer_difference(const Exchange& exchange,
                                               const history::History& history,
                                               const DifferenceRequest& wanted);
  [[nodiscard]] static std::string write_difference(const history::History& history,
                                                    const DifferenceRequest& wanted,
                                                    const std::vector<Byline>& bylines);

  HttpServices& services_;
  KeptAnswers differences_{kKeptDifferencesBytesMax};
};

}  // namespace plenary::server
