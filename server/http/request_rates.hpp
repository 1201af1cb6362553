#pragma once

#include "server/access/throttle.hpp"
#include "server/net/http.hpp"

namespace plenary::server {

/// How many requests may be sent: by an account, by a guest and by the guests of one address
/// together, by the strangers of one address (limits.hpp). No kind uses up what another may send:
/// people of one office share an address. Thread: any.
class RequestRates {
 public:
  /// Lifetime: `clock` outlives it.
  explicit RequestRates(const Clock& clock);

  /// Whether this one may go on; it counts. `weight`: 1 for what costs microseconds; more is work,
  /// which is also counted by limit_key, because another guest is one click away. Cost: one
  /// to three look-ups under a lock.
  [[nodiscard]] bool admit(const HttpRequest& request, double weight);

 private:
  Throttle people_;
  Throttle guests_;
  Throttle strangers_;
  Throttle work_;
};

}  // namespace plenary::server
