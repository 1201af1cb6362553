#pragma once

#include "server/access/throttle.hpp"
#include "server/net/http.hpp"

namespace plenary::server {

/// Counts the requests of people and addresses against their rates (limits.hpp). Thread: any.
class RequestRates {
 public:
  /// Lifetime: `clock` outlives it.
  explicit RequestRates(const Clock& clock);

  /// Counts a request. Returns whether it may go on. `weight`: 1 for a request that costs
  /// microseconds. More is work, which is also counted by limit_key, because another guest is one
  /// click away. Cost: two or three look-ups under a lock.
  [[nodiscard]] bool admit(const HttpRequest& request, double weight);

 private:
  Throttle people_;
  Throttle addresses_;
  Throttle strangers_;
  Throttle work_;
};

}  // namespace plenary::server
