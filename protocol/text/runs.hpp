#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "protocol/text/style.hpp"

namespace plenary::text {

/// Consecutive units of one style. An embed's run has length 1.
struct Run {
  StyleRef style;
  std::uint32_t length{0};
};

/// The styles of a leaf's units, as runs in order. Equal neighbours are always joined. A leaf
/// without any style keeps no list at all; that is why most functions are told how many units the
/// leaf holds (`total`, before the change). Offsets and lengths count units.
class Runs {
 public:
  /// True if no unit has a style.
  [[nodiscard]] bool plain() const { return list_.empty(); }
  /// Number of runs; 1 for plain text.
  [[nodiscard]] std::size_t count() const { return list_.empty() ? 1 : list_.size(); }
  /// Empty for plain text.
  [[nodiscard]] const std::vector<Run>& list() const { return list_; }

  /// A style with these attributes among those that touch `offset`, so that typing on in bold needs
  /// no look-up. Returns: false if neither neighbour has it.
  [[nodiscard]] bool style_beside(std::size_t offset, const Attributes& attributes,
                                  StyleRef& found) const;

  void insert(std::size_t offset, std::size_t length, const StyleRef& style, std::size_t total);
  /// Requires: !plain().
  void erase(std::size_t offset, std::size_t length);
  /// Gives each run in the range the style `change(old style)`.
  template <class Change>
  void restyle(std::size_t offset, std::size_t length, std::size_t total, Change change);

  /// The style of the unit behind `offset`, to be changed in place. Requires: !plain().
  [[nodiscard]] StyleRef& style_at(std::size_t offset) {
    return list_[find(offset + 1).first].style;
  }

  [[nodiscard]] const StyleRef& style_at(std::size_t offset) const {
    return list_[find(offset + 1).first].style;
  }

  /// Cuts off the runs from `offset` on and returns them.
  [[nodiscard]] Runs split_off(std::size_t offset, std::size_t total);
  void append(Runs tail, std::size_t total, std::size_t tail_total);
  /// Where the middle run starts. Requires: count() > 1.
  [[nodiscard]] std::size_t middle() const;

 private:
  [[nodiscard]] std::pair<std::size_t, std::size_t> find(std::size_t offset) const;
  void write_out(std::size_t total);
  std::size_t cut(std::size_t offset);
  void join_at(std::size_t index);
  void drop_list_if_plain();

  std::vector<Run> list_;
};

template <class Change>
void Runs::restyle(std::size_t offset, std::size_t length, std::size_t total, Change change) {
  write_out(total);
  std::size_t index = cut(offset);
  const std::size_t end = cut(offset + length);
  const std::size_t first = index;
  for (; index < end; ++index) {
    list_[index].style = change(list_[index].style);
  }
  for (std::size_t seam = end + 1; seam-- > first;) {
    join_at(seam);
  }
  drop_list_if_plain();
}

}  // namespace plenary::text
