#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::ot::rich_text {

/// Where the rows or columns of a table are after a change of them, and where they were before.
/// Cost: O(components) to make, O(log components) to ask.
class LineMap {
 public:
  explicit LineMap(const Delta& lines);

  /// The index after the change; nothing if it was deleted.
  [[nodiscard]] std::optional<std::size_t> after(std::size_t before) const {
    return kept_.empty() ? before : moved(before, &Kept::before, &Kept::after);
  }
  /// The index before the change; nothing if it is new.
  [[nodiscard]] std::optional<std::size_t> before(std::size_t after) const {
    return kept_.empty() ? after : moved(after, &Kept::after, &Kept::before);
  }
  /// The number of rows or columns after the change. Requires: it applies to `count` ones.
  [[nodiscard]] std::size_t count_after(std::size_t count) const {
    return count + inserted_ - removed_;
  }
  [[nodiscard]] std::size_t inserted() const { return inserted_; }
  [[nodiscard]] bool removes() const { return removed_ > 0; }

 private:
  /// Neighbours that stay.
  struct Kept {
    std::size_t before;
    std::size_t after;
    std::size_t length;
  };
  /// The place of `index` on the side `to`, from the stretches in their order on the side `from`.
  [[nodiscard]] std::optional<std::size_t> moved(std::size_t index, std::size_t Kept::*from,
                                                 std::size_t Kept::*to) const;

  std::vector<Kept> kept_;  // in order; empty: nothing changes
  std::size_t inserted_{0};
  std::size_t removed_{0};
};

}  // namespace plenary::ot::rich_text
