#include "protocol/text/node.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/assert.hpp"

namespace plenary::text {

void Node::destroy(const Node* node) noexcept {
  if (node->is_leaf()) {
    delete static_cast<const Leaf*>(node);
  } else {
    delete static_cast<const Inner*>(node);
  }
}

void make_own(NodeRef& slot) {
  if (slot->unique()) {
    return;
  }
  if (slot->is_leaf()) {
    slot = new Leaf(as_leaf(*slot));
  } else {
    slot = new Inner(as_inner(*slot));
  }
}

bool any_wide(std::u16string_view text) {
  unsigned bits = 0;
  for (const char16_t unit : text) {
    bits |= unit;
  }
  return bits >= 0x100;
}

// Leaf

std::size_t Leaf::fill_of(std::u16string_view text) {
  text = text.substr(0, kLeafBytes);
  const auto wide = std::find_if(text.begin(), text.end(), [](char16_t c) { return c >= 0x100; });
  const auto narrow = static_cast<std::size_t>(wide - text.begin());
  return std::max(narrow, std::min(text.size(), kLeafBytes / 2));
}

void Leaf::move_gap_to(std::size_t offset) {
  const std::size_t gap_units = capacity() - units_;
  const std::size_t w = width();
  unsigned char* bytes = bytes_.data();
  if (offset < gap_) {
    std::memmove(bytes + (offset + gap_units) * w, bytes + offset * w, (gap_ - offset) * w);
  } else {
    std::memmove(bytes + gap_ * w, bytes + (gap_ + gap_units) * w, (offset - gap_) * w);
  }
  gap_ = static_cast<std::uint16_t>(offset);
}

void Leaf::widen() {
  PLENARY_ASSERT(units_ <= kLeafBytes / 2, "a leaf is widened only if it then still fits");
  std::array<unsigned char, kLeafBytes> old;
  const std::size_t gap_units = capacity() - units_;
  std::memcpy(old.data(), bytes_.data(), gap_);
  std::memcpy(old.data() + gap_, bytes_.data() + gap_ + gap_units, units_ - gap_);
  wide_ = true;
  std::copy_n(old.data(), gap_, wide_units());
  std::copy_n(old.data() + gap_, units_ - gap_, wide_units() + stored_at(gap_));
}

void Leaf::narrow_if_possible() {
  if (!wide_) {
    return;
  }
  move_gap(units_);
  const std::u16string_view text(wide_units(), units_);
  if (any_wide(text)) {
    return;
  }
  // In place: the byte written is never behind the unit read.
  for (std::size_t i = 0; i < units_; ++i) {
    bytes_[i] = static_cast<unsigned char>(text[i]);
  }
  wide_ = false;
}

LeafRef Leaf::split_off(std::size_t offset) {
  LeafRef tail = new Leaf;
  tail->runs_ = runs_.split_off(offset, units_);
  tail->wide_ = wide_;
  tail->units_ = tail->gap_ = static_cast<std::uint16_t>(units_ - offset);
  move_gap(offset);
  std::memcpy(tail->bytes_.data(), bytes_.data() + stored_at(offset) * width(),
              tail->units_ * width());
  units_ = static_cast<std::uint16_t>(offset);
  narrow_if_possible();
  tail->narrow_if_possible();
  return tail;
}

bool Leaf::can_take(const Leaf& tail) const {
  const std::size_t bytes = (units() + tail.units()) * std::max(width(), tail.width());
  return bytes <= kMergeBytes && runs_.count() + tail.runs_.count() <= kMergeRuns;
}

void Leaf::append(const Leaf& tail) {
  runs_.append(tail.runs_, units_, tail.units_);
  move_gap(units_);
  if (!wide_ && tail.wide_) {
    widen();
  }
  std::size_t done = 0;
  while (done < tail.units_) {
    std::size_t step = 0;
    if (!wide_ || tail.wide_) {
      const std::size_t until = done < tail.gap_ ? tail.gap_ : tail.units_;
      step = until - done;
      std::memcpy(bytes_.data() + units_ * width(),
                  tail.bytes_.data() + tail.stored_at(done) * width(), step * width());
    } else {
      const std::string_view piece = tail.narrow_at(done, tail.units_ - done);
      step = piece.size();
      std::transform(piece.begin(), piece.end(), wide_units() + units_,
                     [](char c) { return static_cast<unsigned char>(c); });
    }
    done += step;
    units_ = static_cast<std::uint16_t>(units_ + step);
    gap_ = units_;
  }
}

std::string_view Leaf::narrow_at(std::size_t offset, std::size_t length) const {
  const std::size_t until = offset < gap_ ? gap_ : units_;
  return {reinterpret_cast<const char*>(bytes_.data()) + stored_at(offset),
          std::min(length, until - offset)};
}

std::u16string_view Leaf::wide_at(std::size_t offset, std::size_t length) const {
  const std::size_t until = offset < gap_ ? gap_ : units_;
  return {wide_units() + stored_at(offset), std::min(length, until - offset)};
}

std::size_t Leaf::memory_bytes() const {
  return sizeof(Leaf) + runs_.list().capacity() * sizeof(Run);
}

// Inner

Inner::Inner(const Inner& other) : Node(other), count_(other.count_), lengths_(other.lengths_) {
  std::copy_n(other.children_.begin(), count_, children_.begin());
}

std::size_t Inner::length_before(std::size_t index) const {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < index; ++i) {
    sum += lengths_[i];
  }
  return sum;
}

void Inner::insert(std::size_t index, NodeRef child, std::size_t length) {
  PLENARY_ASSERT(count_ < kFanout, "a full node is split first");
  const auto at = static_cast<std::ptrdiff_t>(index);
  std::move_backward(children_.begin() + at, children_.begin() + count_,
                     children_.begin() + count_ + 1);
  std::move_backward(lengths_.begin() + at, lengths_.begin() + count_,
                     lengths_.begin() + count_ + 1);
  children_[index] = std::move(child);
  lengths_[index] = static_cast<std::uint32_t>(length);
  ++count_;
}

void Inner::remove(std::size_t index) {
  const auto at = static_cast<std::ptrdiff_t>(index);
  std::move(children_.begin() + at + 1, children_.begin() + count_, children_.begin() + at);
  std::move(lengths_.begin() + at + 1, lengths_.begin() + count_, lengths_.begin() + at);
  --count_;
  children_[count_] = nullptr;
}

InnerRef Inner::split_off(std::size_t index) {
  InnerRef tail = new Inner;
  for (std::size_t i = index; i < count_; ++i) {
    tail->insert(i - index, std::move(children_[i]), lengths_[i]);
  }
  count_ = static_cast<std::uint16_t>(index);
  return tail;
}

void Inner::append(const Inner& tail) {
  for (std::size_t i = 0; i < tail.count_; ++i) {
    insert(count_, tail.children_[i], tail.lengths_[i]);
  }
}

}  // namespace plenary::text
