#include "server/http/asker.hpp"

#include <memory>
#include <utility>

#include "server/access/limit_key.hpp"
#include "server/http/answers.hpp"

namespace plenary::server {

Asker asker_of(const HttpRequest& request) {
  return {limit_key(request.who, request.remote), {}};
}

void answer_on(Pool& pool, Exchange exchange, std::function<void(Exchange&)> task) {
  Asker asker = asker_of(exchange.request);
  const auto shared = std::make_shared<Exchange>(std::move(exchange));
  const auto posted =
      pool.try_post(std::move(asker), [shared, task = std::move(task)] { task(*shared); });
  if (!posted) {
    shared->answer(refuse(posted.error()));
  }
}

}  // namespace plenary::server
