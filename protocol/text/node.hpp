#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include "protocol/text/ref_counted.hpp"
#include "protocol/text/runs.hpp"
#include "protocol/text/shape.hpp"

/// The nodes of the tree of a Rope. Internal to protocol/text.
namespace plenary::text {

/// A leaf or an inner node. A node with one owner may be changed by it; any other is immutable.
class Node : public RefCounted<Node> {
 public:
  [[nodiscard]] bool is_leaf() const { return is_leaf_; }
  static void destroy(const Node* node) noexcept;

 protected:
  explicit Node(bool is_leaf) : is_leaf_(is_leaf) {}
  Node(const Node&) = default;
  ~Node() = default;

 private:
  bool is_leaf_;
};

using NodeRef = boost::intrusive_ptr<Node>;

/// Up to kLeafBytes of text in a gap buffer, and its styles. One byte a unit while all are below
/// 0x100, else two. The unit of an embed is 0. Offsets count units from the leaf's start.
class Leaf final : public Node {
 public:
  Leaf() : Node(true) {}
  Leaf(const Leaf&) = default;
  Leaf& operator=(const Leaf&) = delete;

  [[nodiscard]] std::size_t units() const { return units_; }
  [[nodiscard]] bool wide() const { return wide_; }
  [[nodiscard]] const Runs& runs() const { return runs_; }
  [[nodiscard]] Runs& runs() { return runs_; }

  /// How many units from the start of `text` still fit in, widening the leaf if needed.
  [[nodiscard]] std::size_t room_for(std::u16string_view text) const;
  /// How many units from the start of `text` an empty leaf takes without being widened half way.
  [[nodiscard]] static std::size_t fill_of(std::u16string_view text);
  /// Requires: text.size() <= room_for(text).
  void insert(std::size_t offset, std::u16string_view text, const StyleRef& style);
  void erase(std::size_t offset, std::size_t length);

  /// Cuts off the units from `offset` on into a leaf of their own.
  [[nodiscard]] boost::intrusive_ptr<Leaf> split_off(std::size_t offset);
  /// Can `tail` be appended within the limits for a merge?
  [[nodiscard]] bool can_take(const Leaf& tail) const;
  void append(const Leaf& tail);

  /// The stored units of a narrow / wide leaf from `offset`, at most `length` and at most to the
  /// gap.
  [[nodiscard]] std::string_view narrow_at(std::size_t offset, std::size_t length) const;
  [[nodiscard]] std::u16string_view wide_at(std::size_t offset, std::size_t length) const;

  /// Bytes of memory in use, with the list of runs, without styles.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  [[nodiscard]] std::size_t capacity() const { return wide_ ? kLeafBytes / 2 : kLeafBytes; }
  [[nodiscard]] std::size_t width() const { return wide_ ? 2 : 1; }
  [[nodiscard]] std::size_t stored_at(std::size_t offset) const {
    return offset < gap_ ? offset : offset + capacity() - units_;
  }
  [[nodiscard]] char16_t* wide_units() {
    return std::launder(reinterpret_cast<char16_t*>(bytes_.data()));
  }
  [[nodiscard]] const char16_t* wide_units() const {
    return std::launder(reinterpret_cast<const char16_t*>(bytes_.data()));
  }
  void move_gap(std::size_t offset) {
    if (offset != gap_) {
      move_gap_to(offset);
    }
  }
  void move_gap_to(std::size_t offset);
  void write(std::u16string_view text);
  void widen();
  void narrow_if_possible();

  bool wide_{false};
  std::uint16_t units_{0};
  std::uint16_t gap_{0};  // units in front of the gap
  Runs runs_;
  alignas(char16_t)
      std::array<unsigned char, kLeafBytes> bytes_;  // not initialised: the gap is garbage
};

using LeafRef = boost::intrusive_ptr<Leaf>;

/// Children in order with the number of units below each. All leaves of a tree have the same depth.
class Inner final : public Node {
 public:
  Inner() : Node(false) {}
  Inner(const Inner& other);
  Inner& operator=(const Inner&) = delete;

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t length_of(std::size_t index) const { return lengths_[index]; }
  [[nodiscard]] const NodeRef& child(std::size_t index) const { return children_[index]; }
  [[nodiscard]] NodeRef& child(std::size_t index) { return children_[index]; }
  /// Sum of the lengths of the children in front of `index` / of all.
  [[nodiscard]] std::size_t length_before(std::size_t index) const;
  [[nodiscard]] std::size_t length() const { return length_before(count_); }

  /// Adds to a child's length. `delta` may be negative, as an unsigned number that wraps.
  void add(std::size_t index, std::size_t delta) {
    lengths_[index] += static_cast<std::uint32_t>(delta);
  }
  /// Requires: count() < kFanout.
  void insert(std::size_t index, NodeRef child, std::size_t length);
  void remove(std::size_t index);
  /// Moves the children from `index` on into a node of their own.
  [[nodiscard]] boost::intrusive_ptr<Inner> split_off(std::size_t index);
  void append(const Inner& tail);

  /// Finds the child that holds the unit before (`kBefore`) or after (`kAfter`) `position`; takes
  /// the lengths in front of it off `position`.
  enum class Side : bool { kBefore, kAfter };
  [[nodiscard]] std::size_t find(std::size_t& position, Side side) const;

 private:
  std::uint16_t count_{0};
  std::array<std::uint32_t, kFanout> lengths_;
  std::array<NodeRef, kFanout> children_;
};

using InnerRef = boost::intrusive_ptr<Inner>;

/// True if a unit needs two bytes.
[[nodiscard]] bool any_wide(std::u16string_view text);

/// Gives the node in `slot` to its owner alone, copying it if it is shared.
void make_own(NodeRef& slot);

inline Leaf& as_leaf(Node& node) {
  return static_cast<Leaf&>(node);
}
inline const Leaf& as_leaf(const Node& node) {
  return static_cast<const Leaf&>(node);
}
inline Inner& as_inner(Node& node) {
  return static_cast<Inner&>(node);
}
inline const Inner& as_inner(const Node& node) {
  return static_cast<const Inner&>(node);
}

inline std::size_t Inner::find(std::size_t& position, Side side) const {
  const std::size_t reach = position + (side == Side::kAfter ? 1 : 0);
  std::size_t index = 0;
  std::size_t before = 0;
  while (index + 1u < count_ && before + lengths_[index] < reach) {
    before += lengths_[index];
    ++index;
  }
  position -= before;
  return index;
}

inline std::size_t Leaf::room_for(std::u16string_view text) const {
  if (!wide_) {
    const std::u16string_view fitting = text.substr(0, kLeafBytes - units_);
    if (!any_wide(fitting)) {
      return fitting.size();
    }
  }
  const std::size_t free = kLeafBytes / 2 > units_ ? kLeafBytes / 2 - units_ : 0;
  return free < text.size() ? free : text.size();
}

inline void Leaf::insert(std::size_t offset, std::u16string_view text, const StyleRef& style) {
  if (!runs_.plain() || style != nullptr) {
    runs_.insert(offset, text.size(), style, units_);
  }
  move_gap(offset);
  write(text);
}

inline void Leaf::write(std::u16string_view text) {
  if (!wide_ && text.size() == 1 && text[0] < 0x100) {
    bytes_[gap_] = static_cast<unsigned char>(text[0]);
  } else {
    if (!wide_ && any_wide(text)) {
      widen();
    }
    if (wide_) {
      std::memcpy(bytes_.data() + gap_ * 2u, text.data(), text.size() * 2);
    } else {
      for (std::size_t i = 0; i < text.size(); ++i) {
        bytes_[gap_ + i] = static_cast<unsigned char>(text[i]);
      }
    }
  }
  gap_ = static_cast<std::uint16_t>(gap_ + text.size());
  units_ = static_cast<std::uint16_t>(units_ + text.size());
}

inline void Leaf::erase(std::size_t offset, std::size_t length) {
  if (!runs_.plain()) {
    runs_.erase(offset, length);
  }
  // A range that touches the gap joins it without a move. Otherwise the gap moves to the nearer end
  // of the range.
  if (gap_ < offset) {
    move_gap_to(offset);
  } else if (gap_ > offset + length) {
    move_gap_to(offset + length);
  }
  gap_ = static_cast<std::uint16_t>(offset);
  units_ = static_cast<std::uint16_t>(units_ - length);
}

}  // namespace plenary::text
