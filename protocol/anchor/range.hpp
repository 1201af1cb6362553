#pragma once

#include <cstddef>

#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::anchor {

/// The units [start, end) of a text, in UTF-16 units.
struct Range {
  std::size_t start{0};
  std::size_t end{0};
  friend bool operator==(const Range&, const Range&) = default;
  [[nodiscard]] bool empty() const { return start >= end; }
  [[nodiscard]] std::size_t length() const { return empty() ? 0 : end - start; }
};

/// The range after `op`. Text inserted at either edge stays outside, text inserted inside belongs
/// to it, and a range whose units are all deleted becomes empty. Law, for an `op` in normal form:
/// start is transform_position(start, op, kAfter), end is transform_position(end, op, kBefore), and
/// the end is moved to the start if it came before it. A client can do the same with Quill's
/// `transformPosition`. To carry a range from version v to the head, map it over each operation
/// since in turn. It does not remember deleted text, so it never finds words again. Cost:
/// O(components of op).
[[nodiscard]] Range map(Range range, const ot::rich_text::Delta& op);

}  // namespace plenary::anchor
