#include "protocol/json/members.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/try.hpp"

namespace plenary::json {
namespace {

/// An integer within ±kWholeMemberMax, whichever way its number is held.
std::optional<std::int64_t> integer_of(const Value& value) {
  if (!value.is_number()) {
    return std::nullopt;
  }
  constexpr auto kMost = static_cast<double>(kWholeMemberMax);
  const double number = value.get<double>();
  if (!(number >= -kMost && number <= kMost)) {
    return std::nullopt;
  }
  const auto integer = static_cast<std::int64_t>(number);
  return static_cast<double>(integer) == number ? std::optional(integer) : std::nullopt;
}

}  // namespace

Error wrong_member(std::string_view name, std::string_view must) {
  return {Errc::kMalformed, "\"" + std::string(name) + "\" must be " + std::string(must)};
}

const Value* find_member(const Value& object, const char* name) {
  if (!object.is_object()) {
    return nullptr;
  }
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

Result<std::string> required_text_member(const Value& object, const char* name) {
  PLENARY_TRY(std::optional<std::string> text, optional_text_member(object, name));
  if (!text) {
    return wrong_member(name, "a string");
  }
  return *std::move(text);
}

Result<std::uint64_t> whole_member(const Value& object, const char* name) {
  PLENARY_TRY(const std::optional<std::uint64_t> number, optional_whole_member(object, name));
  return number ? Result<std::uint64_t>(*number) : wrong_member(name, "a whole number");
}

Result<std::int64_t> integer_member(const Value& object, const char* name) {
  const Value* const found = find_member(object, name);
  const auto number = found == nullptr ? std::nullopt : integer_of(*found);
  return number ? Result<std::int64_t>(*number) : wrong_member(name, "an integer");
}

Result<std::optional<std::string>> optional_text_member(const Value& object, const char* name) {
  const Value* const found = find_member(object, name);
  if (found == nullptr) {
    return std::optional<std::string>();
  }
  if (!found->is_string()) {
    return wrong_member(name, "a string");
  }
  return std::optional(found->get<std::string>());
}

Result<std::optional<std::uint64_t>> optional_whole_member(const Value& object, const char* name) {
  const Value* const found = find_member(object, name);
  if (found == nullptr) {
    return std::optional<std::uint64_t>();
  }
  const auto number = integer_of(*found);
  if (!number || *number < 0) {
    return wrong_member(name, "a whole number");
  }
  return std::optional(static_cast<std::uint64_t>(*number));
}

Result<std::optional<bool>> flag_member(const Value& object, const char* name) {
  const Value* const found = find_member(object, name);
  if (found == nullptr) {
    return std::optional<bool>();
  }
  if (!found->is_boolean()) {
    return wrong_member(name, "true or false");
  }
  return std::optional(found->get<bool>());
}

Result<std::string> text_member(const Value& object, const char* name) {
  PLENARY_TRY(std::optional<std::string> text, optional_text_member(object, name));
  return std::move(text).value_or(std::string());
}

Result<std::vector<std::string>> texts_member(const Value& object, const char* name) {
  std::vector<std::string> texts;
  const Value* const found = find_member(object, name);
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

std::string text_or_empty(const Value& object, const char* name) {
  const Value* const found = find_member(object, name);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t whole_or_zero(const Value& object, const char* name) {
  const std::int64_t integer = integer_or_zero(object, name);
  return integer < 0 ? 0 : static_cast<std::uint64_t>(integer);
}

std::int64_t integer_or_zero(const Value& object, const char* name) {
  const Value* const found = find_member(object, name);
  return found == nullptr ? 0 : integer_of(*found).value_or(0);
}

bool flag_or_false(const Value& object, const char* name) {
  const Value* const found = find_member(object, name);
  return found != nullptr && *found == Value(true);
}

}  // namespace plenary::json
