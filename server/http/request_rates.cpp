#include "server/http/request_rates.hpp"

#include <string>

#include "server/access/limit_key.hpp"
#include "server/limits.hpp"
#include "server/net/asker.hpp"

namespace plenary::server {

RequestRates::RequestRates(const Clock& clock)
    : people_(clock, kRequestsPerPerson, kRequestRefillPerPerson),
      guests_(clock, kRequestsOfGuests, kRequestRefillOfGuests),
      strangers_(clock, kRequestsPerStranger, kRequestRefillPerStranger),
      work_(clock, kWorkPerAsker, kWorkRefillPerAsker) {}

bool RequestRates::admit(const HttpRequest& request, double weight) {
  const Identity& who = request.who;
  const std::string address = subscriber_part(request.remote);
  // What is refused here costs nobody else at this address anything: the person is asked first.
  const bool is_admitted =
      who.name.empty()
          ? strangers_.take(address)
          : people_.take(who.name) && (who.kind != Identity::Kind::kGuest || guests_.take(address));
  return is_admitted && (weight <= 1 || work_.take(limit_key_of(request), weight));
}

}  // namespace plenary::server
