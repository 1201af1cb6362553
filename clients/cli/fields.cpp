#include "clients/cli/fields.hpp"

#include "clients/cli/complaint.hpp"

#include "protocol/json/members.hpp"

namespace plenary::cli {

std::string field(const json::Value& object, const char* name) {
  const json::Value* const found = json::find_member(object, name);
  if (found == nullptr) {
    return "";
  }
  return printable(found->is_string() ? found->get_ref<const std::string&>()
                                      : json::to_string(*found));
}

const json::Value& member(const json::Value& object, const char* name) {
  static const json::Value kNone = json::Value::array();
  const json::Value* const found = json::find_member(object, name);
  return found != nullptr && found->is_structured() ? *found : kNone;
}

}  // namespace plenary::cli
