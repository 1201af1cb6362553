#pragma once

#include <functional>
#include <string>
#include <vector>

#include "protocol/history/history.hpp"
#include "server/access/access.hpp"
#include "server/api/json/history_json.hpp"
#include "server/api/service.hpp"
#include "server/http/router.hpp"

namespace plenary::server {

/// How papers came to be, over HTTP: what changed between versions, who wrote what, sessions,
/// milestones; and the taking back of changes. Functions that give an answer block: they are called
/// on a background thread. Captures: the paper's id, then that of a milestone.
class HistoryApi {
 public:
  using Answer = Result<HttpResponse>;

  /// Lifetime: the services outlive it.
  explicit HistoryApi(HttpServices& services) : services_(services) {}

  [[nodiscard]] Answer overview(const Exchange& exchange, const Identity& who);
  [[nodiscard]] Answer version_at(const Exchange& exchange, const Identity& who);
  [[nodiscard]] Answer difference(const Exchange& exchange, const Identity& who);
  [[nodiscard]] Answer blame(const Exchange& exchange, const Identity& who);
  [[nodiscard]] Answer sessions(const Exchange& exchange, const Identity& who);

  /// The log itself, a line an operation, for a copy that can be verified without this server.
  [[nodiscard]] Answer operations(const Exchange& exchange, const Identity& who);

  [[nodiscard]] Answer milestones(const Exchange& exchange, const Identity& who);
  [[nodiscard]] Answer add_milestone(const Exchange& exchange, const Identity& who);
  [[nodiscard]] Answer milestone(const Exchange& exchange, const Identity& who);
  [[nodiscard]] Answer change_milestone(const Exchange& exchange, const Identity& who);
  [[nodiscard]] Answer remove_milestone(const Exchange& exchange, const Identity& who);

  /// These answer by themselves, when it is done.
  void restore(const Exchange& exchange);
  void undo(const Exchange& exchange);

 private:
  [[nodiscard]] std::vector<Byline> bylines_of(const history::History& history) const;
  [[nodiscard]] HttpResponse preview_undo(const Exchange& exchange, const history::Note& note);
  void reverse(const Exchange& exchange, history::Note note);
  [[nodiscard]] std::optional<HttpResponse> refusal_to_name(const Identity& who,
                                                            const std::string& paper) const;
  [[nodiscard]] json::Value described(const history::History& history,
                                      const Milestone& milestone) const;
  [[nodiscard]] Answer answer_milestone(const Exchange& exchange, unsigned status,
                                        const Milestone& milestone);
  void note_in_audit(const Identity& who, const char* what, const std::string& paper);

  HttpServices& services_;
};

}  // namespace plenary::server
