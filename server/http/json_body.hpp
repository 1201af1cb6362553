#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"
#include "protocol/json/members.hpp"

/// The JSON object in a request's body. Its members are read with protocol/json/members.hpp. Pure;
/// any thread. Errors of all: kMalformed, with what is wrong in words.
namespace plenary::server {

using json::flag_member;
using json::optional_text_member;
using json::required_text_member;
using json::text_member;
using json::texts_member;
using json::whole_member;
using json::wrong_member;

/// The body as an object of valid UTF-8. Errors: also kTooDeep.
[[nodiscard]] Result<json::Value> parse_object(std::string_view body);
/// The same, and refuses other members than these: a mistyped name must not pass for one left out.
[[nodiscard]] Result<json::Value> parse_object(std::string_view body,
                                               std::initializer_list<std::string_view> members);

/// An instant as from_rfc3339 reads it; may be left out.
[[nodiscard]] Result<std::optional<Timestamp>> time_member(const json::Value& object,
                                                           const char* name);

}  // namespace plenary::server
