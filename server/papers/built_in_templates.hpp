#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/papers/settings.hpp"

namespace plenary::server {

/// A template that comes with the program: a file in server/papers/templates/.
struct BuiltInTemplate {
  std::string id;  // "plenary:session-plan": no paper can have such an id
  std::string title;
  std::string about;  // a sentence for whoever chooses
  std::string data;   // the content, as the wire's `create.data`
  Settings settings;  // of a paper made from it
};

/// All of them, in the order in which they are offered. Thread: any. Cost: they are read once.
[[nodiscard]] const std::vector<BuiltInTemplate>& built_in_templates();
/// Null if there is none with this id.
[[nodiscard]] const BuiltInTemplate* find_built_in_template(std::string_view id);

}  // namespace plenary::server
