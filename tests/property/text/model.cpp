#include "tests/property/text/model.hpp"

#include <string>
#include <utility>

namespace plenary::text {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using Kind = Component::Kind;

namespace {

std::ptrdiff_t at(std::size_t position) {
  return static_cast<std::ptrdiff_t>(position);
}

/// Written anew from the protocol reference (section 12.3), not shared with the code under test.
ot::rich_text::Attributes laid_over(const ot::rich_text::Attributes& base,
                                    const json::Value& change) {
  json::Value result = base == nullptr ? json::Value::object() : *base;
  for (const auto& [key, value] : change.items()) {
    result.erase(key);
    if (!value.is_null()) {
      result[key] = value;
    }
  }
  return result.empty() ? nullptr : std::make_shared<const json::Value>(std::move(result));
}

}  // namespace

void Model::insert(std::size_t position, std::u16string_view text, const Attributes& attributes) {
  std::vector<Unit> added;
  for (const char16_t unit : text) {
    added.push_back({unit, attributes, nullptr});
  }
  units_.insert(units_.begin() + at(position), added.begin(), added.end());
}

void Model::insert_embed(std::size_t position, const Embed& embed, const Attributes& attributes) {
  units_.insert(units_.begin() + at(position), {u'\0', attributes, embed});
}

void Model::erase(std::size_t position, std::size_t length) {
  units_.erase(units_.begin() + at(position), units_.begin() + at(position + length));
}

void Model::format(std::size_t position, std::size_t length, const Attributes& attributes) {
  if (attributes == nullptr) {
    return;
  }
  for (std::size_t i = position; i < position + length; ++i) {
    units_[i].attributes = laid_over(units_[i].attributes, *attributes);
  }
}

void Model::apply(const Delta& op) {
  std::size_t position = 0;
  for (const Component& component : op.components()) {
    switch (component.kind) {
      case Kind::kText:
        insert(position, component.text, component.attributes);
        break;
      case Kind::kEmbed:
        insert_embed(position, component.embed, component.attributes);
        break;
      case Kind::kRetain:
        format(position, component.length, component.attributes);
        break;
      case Kind::kDelete:
        erase(position, component.length);
        continue;
    }
    position += component.length;
  }
}

Delta Model::to_delta(std::size_t from, std::size_t to) const {
  Delta document;
  for (std::size_t i = from; i < to; ++i) {
    const Unit& unit = units_[i];
    document.push(unit.embed == nullptr
                      ? Component::insert(std::u16string(1, unit.unit), unit.attributes)
                      : Component::insert_embed(unit.embed, unit.attributes));
  }
  return document;
}

}  // namespace plenary::text
