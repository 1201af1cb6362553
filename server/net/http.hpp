#pragma once

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
  std::string remote;     // the peer's address, without port
  Identity who;           // who sent it, as its cookie or token says
  bool encrypted{false};  // between the person and us, or a proxy that we trust
  Shard* shard{nullptr};  // where the request lives; its answer may be given on any thread
};

struct HttpResponse {
  unsigned status{200};
  std::vector<std::pair<std::string, std::string>> headers;  // content-length is added
  std::shared_ptr<const std::string> body{
      std::make_shared<const std::string>()};  // shared: a static file is not copied
};

/// Answers requests. `answer` must be called exactly once, on any thread. Thread: any of the
/// shards'.
using HttpHandler =
    std::function<void(HttpRequest request, std::function<void(HttpResponse)> answer)>;

}  // namespace plenary::server
