#include "protocol/ot/rich_text/attributes.hpp"

#include <utility>

namespace plenary::ot::rich_text {
namespace {

Attributes share_unless_empty(json::Value value) {
  return value.empty() ? nullptr : share(std::move(value));
}

/// JavaScript's `===` between values that were parsed apart: two objects are never the same one.
bool identical(const json::Value& a, const json::Value& b) {
  return !a.is_structured() && a == b;
}

}  // namespace

Attributes share(json::Value value) {
  return std::make_shared<const json::Value>(std::move(value));
}

Attributes unless_empty(Attributes attributes) {
  return attributes != nullptr && attributes->empty() ? nullptr : std::move(attributes);
}

bool same(const Attributes& a, const Attributes& b) {
  return a == b || (a != nullptr && b != nullptr && *a == *b);
}

Attributes compose(const Attributes& base, const Attributes& over, bool keep_null) {
  if (over == nullptr && (keep_null || base == nullptr)) {
    return base != nullptr && base->empty() ? nullptr : base;
  }
  json::Value result = json::Value::object();
  if (over != nullptr) {
    for (const auto& [key, value] : over->items()) {
      if (keep_null || !value.is_null()) {
        result[key] = value;
      }
    }
  }
  if (base != nullptr) {
    for (const auto& [key, value] : base->items()) {
      if (over == nullptr || !over->contains(key)) {
        result[key] = value;
      }
    }
  }
  return share_unless_empty(std::move(result));
}

Attributes transform(const Attributes& attributes, const Attributes& over, Priority priority) {
  if (over == nullptr || attributes == nullptr || priority == Priority::kOpFirst) {
    return attributes;
  }
  json::Value result = json::Value::object();
  for (const auto& [key, value] : attributes->items()) {
    if (!over->contains(key)) {
      result[key] = value;
    }
  }
  return share_unless_empty(std::move(result));
}

Attributes invert(const Attributes& attributes, const Attributes& base) {
  if (attributes == nullptr) {
    return nullptr;
  }
  json::Value result = json::Value::object();
  for (const auto& [key, value] : attributes->items()) {
    if (base == nullptr || !base->contains(key)) {
      result[key] = nullptr;
    } else if (const json::Value& before = (*base)[key]; !identical(before, value)) {
      result[key] = before;
    }
  }
  return share_unless_empty(std::move(result));
}

}  // namespace plenary::ot::rich_text
