#include "server/http/request_rates.hpp"

#include <string>

#include "server/access/limit_key.hpp"
#include "server/limits.hpp"

namespace plenary::server {

RequestRates::RequestRates(const Clock& clock)
    : people_(clock, kRequestsPerPerson, kRequestRefillPerPerson),
      addresses_(clock, kRequestsPerAddress, kRequestRefillPerAddress),
      strangers_(clock, kRequestsPerStranger, kRequestRefillPerStranger) {}

bool RequestRates::admit(const HttpRequest& request) {
  const std::string address = subscriber_part(request.remote);
  const std::string& person = request.who.name;
  return addresses_.take(address) &&
         (person.empty() ? strangers_.take(address) : people_.take(person));
}

}  // namespace plenary::server
