#include "server/http/json_body.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"
#include "server/runtime/times.hpp"

namespace plenary::server {
using json::Value;

Result<Value> parse_object(std::string_view body) {
  if (!utf::is_utf8(body)) {
    return Error{Errc::kMalformed, "the body is not UTF-8"};
  }
  PLENARY_TRY(Value value, json::parse(body));
  if (!value.is_object()) {
    return Error{Errc::kMalformed, "the body must be a JSON object"};
  }
  return value;
}

Result<Value> parse_object(std::string_view body, std::initializer_list<std::string_view> members) {
  PLENARY_TRY(Value value, parse_object(body));
  for (const auto& [name, unused] : value.items()) {
    if (std::find(members.begin(), members.end(), name) == members.end()) {
      std::string detail = "there is no member ";
      json::append_string(detail, name);
      detail += " here; the members are";
      for (const std::string_view member : members) {
        detail += " " + std::string(member);
      }
      return Error{Errc::kMalformed, std::move(detail)};
    }
  }
  return value;
}

Result<std::optional<Timestamp>> time_member(const Value& object, const char* name) {
  PLENARY_TRY(const std::optional<std::string> text, optional_text_member(object, name));
  if (!text) {
    return std::optional<Timestamp>();
  }
  const auto time = from_rfc3339(*text);
  if (!time) {
    return wrong_member(name, "an instant such as 2026-11-22T10:00:00Z");
  }
  return time;
}

}  // namespace plenary::server
