#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "protocol/json/value.hpp"

/// Names that JavaScript's objects have without being given them. Pure; any thread.
namespace plenary::json {

/// True for the names that Object.prototype owns. A client in JavaScript that uses one as a key
/// finds an inherited member there, or loses the value that it sets.
[[nodiscard]] inline bool is_prototype_name(std::string_view name) noexcept {
  static constexpr std::array<std::string_view, 12> kNames{
      "constructor",      "__defineGetter__", "__defineSetter__", "hasOwnProperty",
      "__lookupGetter__", "__lookupSetter__", "isPrototypeOf",    "propertyIsEnumerable",
      "toString",         "valueOf",          "__proto__",        "toLocaleString"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/// True if an object in `value`, however deep, has the key `__proto__`: a copy of it that is made
/// key by key lacks it. Cost: O(n).
[[nodiscard]] inline bool has_proto_key(const Value& value) {
  if (value.is_object() && value.contains("__proto__")) {
    return true;
  }
  return value.is_structured() && std::any_of(value.begin(), value.end(), has_proto_key);
}

}  // namespace plenary::json
