#include "server/net/asker.hpp"

#include "server/access/limit_key.hpp"

namespace plenary::server {

std::string limit_key_of(const HttpRequest& request) {
  return request.who.kind == Identity::Kind::kEverybody ? "#" + std::to_string(request.connection)
                                                        : limit_key(request.who, request.remote);
}

Asker asker_of(const HttpRequest& request) {
  Asker asker{.key = limit_key_of(request)};
  if (request.gone != nullptr) {
    asker.gone = [gone = request.gone] { return gone->load(std::memory_order_relaxed); };
  }
  return asker;
}

}  // namespace plenary::server
