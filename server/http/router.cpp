#include "server/http/router.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "server/http/problem.hpp"

namespace plenary::server {
namespace {

/// "/a/b" → {"a", "b"}; "/a/" → {"a", ""}
std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    segments.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

/// The segments of a path in the places of {…}, if the path fits the pattern.
std::optional<std::vector<std::string>> match(const std::vector<std::string>& pattern,
                                              const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) {
    return std::nullopt;
  }
  std::vector<std::string> captures;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i].starts_with('{') && !path[i].empty()) {
      captures.push_back(path[i]);
    } else if (pattern[i] != path[i]) {
      return std::nullopt;
    }
  }
  return captures;
}

bool serves(std::string_view route_method, std::string_view method) {
  return route_method == method || (route_method == "GET" && method == "HEAD");
}

}  // namespace

void Router::add(std::string method, std::string_view pattern) {
  routes_.push_back({std::move(method), segments_of(pattern)});
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
  const std::vector<std::string> segments = segments_of(path);
  Match found;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    auto captures = match(routes_[i].pattern, segments);
    if (captures && serves(routes_[i].method, method)) {
      return {i, *std::move(captures), {}};
    }
    if (captures) {
      found.methods.push_back(routes_[i].method);
    }
  }
  return found;
}

std::string allow_header(std::vector<std::string> methods) {
  if (std::find(methods.begin(), methods.end(), "GET") != methods.end()) {
    methods.emplace_back("HEAD");
  }
  methods.emplace_back("OPTIONS");
  std::sort(methods.begin(), methods.end());
  std::string list;
  for (const std::string& method : methods) {
    list += (list.empty() ? "" : ", ") + method;
  }
  return list;
}

HttpResponse explain_methods(const std::string& method, std::vector<std::string> allowed) {
  const std::string list = allow_header(std::move(allowed));
  HttpResponse response;
  if (method == "OPTIONS") {
    response.status = 204;
  } else {
    response = to_response({405, kMethodNotAllowed, "This address takes " + list + "."});
  }
  response.headers.emplace_back("allow", list);
  return response;
}

}  // namespace plenary::server
