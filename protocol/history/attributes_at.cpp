#include "protocol/history/attributes_at.hpp"

#include <utility>

#include "protocol/ot/rich_text/attributes.hpp"

namespace plenary::history {

const Attributes& AttributesAt::at(const Piece& piece, OpNumber version) {
  return folded(piece.span->style, weave_.mark_at(piece, version));
}

const Attributes& AttributesAt::at(const CellStory& cell, OpNumber version) {
  return folded(0, weave_.mark_at(cell.mark, version));
}

const Attributes& AttributesAt::folded(std::uint32_t style, std::uint32_t mark) {
  if (mark == 0) {
    return weave_.attributes_as_inserted(style);
  }
  const std::uint64_t key = std::uint64_t{style} << 32 | mark;
  if (const auto found = known_.find(key); found != known_.end()) {
    return found->second;
  }
  // A loop, not a recursion: a title may have been formatted thousands of times.
  std::vector<std::uint32_t> chain;
  for (std::uint32_t at = mark; at != 0; at = weave_.mark(at).older) {
    chain.push_back(at);
  }
  Attributes attributes = weave_.attributes_as_inserted(style);
  for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
    const Mark& laid = weave_.mark(*at);
    if (!left_out_ || !left_out_(laid)) {
      attributes = ot::rich_text::compose(attributes, weave_.change_of(laid), false);
    }
  }
  return known_[key] = std::move(attributes);
}

Attributes attributes_change(const Attributes& from, const Attributes& to) {
  if (ot::rich_text::same(from, to)) {
    return nullptr;
  }
  json::Value change = json::Value::object();
  if (to != nullptr) {
    for (const auto& [key, value] : to->items()) {
      if (from == nullptr || !from->contains(key) || (*from)[key] != value) {
        change[key] = value;
      }
    }
  }
  if (from != nullptr) {
    for (const auto& [key, value] : from->items()) {
      if (to == nullptr || !to->contains(key)) {
        change[key] = nullptr;
      }
    }
  }
  return change.empty() ? nullptr : ot::rich_text::share(std::move(change));
}

}  // namespace plenary::history
