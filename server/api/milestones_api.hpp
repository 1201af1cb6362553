#pragma once

#include "protocol/base/result.hpp"
#include "protocol/json/value.hpp"
#include "server/access/identity.hpp"
#include "server/history/milestones.hpp"
#include "server/http/router.hpp"

namespace plenary::history {
class History;
}

namespace plenary::server {

class Handlers;
struct HttpServices;

/// The named versions of a paper over HTTP. Errors and threads: as HistoryApi says.
class MilestonesApi {
 public:
  using Answer = Result<HttpResponse>;

  /// Lifetime: the services outlive it.
  explicit MilestonesApi(HttpServices& services) : services_(services) {}

  /// Adds the handlers of its operations.
  void add_to(Handlers& handlers);

 private:
  [[nodiscard]] Answer milestones(const Exchange& exchange);
  [[nodiscard]] Answer add_milestone(const Exchange& exchange, const Identity& who);
  [[nodiscard]] Answer milestone(const Exchange& exchange);
  [[nodiscard]] Answer change_milestone(const Exchange& exchange);
  [[nodiscard]] Answer remove_milestone(const Exchange& exchange, const Identity& who);

  [[nodiscard]] json::Value described(const history::History& history,
                                      const Milestone& milestone) const;
  [[nodiscard]] Answer answer_milestone(const Exchange& exchange, unsigned status,
                                        const Milestone& milestone);

  HttpServices& services_;
};

}  // namespace plenary::server
