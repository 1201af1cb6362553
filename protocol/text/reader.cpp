#include "protocol/text/reader.hpp"

#include <algorithm>
#include <utility>

namespace plenary::text {

void Piece::append_to(std::u16string& out) const {
  out.append(wide);
  const std::size_t before = out.size();
  out.resize(before + narrow.size());
  std::transform(narrow.begin(), narrow.end(), out.begin() + static_cast<std::ptrdiff_t>(before),
                 [](char c) { return static_cast<char16_t>(static_cast<unsigned char>(c)); });
}

Reader::Reader(NodeRef root, std::size_t from, std::size_t to)
    : root_(std::move(root)), left_(to - from) {
  if (left_ > 0) {
    enter(*root_, from);
  }
}

bool Reader::next(Piece& piece) {
  if (left_ == 0) {
    return false;
  }
  if (offset_ == leaf_->units()) {
    enter_next_leaf();
  }
  const Runs& runs = leaf_->runs();
  if (offset_ == run_end_) {
    ++run_;
    run_end_ += runs.list()[run_].length;
  }
  const StyleRef style = runs.plain() ? nullptr : runs.list()[run_].style;
  piece.continues = started_ && same_run(last_, style);
  piece.attributes = attributes_of(style);
  piece.content = style == nullptr ? nullptr : style->embed();
  piece.narrow = {};
  piece.wide = {};
  piece.length = std::min(run_end_ - offset_, left_);
  if (piece.content == nullptr) {
    if (leaf_->wide()) {
      piece.wide = leaf_->wide_at(offset_, piece.length);
      piece.length = piece.wide.size();
    } else {
      piece.narrow = leaf_->narrow_at(offset_, piece.length);
      piece.length = piece.narrow.size();
    }
  }
  started_ = true;
  last_ = style;
  offset_ += piece.length;
  left_ -= piece.length;
  return true;
}

/// Goes down to the leaf that holds the unit at `offset` below `node`.
void Reader::enter(const Node& node, std::size_t offset) {
  const Node* at = &node;
  while (!at->is_leaf()) {
    const Inner& inner = as_inner(*at);
    const std::size_t index = inner.find(offset, Inner::Side::kAfter);
    path_[depth_++] = {&inner, index};
    at = inner.child(index).get();
  }
  leaf_ = &as_leaf(*at);
  offset_ = offset;
  run_ = 0;
  const Runs& runs = leaf_->runs();
  run_end_ = runs.plain() ? leaf_->units() : runs.list()[0].length;
  while (run_end_ <= offset_) {
    run_end_ += runs.list()[++run_].length;
  }
}

void Reader::enter_next_leaf() {
  while (path_[depth_ - 1].index + 1 == path_[depth_ - 1].node->count()) {
    --depth_;
  }
  Step& step = path_[depth_ - 1];
  ++step.index;
  enter(*step.node->child(step.index), 0);
}

}  // namespace plenary::text
