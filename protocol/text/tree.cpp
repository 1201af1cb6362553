#include "protocol/text/tree.hpp"

#include <algorithm>

#include "protocol/base/assert.hpp"

namespace plenary::text {
namespace {

bool fit_together(const Node& left, const Node& right) {
  if (left.is_leaf()) {
    return as_leaf(left).can_take(as_leaf(right));
  }
  return as_inner(left).count() + as_inner(right).count() <= kMergeChildren;
}

bool fit_together(const Inner& parent, std::size_t index) {
  return index + 1 < parent.count() && fit_together(*parent.child(index), *parent.child(index + 1));
}

}  // namespace

void Tree::swap(Tree& other) noexcept {
  std::swap(root_, other.root_);
  std::swap(length_, other.length_);
  std::swap(leaf_, other.leaf_);
  std::swap(start_, other.start_);
  std::swap(depth_, other.depth_);
  std::swap(path_, other.path_);
}

void Tree::seek(std::size_t position, Side side) {
  if (root_ == nullptr) {
    root_ = new Leaf;
  }
  if (at_finger(position, position)) {
    const std::size_t end = start_ + leaf_->units();
    if (side == Side::kBefore ? position > start_ || start_ == 0
                              : position < end || end == length_) {
      return;
    }
  }
  make_own(root_);
  NodeRef* slot = &root_;
  start_ = position;
  depth_ = 0;
  while (!(*slot)->is_leaf()) {
    PLENARY_ASSERT(depth_ < kMaxDepth, "the tree is balanced");
    Inner& inner = as_inner(**slot);
    const std::size_t index = inner.find(position, side);
    path_[depth_++] = {&inner, index};
    slot = &inner.child(index);
    make_own(*slot);
  }
  start_ -= position;
  leaf_ = &as_leaf(**slot);
}

bool Tree::can_merge() const {
  if (depth_ == 0) {
    return false;
  }
  const Inner& parent = *path_[depth_ - 1].node;
  const std::size_t index = path_[depth_ - 1].index;
  // The units alone often tell; they are at hand, the neighbours are not.
  const std::size_t units = leaf_->units();
  return (index > 0 && units + parent.length_of(index - 1) <= kMergeBytes &&
          fit_together(parent, index - 1)) ||
         (index + 1 < parent.count() && units + parent.length_of(index + 1) <= kMergeBytes &&
          fit_together(parent, index));
}

void Tree::split_leaf(std::size_t offset) {
  LeafRef tail = leaf_->split_off(offset);
  const std::size_t length = tail->units();
  link_behind(std::move(tail), length);
}

void Tree::insert_leaf(LeafRef leaf) {
  const std::size_t length = leaf->units();
  resized(length);
  link_behind(std::move(leaf), length);
}

/// Makes `node` the next neighbour of the finger's leaf. The path counts its length as that leaf's
/// so far.
void Tree::link_behind(NodeRef node, std::size_t length) {
  std::size_t parent_start = start_;
  while (depth_ > 0) {
    const auto [parent, index] = path_[--depth_];
    parent_start -= parent->length_before(index);
    parent->add(index, std::size_t{0} - length);
    if (parent->count() < kFanout) {
      parent->insert(index + 1, std::move(node), length);
      lift();
      return;
    }
    // Appending keeps the left half full.
    const std::size_t at = index + 1 == kFanout ? kFanout : kFanout / 2;
    InnerRef half = parent->split_off(at);
    if (index + 1 > at || at == kFanout) {
      half->insert(index + 1 - at, std::move(node), length);
    } else {
      parent->insert(index + 1, std::move(node), length);
    }
    const std::size_t cut = parent_start + parent->length();
    split_from_ = std::min(split_from_, cut);
    split_behind_ = std::min(split_behind_, length_ - cut);
    length = half->length();
    node = std::move(half);
  }
  InnerRef root = new Inner;
  root->insert(0, std::move(root_), length_ - length);
  root->insert(1, std::move(node), length);
  root_ = std::move(root);
  lift();
}

void Tree::remove_leaf() {
  resized(std::size_t{0} - leaf_->units());
  while (depth_ > 0) {
    Inner& parent = *path_[depth_ - 1].node;
    parent.remove(path_[depth_ - 1].index);
    --depth_;
    if (parent.count() > 0) {
      drop_lone_roots();
      lift();
      return;
    }
  }
  root_ = nullptr;
  lift();
}

void Tree::drop_lone_roots() {
  while (!root_->is_leaf() && as_inner(*root_).count() == 1) {
    const NodeRef child = as_inner(*root_).child(0);
    root_ = child;
  }
}

void Tree::heal(std::size_t from, std::size_t to) {
  if (root_ == nullptr) {
    return;
  }
  std::size_t position = std::min(from, split_from_);
  const std::size_t last = std::max(to, length_ - std::min(split_behind_, length_));
  split_from_ = split_behind_ = kMaxLength;
  Side side = Side::kBefore;
  for (;;) {
    seek(position, side);
    if (merge_on_path()) {
      continue;
    }
    const std::size_t end = start_ + leaf_->units();
    if (end > last || end == length_) {
      return;
    }
    position = end;
    side = Side::kAfter;
  }
}

/// Merges two neighbours of which one is on the path. Returns: false if the law held already.
bool Tree::merge_on_path() {
  for (std::size_t level = 0; level < depth_; ++level) {
    Inner& parent = *path_[level].node;
    const std::size_t index = path_[level].index;
    if ((index > 0 && merge_at(parent, index - 1)) || merge_at(parent, index)) {
      drop_lone_roots();
      lift();
      return true;
    }
  }
  return false;
}

/// Merges the child behind `index` into that at `index` if they fit together. Requires: `parent` is
/// ours alone.
bool Tree::merge_at(Inner& parent, std::size_t index) {
  if (!fit_together(parent, index)) {
    return false;
  }
  make_own(parent.child(index));
  Node& left = *parent.child(index);
  const Node& right = *parent.child(index + 1);
  if (left.is_leaf()) {
    as_leaf(left).append(as_leaf(right));
  } else {
    const std::size_t seam = as_inner(left).count();
    as_inner(left).append(as_inner(right));
    (void)merge_at(as_inner(left), seam - 1);  // those two were no siblings before
  }
  parent.add(index, parent.length_of(index + 1));
  parent.remove(index + 1);
  return true;
}

}  // namespace plenary::text
