#include "server/http/answer_on.hpp"

#include <memory>
#include <utility>

#include "server/http/answers.hpp"
#include "server/net/asker.hpp"

namespace plenary::server {

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
