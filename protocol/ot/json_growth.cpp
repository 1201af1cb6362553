#include "protocol/ot/json_growth.hpp"

#include <memory>
#include <variant>

#include "protocol/ot/rich_text/embed_change.hpp"
#include "protocol/text/value_sizes.hpp"

namespace plenary::ot {
namespace {

using rich_text::Component;
using rich_text::Delta;
using Kind = Component::Kind;

constexpr std::size_t kAroundRun = 64;   // of JSON: keys, brackets and quotes of one run or cell
constexpr std::size_t kEscapeBytes = 6;  // as an escape

std::size_t json_size_of(const std::shared_ptr<const json::Value>& value) {
  return value == nullptr ? 0 : json::to_string(*value).size();
}

std::size_t growth_of_insert(const Component& component) {
  return 2 * kAroundRun + json_size_of(component.attributes) + json_size_of(component.embed) +
         kEscapeBytes * component.text.size();
}

/// The growth of a text that nobody looks at: each unit may be a run.
std::size_t growth_inside(const Delta& change) {
  std::size_t growth = 0;
  for (const Component& component : change.components()) {
    if (component.is_insert()) {
      growth += growth_of_insert(component);
    } else if (component.attributes != nullptr) {
      growth += component.length * (json_size_of(component.attributes) + kAroundRun);
    }
  }
  return growth;
}

std::size_t growth_of(const rich_text::Note& note) {
  return kAroundRun + growth_inside(note.content);
}

std::size_t growth_of(const rich_text::Table& table) {
  std::size_t growth = kAroundRun + growth_inside(table.rows) + growth_inside(table.columns);
  for (const auto& [place, cell] : table.cells) {
    growth += kAroundRun + json_size_of(cell.attributes) + growth_inside(cell.content);
  }
  return growth;
}

std::size_t count_runs(const text::Rope& rope, std::size_t from, std::size_t to) {
  std::size_t runs = 0;
  text::Reader reader = rope.read(from, to);
  for (text::Piece piece; reader.next(piece);) {
    runs += piece.continues ? 0 : 1;
  }
  return runs;
}

}  // namespace

std::size_t json_bound(const text::Rope& rope, std::size_t from, std::size_t to) {
  text::ValueSizes sizes;
  std::size_t bytes = kEscapeBytes * (to - from);
  text::Reader reader = rope.read(from, to);
  for (text::Piece piece; reader.next(piece);) {
    bytes += piece.continues
                 ? 0
                 : kAroundRun + sizes.of(piece.attributes).bytes + sizes.of(piece.embed()).bytes;
  }
  return bytes;
}

std::size_t json_growth(const text::Rope& rope, const Delta& change) {
  std::size_t growth = 0;
  std::size_t position = 0;
  for (const Component& component : change.components()) {
    if (component.is_insert()) {
      growth += growth_of_insert(component);
      continue;
    }
    if (component.kind == Kind::kRetain && component.attributes != nullptr) {
      const std::size_t runs = count_runs(rope, position, position + component.length);
      growth += (runs + 2) * (json_size_of(component.attributes) + kAroundRun);
    }
    if (component.change != nullptr) {
      growth += std::visit([](const auto& content) { return growth_of(content); },
                           component.change->content);
    }
    position += component.length;
  }
  return growth;
}

}  // namespace plenary::ot
