#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/access/identity.hpp"

namespace plenary::server {

class Shard;

/// A request as values: the library that read it stays in server/net.
struct HttpRequest {
  std::string method;                        // upper case
  std::string path;                          // decoded, without query: "/api/v1/documents/dc paper"
  std::map<std::string, std::string> query;  // decoded; the last of repeated keys
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string remote;     // the sender's address, without port, as the trusted proxies report it
  Identity who;           // the sender, as the cookie or token says
  bool encrypted{false};  // between the person and this server, or a trusted proxy
  Shard* shard{nullptr};  // the connection's shard; the answer may be given on any thread
  std::uint64_t connection{0};  // a number of its own for each connection of this process
  /// True once the connection is dead: nobody waits for the answer. May be null (in tests).
  std::shared_ptr<const std::atomic<bool>> gone{};
  /// Counts the body's memory until the last copy of the request goes. May be null.
  std::shared_ptr<const void> counted{};
};

struct HttpResponse {
  unsigned status{200};
  std::vector<std::pair<std::string, std::string>> headers;  // content-length is added
  std::shared_ptr<const std::string> body{
      std::make_shared<const std::string>()};  // shared: a static file is not copied
  /// The body is kept in memory anyway, for everybody: it does not count as its asker's.
  bool body_is_shared{false};
};

/// Answers requests. `answer` must be called at most once, on any thread; it need not be called
/// once the request's connection is gone. Thread: any of the shards'.
using HttpHandler =
    std::function<void(HttpRequest request, std::function<void(HttpResponse)> answer)>;

}  // namespace plenary::server
