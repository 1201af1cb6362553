#pragma once

#include <string>

#include "protocol/json/members.hpp"

/// Members of the server's answers, of whatever kind they are. Pure.
namespace plenary::cli {

/// A member as a person reads it; empty if it is not there or null.
[[nodiscard]] std::string field(const json::Value& object, const char* name);

/// A member that is an array or an object; an empty array if it is none.
[[nodiscard]] const json::Value& member(const json::Value& object, const char* name);

}  // namespace plenary::cli
