#pragma once

#include <string>

#include "server/net/http.hpp"

namespace plenary::server::testing {

/// The value of the first header with this name (in lower case), or nothing.
inline std::string header_of(const HttpResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

}  // namespace plenary::server::testing
