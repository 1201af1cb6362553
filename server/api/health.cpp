#include "server/api/health.hpp"

#include <utility>

#include "server/api/handlers.hpp"
#include "server/api/service.hpp"
#include "server/http/answer_on.hpp"
#include "server/http/problem.hpp"
#include "server/ops/metrics.hpp"
#include "server/runtime/clock.hpp"
#include "server/runtime/pools.hpp"
#include "storage/store.hpp"

namespace plenary::server {
namespace {

constexpr std::chrono::seconds kTryInterval{1};

/// The key that the test write goes to. It has no operations, so no list shows it.
const DocumentKey kProbe{"plenary", "readiness"};

HttpResponse text(std::string body) {
  return {200,
          {{"content-type", "text/plain; charset=utf-8"}},
          std::make_shared<const std::string>(std::move(body))};
}

HttpResponse readiness(const Result<void>& write) {
  if (write) {
    return text("ready\n");
  }
  return to_response({503, kReadOnly, "The store takes no writes: " + write.error().detail});
}

}  // namespace

void Health::add_to(Handlers& handlers) {
  handlers.add("getHealth", *this, &Health::alive);
  handlers.add("getReadiness", *this, &Health::ready);
  handlers.add("getMetrics", *this, &Health::metrics);
}

void Health::alive(const Exchange& exchange) {
  exchange.answer(text("ok\n"));
}

void Health::ready(const Exchange& exchange) {
  if (services_.draining) {
    exchange.answer(to_response({503, kUnavailable, "The server is stopping."}));
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    if (last_write_ && SteadyClock::now() - tried_ < kTryInterval) {
      exchange.answer(readiness(*last_write_));
      return;
    }
    tried_ = SteadyClock::now();
  }
  answer_on(services_.pools.directory, exchange, [this](const Exchange& asked) {
    const Result<void> write = services_.store.put_properties(
        kProbe, "{\"tried_at\":" + std::to_string(services_.clock.now().ms) + "}");
    {
      const std::lock_guard lock(mutex_);
      last_write_ = write;
    }
    asked.answer(readiness(write));
  });
}

void Health::metrics(const Exchange& exchange) {
  // Not on a shard: it counts the process's open files one by one.
  answer_on(services_.pools.directory, exchange, [this](const Exchange& asked) {
    HttpResponse response = text(services_.metrics.render());
    response.headers.front().second = "text/plain; version=0.0.4; charset=utf-8";
    asked.answer(std::move(response));
  });
}

}  // namespace plenary::server
