#pragma once

#include <array>
#include <cstddef>

#include "protocol/markup/lines.hpp"

namespace plenary::markup {

/// Numbers the ordered lines of a document as the editor shows them. Each level counts by itself. A
/// line of a list begins the levels under it anew, and lines of other lists at its own level are
/// passed over: a remark between two numbered items does not end their count. A line that is in no
/// list and not indented ends all counts. An ordered line may say its number, from which the count
/// goes on. A value.
class ListNumbers {
 public:
  /// The number of the next line; of no meaning if it is not ordered. Cost: O(levels).
  int next(const LineStyle& style) {
    if (style.list == ListKind::kNone) {
      if (style.indent == 0) {
        counts_.fill(0);
      }
      return 0;
    }
    const auto level = static_cast<std::size_t>(style.indent);
    for (std::size_t deeper = level + 1; deeper < counts_.size(); ++deeper) {
      counts_[deeper] = 0;
    }
    if (style.list != ListKind::kOrdered) {
      return 0;
    }
    counts_[level] = style.start.value_or(counts_[level] + 1);
    return counts_[level];
  }
  /// The number that an ordered line with this indent has if it says none.
  [[nodiscard]] int upcoming(int indent) const {
    return counts_[static_cast<std::size_t>(indent)] + 1;
  }

 private:
  std::array<int, kMaxIndent + 1> counts_{};
};

}  // namespace plenary::markup
