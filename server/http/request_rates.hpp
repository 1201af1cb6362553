#pragma once

#include "server/access/throttle.hpp"
#include "server/net/http.hpp"

namespace plenary::server {

/// How many requests one person and one address may send: limits.hpp. Thread: any.
class RequestRates {
 public:
  /// Lifetime: `clock` outlives it.
  explicit RequestRates(const Clock& clock);

  /// Whether this one may go on; it counts. In open mode every one. Cost: two look-ups under a
  /// lock.
  [[nodiscard]] bool admit(const HttpRequest& request);

 private:
  Throttle people_;
  Throttle addresses_;
  Throttle strangers_;
};

}  // namespace plenary::server
