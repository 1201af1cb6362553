#pragma once

#include <functional>
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

/// Finds who answers a request, by its path and method. Answers OPTIONS, and a method that a path
/// does not have, by itself; HEAD goes to whoever answers GET (the listener leaves the body out).
class Router {
 public:
  using Handler = std::function<void(Exchange)>;

  /// `pattern`: segments, of which `{name}` stands for any one that is not empty.
  void add(std::string method, std::string_view pattern, Handler handler);

  /// False if no pattern fits; then `request` and `answer` are as they were.
  [[nodiscard]] bool route(HttpRequest& request, std::function<void(HttpResponse)>& answer) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> pattern;
    Handler handler;
  };
  std::vector<Route> routes_;
};

/// "GET, HEAD, OPTIONS": what the Allow header says for these methods.
[[nodiscard]] std::string allow_header(std::vector<std::string> methods);
/// 204 with what is allowed, to OPTIONS; 405 with it, to anything else.
[[nodiscard]] HttpResponse explain_methods(const std::string& method,
                                           std::vector<std::string> allowed);

}  // namespace plenary::server
