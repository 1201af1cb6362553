#pragma once

#include <map>
#include <string>

#include "protocol/base/result.hpp"
#include "protocol/json/members.hpp"

/// The server's HTTP API as the commands use it. http_client.cpp alone knows the library.
namespace plenary::cli {

struct Response {
  int status{0};
  std::string body;
  std::string version;  // the header Plenary-Version; empty if there is none
};

using Query = std::map<std::string, std::string>;

/// Talks to one server, one request at a time. Blocking. Errors of the requests, with a sentence:
/// kNotFound if nothing was sent, as there is no server; kIo if it broke off on the way. An answer
/// of the server, whatever its status, is a Response.
class HttpClient {
 public:
  /// `server`: `http://host:port` or `https://…`, as a person types it.
  explicit HttpClient(std::string server);

  [[nodiscard]] Result<Response> get(const std::string& path, const Query& query = {});
  [[nodiscard]] Result<Response> post(const std::string& path, const json::Value& body);

  /// The server's address without a slash at its end.
  [[nodiscard]] const std::string& server() const { return server_; }

 private:
  std::string server_;
};

/// The default of --server; PLENARY_SERVER goes before it.
inline constexpr const char* kDefaultServer = "http://127.0.0.1:7460";

/// The sentence of a problem+json answer, or one made of the status. Without its full stop.
[[nodiscard]] std::string problem_of(const Response& response);

/// A path segment with everything but letters, digits and `-._~` as %XX.
[[nodiscard]] std::string escaped(const std::string& segment);

}  // namespace plenary::cli
