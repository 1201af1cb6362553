#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "protocol/base/result.hpp"

/// JSON as a JavaScript peer means it. The value type is nlohmann's; reading and writing are ours,
/// because a string may hold half of a surrogate pair as an escape, which no well-kept library
/// reads or writes (ADR 6). Inside, such strings are WTF-8.
namespace plenary::json {

/// Numbers are doubles in meaning: whole ones up to 2^53 are held as int64, all others as double,
/// so that equal numbers compare equal.
using Value = nlohmann::json;

/// Nesting beyond this is refused: the deepest legal message of our clients is under 10, and a copy
/// of a value that is nested some thousands deep overflows the stack.
inline constexpr int kMaxDepth = 64;

/// Reads exactly one JSON text, of UTF-8 bytes. The last of repeated keys wins. Numbers beyond a
/// double are refused. Errors: kMalformed, kTooDeep. Cost: O(n). Thread: any.
[[nodiscard]] Result<Value> parse(std::string_view text, int max_depth = kMaxDepth);

/// Writes as JSON.stringify would (numbers in their shortest form that reads back the same; lone
/// surrogates as \uXXXX), keys in order of the value's map. The result is always valid UTF-8.
/// Requires: strings are WTF-8. Cost: O(n).
void append(std::string& out, const Value& value);
[[nodiscard]] std::string to_string(const Value& value);

/// Appends a JSON string, quotes included, from WTF-8 bytes or from UTF-16 units.
void append_string(std::string& out, std::string_view wtf8);
void append_string(std::string& out, std::u16string_view units);

/// Appends a number as JavaScript prints it. Infinity and NaN become null.
void append_number(std::string& out, double number);

/// A double as Value: whole numbers within 2^53 become integers, -0 becomes 0.
[[nodiscard]] Value number(double value);

/// How deep `value` nests: 0 for a scalar, 1 for `[]`. Cost: O(n).
[[nodiscard]] int depth_of(const Value& value);

}  // namespace plenary::json
