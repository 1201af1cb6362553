#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>

#include "protocol/base/result.hpp"
#include "server/access/access.hpp"
#include "server/http/origin.hpp"
#include "server/net/http.hpp"

namespace plenary::storage {
class Store;
}

namespace plenary::server {

class Clock;
struct Config;
class Directory;
class Documents;
class Founding;
class LogIn;
class Metrics;
class Past;
class Pictures;
class Presence;
class ReadMarks;
class Threads;
class Throttle;
class Webhooks;
struct Archive;
struct Pools;

/// The parts that HTTP works with. All outlive the service.
struct HttpServices {
  Documents& documents;
  Presence& presence;
  Threads& threads;
  ReadMarks& read_marks;
  Past& past;
  Archive& archive;
  Pictures& pictures;
  storage::Store& store;
  Pools& pools;
  Metrics& metrics;
  const Clock& clock;
  const Config& config;
  std::function<std::string()> next_id;  // one that nobody has and nobody guesses; thread: any
  const std::atomic<bool>& draining;
  Access access{};
  Directory* directory{nullptr};  // this and the next four: null in open mode
  LogIn* log_in{nullptr};
  Founding* founding{nullptr};
  Webhooks* webhooks{nullptr};
  Throttle* creations{nullptr};  // by limit_key; shared with the sessions of sockets
};

/// Everything that is HTTP and not a socket.
struct HttpService {
  HttpHandler handler;
  /// The bytes that the body of a request may have, by its header and by who sends it: to be asked
  /// before the body is read. Thread: any; does not block.
  std::function<std::size_t(const HttpRequest& head)> body_bytes_max;
};

/// The API under /api/v1, health, metrics, and the web client's files, which are read here.
/// Requires: the pools and the shards end before both functions and the services go.
/// Errors: those of StaticFiles::load for config.web_dir.
[[nodiscard]] Result<HttpService> make_http_service(HttpServices& services);

}  // namespace plenary::server
