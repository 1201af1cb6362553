#include "tests/property/anchor/oracle.hpp"

#include <algorithm>
#include <iterator>

namespace plenary::anchor {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using Kind = Component::Kind;

void Oracle::insert(std::uint64_t id, Range range) {
  const std::u16string letters = text_.substr(range.start, range.length());
  anchors_[id] = std::set<char16_t>(letters.begin(), letters.end());
}

Range Oracle::hull(const std::set<char16_t>& letters) const {
  Range range;
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (letters.contains(text_[i])) {
      range.start = range.empty() ? i : range.start;
      range.end = i + 1;
    }
  }
  return range;
}

void Oracle::insert_text(std::size_t position, const std::u16string& text) {
  for (auto& [id, letters] : anchors_) {
    const Range range = hull(letters);
    if (range.start < position && position < range.end) {
      std::copy_if(text.begin(), text.end(), std::inserter(letters, letters.end()),
                   [&](char16_t letter) { return !known_.contains(letter); });
    }
  }
  known_.insert(text.begin(), text.end());
  text_.insert(position, text);
}

void Oracle::apply(const Delta& op) {
  std::size_t position = 0;
  for (const Component& component : op.components()) {
    if (component.kind == Kind::kText) {
      insert_text(position, component.text);
    } else if (component.kind == Kind::kDelete) {
      text_.erase(position, component.length);
    }
    position += component.kind == Kind::kDelete ? 0 : component.length;
  }
  // Letters that came back may enclose others.
  for (auto& [id, letters] : anchors_) {
    const Range range = hull(letters);
    letters.insert(text_.begin() + static_cast<std::ptrdiff_t>(range.start),
                   text_.begin() + static_cast<std::ptrdiff_t>(range.end));
  }
}

void Oracle::restrict_to(std::uint64_t id, Range range) {
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (i < range.start || i >= range.end) {
      if (anchors_.at(id).erase(text_[i]) > 0) {
        taken_out_[id].insert(text_[i]);
      }
    }
  }
}

void Oracle::adopt(std::uint64_t id, Range range, const Delta& op) {
  std::set<char16_t>& letters = anchors_.at(id);
  const Range own = hull(letters);
  if (own.empty() || own.start < range.start || own.end > range.end) {
    return;
  }
  for (std::size_t i = range.start; i < range.end; ++i) {
    for (const Component& component : op.components()) {
      if (component.text.find(text_[i]) != std::u16string::npos) {
        letters.insert(text_[i]);
      }
    }
  }
}

}  // namespace plenary::anchor
