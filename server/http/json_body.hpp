#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"
#include "protocol/json/value.hpp"

/// Members of the JSON object in a request's body. Pure; any thread. Errors of all: kMalformed,
/// with the member and what it must be. Members that may be left out may be null, too.
namespace plenary::server {

/// The body as an object of valid UTF-8. Errors: also kTooDeep.
[[nodiscard]] Result<json::Value> parse_object(std::string_view body);
/// The same, and refuses other members than these: a mistyped name must not pass for one left out.
[[nodiscard]] Result<json::Value> parse_object(std::string_view body,
                                               std::initializer_list<std::string_view> members);

[[nodiscard]] Error wrong_member(std::string_view name, std::string_view must);

/// Empty if it is left out.
[[nodiscard]] Result<std::string> text_member(const json::Value& object, const char* name);
[[nodiscard]] Result<std::string> required_text_member(const json::Value& object, const char* name);
[[nodiscard]] Result<std::optional<std::string>> optional_text_member(const json::Value& object,
                                                                      const char* name);
[[nodiscard]] Result<std::optional<bool>> flag_member(const json::Value& object, const char* name);
/// Empty if it is left out.
[[nodiscard]] Result<std::vector<std::string>> texts_member(const json::Value& object,
                                                            const char* name);
[[nodiscard]] Result<std::uint64_t> whole_member(const json::Value& object, const char* name);
/// An instant as from_rfc3339 reads it.
[[nodiscard]] Result<std::optional<Timestamp>> time_member(const json::Value& object,
                                                           const char* name);

}  // namespace plenary::server
