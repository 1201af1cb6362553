#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/net/http.hpp"

namespace plenary::server {

/// One request on its way to its answer.
struct Exchange {
  HttpRequest request;
  std::vector<std::string> captures;  // what stood in the places of {…}, in order
  std::function<void(HttpResponse)> answer;
};

/// Finds the route of a request by path and method. HEAD takes the route of GET: the connection
/// leaves the body out. Thread: any, once all routes are added.
class Router {
 public:
  /// The result of a look-up.
  struct Match {
    std::optional<std::size_t> route{};   // its number
    std::vector<std::string> captures{};  // of that route
    std::vector<std::string> methods{};  // no route: those that the path takes; empty: no such path
  };

  /// Adds the next route; the first has number 0. `pattern`: segments, of which `{name}` stands for
  /// any one that is not empty.
  void add(std::string method, std::string_view pattern);

  /// Cost: O(routes).
  [[nodiscard]] Match find(std::string_view method, std::string_view path) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> pattern;
  };
  std::vector<Route> routes_;
};

/// The value of the Allow header for these methods: "GET, HEAD, OPTIONS".
[[nodiscard]] std::string allow_header(std::vector<std::string> methods);
/// Answers a method that the path does not take: OPTIONS with 204, others with 405, both with
/// Allow.
[[nodiscard]] HttpResponse explain_methods(const std::string& method,
                                           std::vector<std::string> allowed);

}  // namespace plenary::server
