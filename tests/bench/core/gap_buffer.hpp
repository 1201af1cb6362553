#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace plenary::bench {

/// The yardstick: a plain text of UTF-16 units in one gap buffer. Nothing is faster for one person
/// who types, and it knows neither attributes nor snapshots, and random edits of a long text cost
/// O(n).
class GapBuffer {
 public:
  void edit(std::size_t position, std::size_t erased, std::u16string_view inserted) {
    move_gap(position);
    gap_end_ += erased;
    if (gap_end_ - gap_ < inserted.size()) {
      grow(inserted.size());
    }
    std::memcpy(units_.data() + gap_, inserted.data(), inserted.size() * sizeof(char16_t));
    gap_ += inserted.size();
  }

  [[nodiscard]] std::u16string text() const {
    std::u16string all(units_.data(), gap_);
    all.append(units_.data() + gap_end_, units_.size() - gap_end_);
    return all;
  }

 private:
  void move_gap(std::size_t position) {
    char16_t* units = units_.data();
    if (position < gap_) {
      const std::size_t n = gap_ - position;
      std::memmove(units + gap_end_ - n, units + position, n * sizeof(char16_t));
      gap_ -= n;
      gap_end_ -= n;
    } else if (position > gap_) {
      const std::size_t n = position - gap_;
      std::memmove(units + gap_, units + gap_end_, n * sizeof(char16_t));
      gap_ += n;
      gap_end_ += n;
    }
  }

  void grow(std::size_t needed) {
    const std::size_t more = std::max(units_.size(), needed + 64);
    std::vector<char16_t> larger(units_.size() + more);
    std::copy_n(units_.data(), gap_, larger.data());
    std::copy(units_.data() + gap_end_, units_.data() + units_.size(),
              larger.data() + gap_end_ + more);
    gap_end_ += more;
    units_.swap(larger);
  }

  std::vector<char16_t> units_;
  std::size_t gap_{0};
  std::size_t gap_end_{0};
};

}  // namespace plenary::bench
