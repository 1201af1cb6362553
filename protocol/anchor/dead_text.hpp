#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace plenary::anchor {

/// Text that grows at both ends. A regular value. Cost of growing: amortised O(units added); of all
/// else O(1).
class DeadText {
 public:
  [[nodiscard]] std::size_t size() const { return units_.size() - head_; }
  [[nodiscard]] std::u16string_view view() const { return {units_.data() + head_, size()}; }

  void push_front(std::u16string_view text) {
    if (text.size() > head_) {
      const std::size_t room = text.size() + size();
      units_.insert(units_.begin(), room, u'\0');
      head_ += room;
    }
    head_ -= text.size();
    std::copy(text.begin(), text.end(), units_.begin() + static_cast<std::ptrdiff_t>(head_));
  }
  void push_back(std::u16string_view text) {
    if (head_ > 2 * size() + 64) {
      units_.erase(units_.begin(), units_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
    units_.insert(units_.end(), text.begin(), text.end());
  }
  void drop_front(std::size_t count) { head_ += count; }
  void drop_back(std::size_t count) { units_.resize(units_.size() - count); }

  [[nodiscard]] std::size_t memory_bytes() const { return units_.capacity() * sizeof(char16_t); }

 private:
  std::vector<char16_t> units_;
  std::size_t head_{0};
};

}  // namespace plenary::anchor
