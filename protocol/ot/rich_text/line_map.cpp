#include "protocol/ot/rich_text/line_map.hpp"

#include <algorithm>
#include <limits>

namespace plenary::ot::rich_text {
namespace {

/// The place of `index` on the side `to`, from the stretches in their order on the side `from`.
template <class Kept>
std::optional<std::size_t> moved(const std::vector<Kept>& kept, std::size_t index,
                                 std::size_t Kept::*from, std::size_t Kept::*to) {
  if (kept.empty()) {
    return index;
  }
  const auto next =
      std::upper_bound(kept.begin(), kept.end(), index,
                       [from](std::size_t at, const Kept& stretch) { return at < stretch.*from; });
  if (next == kept.begin()) {
    return std::nullopt;
  }
  const Kept& stretch = *std::prev(next);
  const std::size_t offset = index - stretch.*from;
  return offset < stretch.length ? std::optional(stretch.*to + offset) : std::nullopt;
}

}  // namespace

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

std::optional<std::size_t> LineMap::after(std::size_t before) const {
  return moved(kept_, before, &Kept::before, &Kept::after);
}

std::optional<std::size_t> LineMap::before(std::size_t after) const {
  return moved(kept_, after, &Kept::after, &Kept::before);
}

}  // namespace plenary::ot::rich_text
