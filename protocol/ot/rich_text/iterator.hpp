#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>

#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::ot::rich_text {

/// Walks a delta in parts of any length, as compose and transform need it. Past the end it reads as
/// a plain retain without end. Lifetime: not longer than the delta's.
class ComponentIterator {
 public:
  using Kind = Component::Kind;
  static constexpr std::size_t kEndless = std::numeric_limits<std::size_t>::max();

  explicit ComponentIterator(const Delta& delta) : list_(&delta.components()) {}

  [[nodiscard]] bool has_next() const { return index_ < list_->size(); }
  /// The component at hand, whole. Requires: has_next().
  [[nodiscard]] const Component& peek() const { return (*list_)[index_]; }
  [[nodiscard]] bool at_insert() const { return has_next() && peek().is_insert(); }
  [[nodiscard]] bool at_delete() const { return has_next() && peek().kind == Kind::kDelete; }
  /// Units left in the component at hand; kEndless past the end.
  [[nodiscard]] std::size_t length_left() const {
    return has_next() ? peek().length - offset_ : kEndless;
  }

  /// Goes on by at most `length` units, within one component, without making a copy of it.
  void advance(std::size_t length = kEndless) {
    if (!has_next()) {
      return;
    }
    if (length >= length_left()) {
      ++index_;
      offset_ = 0;
    } else {
      offset_ += length;
    }
  }

  /// As advance, and answers the part that was passed.
  [[nodiscard]] Component next(std::size_t length = kEndless) {
    if (!has_next()) {
      return Component::retain(length);
    }
    const Component& whole = peek();
    const std::size_t taken = std::min(length, length_left());
    const std::size_t from = offset_;
    advance(length);
    if (taken == whole.length) {
      return whole;
    }
    Component part{whole.kind, taken, {}, whole.embed, whole.change, whole.attributes};
    if (whole.kind == Kind::kText) {
      part.text = whole.text.substr(from, taken);
    }
    return part;
  }

 private:
  const std::vector<Component>* list_;
  std::size_t index_{0};
  std::size_t offset_{0};
};

}  // namespace plenary::ot::rich_text
