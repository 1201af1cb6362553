#include "clients/cli/picture_claims.hpp"

#include "protocol/json/members.hpp"

namespace plenary::cli {

std::vector<std::string> blobs_of_record(const std::string& kind, const std::string& key,
                                         const std::string& json) {
  if (!kind.starts_with("pictures/")) {
    return {};
  }
  std::vector<std::string> names{key};
  const auto record = json::parse(json);
  const json::Value* const screen = record ? json::find_member(*record, "screen") : nullptr;
  if (screen != nullptr) {
    names.push_back(json::text_or_empty(*screen, "picture"));
  }
  return names;
}

}  // namespace plenary::cli
