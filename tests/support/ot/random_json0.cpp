#include "tests/support/ot/random_json0.hpp"

#include <algorithm>
#include <optional>

#include "protocol/base/assert.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/ot/json0/json0.hpp"

namespace plenary::test {
namespace {

using json::Value;
using namespace ot::json0;  // NOLINT: the words of one type, in a file about it

/// Every place in a value, with its path.
void collect(const Value& at, Path& path, std::vector<std::pair<Path, const Value*>>& places) {
  places.emplace_back(path, &at);
  if (at.is_array()) {
    for (std::size_t i = 0; i < at.size(); ++i) {
      path.emplace_back(static_cast<std::int64_t>(i));
      collect(at[i], path, places);
      path.pop_back();
    }
  } else if (at.is_object()) {
    for (const auto& [key, part] : at.items()) {
      path.emplace_back(key);
      collect(part, path, places);
      path.pop_back();
    }
  }
}

text0::Edit random_edit(Random& random, const std::u16string& text) {
  using Kind = text0::Edit::Kind;
  if (!text.empty() && random.chance(45)) {
    const std::size_t at = random.below(text.size());
    return {Kind::kDelete, static_cast<std::int64_t>(at), text.substr(at, 1 + random.below(4))};
  }
  return {Kind::kInsert, static_cast<std::int64_t>(random.below(text.size() + 1)),
          random_text(random, 1, 3)};
}

Component string_component(Random& random, Path path, std::u16string text, StringForm form) {
  if (form == StringForm::kOld) {
    return as_string_change(std::move(path), random_edit(random, text));
  }
  TextChange change;
  for (std::size_t n = 1 + random.below(3); n > 0; --n) {
    change.edits.push_back(random_edit(random, text));
    PLENARY_ASSERT(text0::apply(text, {change.edits.back()}, true), "a random edit fits");
  }
  return {std::move(path), std::move(change)};
}

Component list_component(Random& random, Path path, const Value& list) {
  const std::size_t index = random.below(list.size());
  const std::size_t choice = random.below(list.empty() ? 2 : 5);
  path.emplace_back(static_cast<std::int64_t>(choice < 2 ? random.below(list.size() + 1) : index));
  switch (choice) {
    case 0:
    case 1:
      return {path, ListChange{std::nullopt, Frozen(random_value(random, 1))}};
    case 2:
      return {path, ListChange{Frozen(list[index]), std::nullopt}};
    case 3:
      return {path, ListChange{Frozen(list[index]), Frozen(random_value(random, 1))}};
    default:
      return {path, ListMove{static_cast<std::int64_t>(random.below(list.size()))}};
  }
}

Component object_component(Random& random, Path path, const Value& object) {
  std::string key = random_key(random);
  if (!object.empty() && random.chance(60)) {
    key = std::next(object.begin(), static_cast<std::ptrdiff_t>(random.below(object.size()))).key();
  }
  const bool there = object.contains(key);
  ObjectChange change;
  if (there) {
    change.removed = Frozen(object[key]);
  }
  if (!there || random.chance(60)) {
    change.inserted = Frozen(random_value(random, 1));
  }
  path.emplace_back(std::move(key));
  return {std::move(path), std::move(change)};
}

Component random_component(Random& random, const Value& document, StringForm form) {
  std::vector<std::pair<Path, const Value*>> places;
  Path root;
  collect(document, root, places);
  while (true) {
    const auto& [path, at] = random.chance(20) ? places.front() : random.pick(places);
    if (path.empty() && random.chance(3)) {
      return {path, ObjectChange{Frozen(*at), Frozen(random_json_document(random))}};
    }
    if (at->is_array()) {
      return list_component(random, path, *at);
    }
    if (at->is_object()) {
      return object_component(random, path, *at);
    }
    if (at->is_string()) {
      return string_component(random, path, utf::to_utf16(at->get_ref<const std::string&>()), form);
    }
    if (at->is_number()) {
      return {path, NumberAdd{static_cast<double>(random.below(5)) - 2}};
    }
  }
}

}  // namespace

Value random_json_document(Random& random) {
  Value document = {
      {"list", Value::array()}, {"str", utf::to_wtf8(random_text(random, 0, 6))}, {"num", 3}};
  for (std::size_t n = random.below(5); n > 0; --n) {
    document["list"].push_back(random_value(random, 2));
  }
  for (std::size_t n = random.below(3); n > 0; --n) {
    document[random_key(random)] = random_value(random, 2);
  }
  return document;
}

Op random_operation(Random& random, const Value& document, StringForm form, std::size_t max) {
  Op op;
  Value after = document;
  for (std::size_t n = 1 + random.below(max); n > 0; --n) {
    op.push_back(random_component(random, after, form));
    Result<Value> next = ot::json0::apply(std::move(after), {op.back()});
    PLENARY_ASSERT(next, "a random component fits");
    after = *std::move(next);
  }
  return op;
}

}  // namespace plenary::test
