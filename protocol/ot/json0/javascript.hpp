#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "protocol/json/value.hpp"
#include "protocol/ot/json0/op.hpp"

/// JavaScript's treatment of keys, indexes and lists, where the stock type does not check them.
/// Pure.
namespace plenary::ot::json0::javascript {

/// A key as arithmetic and comparisons see it: an index or a string of digits is its number, an
/// empty string 0, and NaN, which compares false with everything, stands for the rest.
[[nodiscard]] double number_of(const Key& key);

/// A key as a property name of an object.
[[nodiscard]] std::string property_name(const Key& key);

/// The index that a string means as a property of a list: digits without a leading zero.
[[nodiscard]] std::optional<std::int64_t> list_index(const std::string& name);

/// The place that splice takes an index to mean in a list of `size` items: from the end if
/// negative, at most the end.
[[nodiscard]] std::int64_t splice_start(std::int64_t index, std::int64_t size);

/// List items as join has them: commas between, nothing for null, "[object Object]" for an object.
[[nodiscard]] std::string join(json::Value::const_iterator from, json::Value::const_iterator to);

}  // namespace plenary::ot::json0::javascript
