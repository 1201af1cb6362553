#pragma once

#include <map>
#include <string>
#include <string_view>

namespace plenary::server {

/// The parts of a request's target, percent-decoded. A part that cannot be decoded stays as it is.
/// So does %2F in the path: it is part of a name and separates none.
/// Pure.
struct Target {
  std::string path;
  std::map<std::string, std::string> query;
};
[[nodiscard]] Target split_target(std::string_view target);

}  // namespace plenary::server
