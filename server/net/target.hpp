#pragma once

#include <map>
#include <string>
#include <string_view>

namespace plenary::server {

/// A request's target in its parts, percent-decoded. A part that does not decode stays as it is; so
/// does %2F in the path, which is part of a name and divides none.
/// Pure.
struct Target {
  std::string path;
  std::map<std::string, std::string> query;
};
[[nodiscard]] Target split_target(std::string_view target);

}  // namespace plenary::server
