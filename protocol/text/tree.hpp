#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "protocol/text/node.hpp"

namespace plenary::text {

using Side = Inner::Side;

/// A B+tree of leaves. Copies share its nodes; a write copies the nodes that it changes. The tree
/// counts units and does not look at them. It keeps a finger on the leaf that was edited last, with
/// the path to it, so that typing does not descend. Internal to protocol/text.
///
/// Law, kept from one public edit of a Rope to the next: two neighbours under one parent never fit
/// together into three quarters of a node. So memory is bounded by the text, not by its history.
class Tree {
 public:
  Tree() = default;
  Tree(const Tree& other) : root_(other.root_), length_(other.length_) {}
  Tree(Tree&& other) noexcept { swap(other); }
  Tree& operator=(Tree other) noexcept {
    swap(other);
    return *this;
  }
  ~Tree() = default;

  [[nodiscard]] std::size_t length() const { return length_; }
  /// Null for a text that was never edited.
  [[nodiscard]] const NodeRef& root() const { return root_; }

  // The finger. All of these need seek() or at_finger() first; the functions that change the shape
  // lift it.

  /// True if the finger is on a leaf that may be changed and `from`..`to` lies within it or on its
  /// ends.
  [[nodiscard]] bool at_finger(std::size_t from, std::size_t to) const {
    return leaf_ != nullptr && from >= start_ && to <= start_ + leaf_->units() && path_is_own();
  }
  /// The finger's leaf if it holds the unit at `position`; else null. It may be shared.
  [[nodiscard]] const Leaf* leaf_with(std::size_t position) const {
    const bool holds = leaf_ != nullptr && position >= start_ && position < start_ + leaf_->units();
    return holds ? leaf_ : nullptr;
  }
  /// Puts the finger on the leaf that holds the unit before or after `position` (at an end of the
  /// text: the outermost leaf), and makes it and the path to it ours alone.
  void seek(std::size_t position, Side side);
  [[nodiscard]] Leaf& leaf() { return *leaf_; }
  /// Where the leaf starts in the text.
  [[nodiscard]] std::size_t start() const { return start_; }
  /// Tells the path that the leaf grew or shrank (as an unsigned number that wraps).
  void resized(std::size_t delta) {
    length_ += delta;
    for (std::size_t i = 0; i < depth_; ++i) {
      path_[i].node->add(path_[i].index, delta);
    }
  }
  /// Does the leaf fit together with a neighbour? Then heal() is due.
  [[nodiscard]] bool can_merge() const;

  // Changes of shape. Afterwards heal() must be called for the places where they happened.

  /// Cuts the leaf in two at `offset`.
  void split_leaf(std::size_t offset);
  /// Puts a new leaf behind the finger's.
  void insert_leaf(LeafRef leaf);
  /// Takes the leaf out with all it holds.
  void remove_leaf();
  /// Merges neighbours until the law holds again for all leaves that touch `from`..`to`, and for
  /// their parents.
  void heal(std::size_t from, std::size_t to);

  /// Describes the first broken invariant; empty if there is none. Cost: O(n).
  [[nodiscard]] std::string check_invariants() const;
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct Step {
    Inner* node;
    std::size_t index;
  };

  [[nodiscard]] bool path_is_own() const {
    for (std::size_t i = 0; i < depth_; ++i) {
      if (!path_[i].node->unique()) {
        return false;
      }
    }
    return leaf_->unique();
  }
  void lift() {
    leaf_ = nullptr;
    depth_ = 0;
  }
  void swap(Tree& other) noexcept;
  void link_behind(NodeRef node, std::size_t length);
  void drop_lone_roots();
  bool merge_on_path();
  [[nodiscard]] static bool merge_at(Inner& parent, std::size_t index);

  NodeRef root_;
  std::size_t length_{0};

  // Where the outermost splits of inner nodes since the last heal() are: units in front of the
  // first, and behind the last, as edits between the two leave both numbers true or too wide.
  std::size_t split_from_{kMaxLength};
  std::size_t split_behind_{kMaxLength};

  Leaf* leaf_{nullptr};  // inside root_'s tree
  std::size_t start_{0};
  std::size_t depth_{0};  // steps from the root to the leaf
  std::array<Step, kMaxDepth> path_{};
};

}  // namespace plenary::text
