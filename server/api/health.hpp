#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>

#include "server/http/router.hpp"
#include "storage/store.hpp"

namespace plenary::server {

class Handlers;
struct HttpServices;

/// Health, readiness and metrics, for load balancers and monitors. Thread: any.
class Health {
 public:
  /// Lifetime: as DocumentsApi.
  explicit Health(HttpServices& services) : services_(services) {}

  /// Adds the handlers of its operations.
  void add_to(Handlers& handlers);

  /// 200 as long as the process answers at all.
  void alive(const Exchange& exchange);
  /// 200 if it can serve: it is not draining, and the store takes writes. That is tried, with a
  /// small record of our own, at most once a second.
  void ready(const Exchange& exchange);
  /// The Prometheus text.
  void metrics(const Exchange& exchange);

 private:
  using SteadyClock = std::chrono::steady_clock;
  HttpServices& services_;
  std::mutex mutex_;
  // Guarded by mutex_:
  std::optional<Result<void>> last_write_;
  SteadyClock::time_point tried_;
};

}  // namespace plenary::server
