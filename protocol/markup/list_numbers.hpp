#pragma once

#include <array>
#include <cstddef>

#include "protocol/markup/lines.hpp"

namespace plenary::markup {

/// Numbers the ordered lines of a document as the editor shows them. Each level counts by itself. A
/// line of a list begins the levels under it anew, and lines of other lists at its own level are
/// passed over: a remark between two numbered items does not end their count. A line that is in no
/// list and not indented ends all counts. A count ends with the quote around its list: at a line in
/// fewer quotes, and at an item of its level in more. An ordered line may say its number, from
/// which the count goes on. A value.
class ListNumbers {
 public:
  /// The number of the next line; of no meaning if it is not ordered. Cost: O(levels).
  int next(const LineStyle& style) {
    if (style.list == ListKind::kNone && style.indent == 0) {
      levels_.fill({});
      return 0;
    }
    for (Level& level : levels_) {
      level.count = level.quotes > style.quotes ? 0 : level.count;
    }
    if (style.list == ListKind::kNone) {
      return 0;
    }
    const auto at = static_cast<std::size_t>(style.indent);
    for (std::size_t deeper = at + 1; deeper < levels_.size(); ++deeper) {
      levels_[deeper].count = 0;
    }
    Level& own = levels_[at];
    const int upcoming_number = upcoming(style.indent, style.quotes);
    own.quotes = style.quotes;
    own.count = style.list == ListKind::kOrdered ? style.start.value_or(upcoming_number)
                                                 : upcoming_number - 1;
    return style.list == ListKind::kOrdered ? own.count : 0;
  }
  /// The number that an ordered line with this indent in so many quotes has if it says none.
  [[nodiscard]] int upcoming(int indent, int quotes) const {
    const Level& level = levels_[static_cast<std::size_t>(indent)];
    return level.quotes == quotes ? level.count + 1 : 1;
  }

 private:
  struct Level {
    int count{0};
    int quotes{0};
  };
  std::array<Level, kMaxIndent + 1> levels_{};
};

}  // namespace plenary::markup
