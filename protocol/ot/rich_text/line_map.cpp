#include "protocol/ot/rich_text/line_map.hpp"

#include <algorithm>
#include <limits>

namespace plenary::ot::rich_text {
LineMap::LineMap(const Delta& lines) {
  if (lines.empty()) {
    return;
  }
  std::size_t before = 0;
  std::size_t after = 0;
  for (const Component& component : lines.components()) {
    if (component.is_insert()) {
      inserted_ += component.length;
      after += component.length;
    } else if (component.kind == Component::Kind::kDelete) {
      removed_ += component.length;
      before += component.length;
    } else {
      kept_.push_back({before, after, component.length});
      before += component.length;
      after += component.length;
    }
  }
  kept_.push_back({before, after, std::numeric_limits<std::size_t>::max() - after});
}

std::optional<std::size_t> LineMap::moved(std::size_t index, std::size_t Kept::*from,
                                          std::size_t Kept::*to) const {
  const auto next =
      std::upper_bound(kept_.begin(), kept_.end(), index,
                       [from](std::size_t at, const Kept& stretch) { return at < stretch.*from; });
  if (next == kept_.begin()) {
    return std::nullopt;
  }
  const Kept& stretch = *std::prev(next);
  const std::size_t offset = index - stretch.*from;
  return offset < stretch.length ? std::optional(stretch.*to + offset) : std::nullopt;
}

}  // namespace plenary::ot::rich_text
