#include "server/http/json_body.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"
#include "server/runtime/times.hpp"

namespace plenary::server {
namespace {

using json::Value;

constexpr double kMaxWhole = 9007199254740992.0;  // 2^53

/// The member, or null if it is left out.
const Value* find(const Value& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

}  // namespace

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

Error wrong_member(std::string_view name, std::string_view must) {
  return {Errc::kMalformed, "\"" + std::string(name) + "\" must be " + std::string(must)};
}

Result<std::string> text_member(const Value& object, const char* name) {
  PLENARY_TRY(std::optional<std::string> text, optional_text_member(object, name));
  return std::move(text).value_or(std::string());
}

Result<std::string> required_text_member(const Value& object, const char* name) {
  PLENARY_TRY(std::optional<std::string> text, optional_text_member(object, name));
  if (!text) {
    return wrong_member(name, "a string");
  }
  return *std::move(text);
}

Result<std::optional<std::string>> optional_text_member(const Value& object, const char* name) {
  const Value* const found = find(object, name);
  if (found == nullptr) {
    return std::optional<std::string>();
  }
  if (!found->is_string()) {
    return wrong_member(name, "a string");
  }
  return std::optional(found->get<std::string>());
}

Result<std::optional<bool>> flag_member(const Value& object, const char* name) {
  const Value* const found = find(object, name);
  if (found == nullptr) {
    return std::optional<bool>();
  }
  if (!found->is_boolean()) {
    return wrong_member(name, "true or false");
  }
  return std::optional(found->get<bool>());
}

Result<std::vector<std::string>> texts_member(const Value& object, const char* name) {
  std::vector<std::string> texts;
  const Value* const found = find(object, name);
  if (found == nullptr) {
    return texts;
  }
  const auto is_text = [](const Value& value) { return value.is_string(); };
  if (!found->is_array() || !std::all_of(found->begin(), found->end(), is_text)) {
    return wrong_member(name, "an array of strings");
  }
  for (const Value& text : *found) {
    texts.push_back(text.get<std::string>());
  }
  return texts;
}

Result<std::uint64_t> whole_member(const Value& object, const char* name) {
  const Value* const found = find(object, name);
  const double number = found != nullptr && found->is_number() ? found->get<double>() : -1;
  if (number < 0 || number > kMaxWhole ||
      number != static_cast<double>(static_cast<std::uint64_t>(number))) {
    return wrong_member(name, "a whole number");
  }
  return static_cast<std::uint64_t>(number);
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
