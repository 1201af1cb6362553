#include "protocol/ot/json0/check.hpp"

#include <algorithm>

#include "protocol/json/prototype_names.hpp"

namespace plenary::ot::json0 {
namespace {

bool is_dangerous(const Key& key) {
  const auto* name = std::get_if<std::string>(&key);
  return name != nullptr && json::is_prototype_name(*name);
}

int depth_of(const std::optional<Frozen>& value) {
  return value ? json::depth_of(value->get()) : 0;
}

/// The depth of the values that a change carries. The removed value counts as well: it is stored,
/// and changed by transform.
int depth_of(const Change& change) {
  if (const auto* list = std::get_if<ListChange>(&change)) {
    return std::max(depth_of(list->removed), depth_of(list->inserted));
  }
  if (const auto* object = std::get_if<ObjectChange>(&change)) {
    return std::max(depth_of(object->removed), depth_of(object->inserted));
  }
  return 0;
}

std::size_t parts_of(const Component& component) {
  const auto* text = std::get_if<TextChange>(&component.change);
  return text != nullptr ? text->edits.size() + 1 : 1;
}

}  // namespace

Result<void> check(const Op& op) {
  std::size_t parts = 0;
  for (const Component& component : op) {
    if (std::any_of(component.path.begin(), component.path.end(), is_dangerous)) {
      return Error{Errc::kNotApplicable, "Invalid path segment"};
    }
    const auto depth = static_cast<std::size_t>(depth_of(component.change));
    if (component.path.size() + depth > static_cast<std::size_t>(kMaxDocumentDepth)) {
      return Error{Errc::kTooDeep, "the document would nest too deeply"};
    }
    parts += parts_of(component);
    if (parts > kMaxParts) {
      return Error{Errc::kTooLarge, "an operation has too many components"};
    }
  }
  return {};
}

Result<void> check_document(const json::Value& data) {
  if (json::depth_of(data) > kMaxDocumentDepth) {
    return Error{Errc::kTooDeep, "the document nests too deeply"};
  }
  return {};
}

}  // namespace plenary::ot::json0
