#include "clients/cli/fields.hpp"

#include "clients/cli/complaint.hpp"

namespace plenary::cli {

std::string field(const json::Value& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) {
    return "";
  }
  return printable(found->is_string() ? found->get_ref<const std::string&>()
                                      : json::to_string(*found));
}

std::uint64_t number(const json::Value& object, const char* name) {
  const auto found = object.find(name);
  const bool is_whole = found != object.end() && found->is_number_integer();
  const std::int64_t value = is_whole ? found->get<std::int64_t>() : 0;
  return value < 0 ? 0 : static_cast<std::uint64_t>(value);
}

const json::Value& member(const json::Value& object, const char* name) {
  static const json::Value kNone = json::Value::array();
  const auto found = object.find(name);
  return found != object.end() && found->is_structured() ? *found : kNone;
}

}  // namespace plenary::cli
