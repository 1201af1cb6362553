#include "server/http/request_rates.hpp"

#include <string>

#include "server/access/limit_key.hpp"
#include "server/limits.hpp"
#include "server/net/asker.hpp"

namespace plenary::server {

RequestRates::RequestRates(const Clock& clock)
    : people_(clock, kRequestsPerPerson, kRequestRefillPerPerson),
      addresses_(clock, kRequestsPerAddress, kRequestRefillPerAddress),
      strangers_(clock, kRequestsPerStranger, kRequestRefillPerStranger),
      work_(clock, kWorkPerAsker, kWorkRefillPerAsker) {}

bool RequestRates::admit(const HttpRequest& request, double weight) {
  const std::string address = subscriber_part(request.remote);
  const std::string& person = request.who.name;
  return addresses_.take(address) &&
         (person.empty() ? strangers_.take(address) : people_.take(person)) &&
         (weight <= 1 || work_.take(limit_key_of(request), weight));
}

}  // namespace plenary::server
