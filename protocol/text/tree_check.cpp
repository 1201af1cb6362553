#include <string>

#include "protocol/text/tree.hpp"

// Checks and measures a whole tree, for tests and measurements.

namespace plenary::text {
namespace {

std::string check_runs(const Leaf& leaf) {
  std::size_t units = 0;
  const Run* last = nullptr;
  for (const Run& run : leaf.runs().list()) {
    if (run.length == 0 || (is_embed(run.style) && run.length != 1)) {
      return "a run has a wrong length";
    }
    if (run.style != nullptr && !is_embed(run.style) && attributes_of(run.style) == nullptr) {
      return "plain text has a style";
    }
    if (last != nullptr && same_run(last->style, run.style)) {
      return "equal neighbouring runs are not joined";
    }
    units += run.length;
    last = &run;
  }
  if (!leaf.runs().plain() && units != leaf.units()) {
    return "the runs of a leaf do not add up to its units";
  }
  const bool one_plain_run = leaf.runs().list().size() == 1 && last->style == nullptr;
  return one_plain_run ? "a plain leaf keeps a list of runs" : "";
}

std::string check_leaf(const Leaf& leaf) {
  if (leaf.units() * (leaf.wide() ? 2 : 1) > kLeafBytes || leaf.runs().count() > kLeafRuns) {
    return "a leaf holds too much";
  }
  return check_runs(leaf);
}

bool together_too_small(const Node& left, const Node& right) {
  return left.is_leaf() ? as_leaf(left).can_take(as_leaf(right))
                        : as_inner(left).count() + as_inner(right).count() <= kMergeChildren;
}

std::string check(const Node& node, std::size_t length, std::size_t height) {
  if (node.is_leaf()) {
    if (height != 0 || as_leaf(node).units() != length || length == 0) {
      return "a leaf is not where its parents say";
    }
    return check_leaf(as_leaf(node));
  }
  const Inner& inner = as_inner(node);
  if (height == 0 || inner.count() == 0 || inner.length() != length) {
    return "an inner node is not where its parents say";
  }
  for (std::size_t i = 0; i < inner.count(); ++i) {
    if (i > 0 && inner.child(i)->is_leaf() != inner.child(i - 1)->is_leaf()) {
      return "the leaves have different depths";
    }
    if (i > 0 && together_too_small(*inner.child(i - 1), *inner.child(i))) {
      return "two neighbours would fit into three quarters of one node";
    }
    std::string wrong = check(*inner.child(i), inner.length_of(i), height - 1);
    if (!wrong.empty()) {
      return wrong;
    }
  }
  return "";
}

std::size_t memory_of(const Node& node) {
  if (node.is_leaf()) {
    return as_leaf(node).memory_bytes();
  }
  const Inner& inner = as_inner(node);
  std::size_t bytes = sizeof(Inner);
  for (std::size_t i = 0; i < inner.count(); ++i) {
    bytes += memory_of(*inner.child(i));
  }
  return bytes;
}

}  // namespace

std::string Tree::check_invariants() const {
  if (root_ == nullptr) {
    return length_ == 0 ? "" : "an empty tree has a length";
  }
  if (root_->is_leaf()) {
    return as_leaf(*root_).units() == length_ ? check_leaf(as_leaf(*root_)) : "a lone leaf is lost";
  }
  if (as_inner(*root_).count() < 2) {
    return "the root has one child";
  }
  std::size_t height = 0;
  for (const Node* node = root_.get(); !node->is_leaf(); node = as_inner(*node).child(0).get()) {
    ++height;
  }
  return check(*root_, length_, height);
}

std::size_t Tree::memory_bytes() const {
  return root_ == nullptr ? 0 : memory_of(*root_);
}

}  // namespace plenary::text
