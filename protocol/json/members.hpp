#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/json/value.hpp"

/// The members of a JSON object, by name and kind: the one reader for request bodies, records and
/// answers. A member that may be left out may be null, too. What is no object has no members.
/// Errors of all: kMalformed, with the name of the member and what it must be. Pure; any thread.
/// Cost of each: O(log members), and a copy of the value.
namespace plenary::json {

/// The greatest whole number that every JSON reader keeps exactly: 2^53.
inline constexpr std::uint64_t kWholeMemberMax = std::uint64_t{1} << 53U;

/// The error of a member that is not what it must be.
[[nodiscard]] Error wrong_member(std::string_view name, std::string_view must);

/// The member; nullptr if it is left out or null. Lifetime: that of the object.
[[nodiscard]] const Value* find_member(const Value& object, const char* name);

/// A member that must be there. Whole numbers go from 0 to kWholeMemberMax, integers from
/// -kWholeMemberMax; 2.0 is both.
[[nodiscard]] Result<std::string> required_text_member(const Value& object, const char* name);
[[nodiscard]] Result<std::uint64_t> whole_member(const Value& object, const char* name);
[[nodiscard]] Result<std::int64_t> integer_member(const Value& object, const char* name);

/// A member that may be left out.
[[nodiscard]] Result<std::optional<std::string>> optional_text_member(const Value& object,
                                                                      const char* name);
[[nodiscard]] Result<std::optional<std::uint64_t>> optional_whole_member(const Value& object,
                                                                         const char* name);
[[nodiscard]] Result<std::optional<bool>> flag_member(const Value& object, const char* name);
/// Empty if it is left out.
[[nodiscard]] Result<std::string> text_member(const Value& object, const char* name);
[[nodiscard]] Result<std::vector<std::string>> texts_member(const Value& object, const char* name);

/// For what a peer or an older program wrote, where a member of another kind is as good as none:
/// the member, or else an empty text, zero or false.
[[nodiscard]] std::string text_or_empty(const Value& object, const char* name);
[[nodiscard]] std::uint64_t whole_or_zero(const Value& object, const char* name);
[[nodiscard]] std::int64_t integer_or_zero(const Value& object, const char* name);
[[nodiscard]] bool flag_or_false(const Value& object, const char* name);

}  // namespace plenary::json
