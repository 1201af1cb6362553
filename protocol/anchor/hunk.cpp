#include "protocol/anchor/hunk.hpp"

#include <algorithm>

#include "protocol/anchor/range.hpp"

namespace plenary::anchor {

using ot::rich_text::Component;
using ComponentKind = Component::Kind;

std::u16string Hunk::inserted_text() const {
  std::u16string text;
  text.reserve(inserted);
  for (const Component& component : components) {
    if (component.kind == ComponentKind::kText) {
      text.append(component.text);
    } else if (component.kind == ComponentKind::kEmbed) {
      text.push_back(kEmbedUnit);
    }
  }
  return text;
}

std::optional<Hunk> Hunks::next() {
  while (!left_.empty() && left_.front().kind == ComponentKind::kRetain) {
    at_ += left_.front().length;
    before_ += left_.front().length;
    left_ = left_.subspan(1);
  }
  if (left_.empty()) {
    return std::nullopt;
  }
  Hunk hunk{at_, before_, 0, 0, {}};
  std::size_t taken = 0;
  for (; taken < left_.size() && left_[taken].kind != ComponentKind::kRetain; ++taken) {
    (left_[taken].is_insert() ? hunk.inserted : hunk.erased) += left_[taken].length;
  }
  hunk.components = left_.first(taken);
  left_ = left_.subspan(taken);
  at_ += hunk.inserted;
  before_ += hunk.erased;
  return hunk;
}

void append_text(std::u16string& out, const text::Rope& rope, std::size_t from, std::size_t to) {
  text::Reader reader = rope.read(from, to);
  for (text::Piece piece; reader.next(piece);) {
    if (piece.is_embed()) {
      out.push_back(kEmbedUnit);
    } else {
      piece.append_to(out);
    }
  }
}

Range map(Range range, const ot::rich_text::Delta& op) {
  Hunks hunks(op);
  while (const std::optional<Hunk> hunk = hunks.next()) {
    if (hunk->at > range.end) {
      break;
    }
    if (hunk->at <= range.start) {
      range.start += hunk->inserted;
    }
    if (hunk->at < range.end) {
      range.end += hunk->inserted;
    }
    // The units that it erases now stand behind the units that it inserted.
    const std::size_t erased_at = hunk->at + hunk->inserted;
    for (std::size_t* edge : {&range.start, &range.end}) {
      if (*edge > erased_at) {
        *edge -= std::min(*edge - erased_at, hunk->erased);
      }
    }
  }
  range.end = std::max(range.start, range.end);
  return range;
}

}  // namespace plenary::anchor
