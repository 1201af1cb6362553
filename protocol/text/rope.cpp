#include "protocol/text/rope.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/assert.hpp"

namespace plenary::text {
namespace {

/// Longer inserts are not made one by one into a leaf but fill leaves of their own.
constexpr std::size_t kLongInsert = kLeafBytes / 8;

constexpr std::u16string_view kEmbedUnit(u"\0", 1);

/// Where to split a full leaf for an insert at `offset`: there, so that typing on fills the left
/// part up, but not so near an end that edits at random places would leave crumbs.
std::size_t split_point(std::size_t offset, std::size_t units) {
  const std::size_t margin = std::max<std::size_t>(1, units / 4);
  return std::clamp(offset, margin, units - margin);
}

}  // namespace

void Rope::insert(std::size_t position, std::u16string_view text, const Attributes& attributes) {
  PLENARY_ASSERT(position <= length() && text.size() <= kMaxLength - length(),
                 "insert within the text");
  if (attributes == nullptr) {
    insert_run(position, text, nullptr);
  } else {
    insert_run(position, text, style_for(position, attributes));
  }
}

void Rope::insert_embed(std::size_t position, const Embed& embed, const Attributes& attributes) {
  PLENARY_ASSERT(embed != nullptr, "an embed has a value");
  insert_embed(position, embed_content(embed), attributes);
}

void Rope::insert_embed(std::size_t position, EmbedRef embed, const Attributes& attributes) {
  PLENARY_ASSERT(position <= length() && length() < kMaxLength, "insert within the text");
  insert_run(position, kEmbedUnit, StyleTable::embed(std::move(embed), attributes));
}

/// The style of an embed, in a leaf that is ours alone.
const StyleRef& Rope::own_style(std::size_t position) {
  PLENARY_ASSERT(position < length(), "change within the text");
  if (!tree_.at_finger(position, position + 1)) {
    tree_.seek(position, Side::kAfter);
  }
  const StyleRef& style = tree_.leaf().runs().style_at(position - tree_.start());
  PLENARY_ASSERT(is_embed(style), "an embed is there");
  return style;
}

/// Requires: own_style() of that position was called last.
void Rope::set_style(std::size_t position, StyleRef style) {
  tree_.leaf().runs().style_at(position - tree_.start()) = std::move(style);
}

const EmbedContent* Rope::embed_at(std::size_t position) const {
  PLENARY_ASSERT(position < length(), "look within the text");
  const Leaf* leaf = tree_.leaf_with(position);
  if (leaf != nullptr) {
    position -= tree_.start();
  } else {
    const Node* at = tree_.root().get();
    while (!at->is_leaf()) {
      const Inner& inner = as_inner(*at);
      at = inner.child(inner.find(position, Side::kAfter)).get();
    }
    leaf = &as_leaf(*at);
  }
  const Runs& runs = leaf->runs();
  if (runs.plain()) {
    return nullptr;
  }
  const StyleRef& style = runs.style_at(position);
  return is_embed(style) ? style->embed().get() : nullptr;
}

void Rope::erase(std::size_t position, std::size_t length) {
  PLENARY_ASSERT(position <= tree_.length() && length <= tree_.length() - position,
                 "erase within the text");
  if (length == 0) {
    return;
  }
  if (tree_.at_finger(position, position + length) && length < tree_.leaf().units()) {
    tree_.leaf().erase(position - tree_.start(), length);
    tree_.resized(std::size_t{0} - length);
    if (!tree_.can_merge()) {
      return;
    }
  } else {
    erase_across_leaves(position, length);
  }
  tree_.heal(position, position);
}

void Rope::format(std::size_t position, std::size_t length, const Attributes& attributes) {
  PLENARY_ASSERT(position <= tree_.length() && length <= tree_.length() - position,
                 "format within the text");
  if (attributes == nullptr || attributes->empty()) {
    return;
  }
  const std::size_t end = position + length;
  Range changed{position, end};
  StyleRef last_base;
  StyleRef last_result = styles_.composed(nullptr, attributes);
  const auto change = [&](const StyleRef& base) {
    if (base != last_base) {
      last_result = styles_.composed(base, attributes);
      last_base = base;
    }
    return last_result;
  };
  while (position < end) {
    tree_.seek(position, Side::kAfter);
    Leaf& leaf = tree_.leaf();
    const std::size_t offset = position - tree_.start();
    const std::size_t step = std::min(end - position, leaf.units() - offset);
    leaf.runs().restyle(offset, step, leaf.units(), change);
    limit_runs(changed);
    position += step;
  }
  tree_.heal(changed.from, changed.to);
}

/// Text that goes on in the style beside it takes that one; only a new style is looked up.
StyleRef Rope::style_for(std::size_t position, const Attributes& attributes) {
  StyleRef style;
  if (tree_.at_finger(position, position) &&
      tree_.leaf().runs().style_beside(position - tree_.start(), attributes, style)) {
    return style;
  }
  return styles_.text(attributes);
}

void Rope::insert_run(std::size_t position, std::u16string_view text, const StyleRef& style) {
  if (text.empty()) {
    return;
  }
  if (!tree_.at_finger(position, position)) {
    tree_.seek(position, Side::kBefore);
  }
  Leaf& leaf = tree_.leaf();
  if (leaf.room_for(text) < text.size()) {
    if (text.size() > kLongInsert) {
      insert_long(position, text, style);
    } else {
      insert_where_full(position, text, style);
    }
    return;
  }
  leaf.insert(position - tree_.start(), text, style);
  tree_.resized(text.size());
  if (leaf.runs().count() > kLeafRuns) {
    Range changed{position, position};
    limit_runs(changed);
    tree_.heal(changed.from, changed.to);
  }
}

void Rope::insert_where_full(std::size_t position, std::u16string_view text,
                             const StyleRef& style) {
  Range changed{position, position};
  for (;;) {
    tree_.seek(position, Side::kBefore);
    Leaf& leaf = tree_.leaf();
    const std::size_t offset = position - tree_.start();
    if (leaf.room_for(text) == text.size()) {
      leaf.insert(offset, text, style);
      tree_.resized(text.size());
      limit_runs(changed);
      break;
    }
    if (offset == leaf.units()) {
      LeafRef next = new Leaf;
      next->insert(0, text, style);
      tree_.insert_leaf(std::move(next));
      break;
    }
    const std::size_t at = split_point(offset, leaf.units());
    changed.from = std::min(changed.from, tree_.start() + at);
    changed.to = std::max(changed.to, tree_.start() + at);
    tree_.split_leaf(at);
  }
  tree_.heal(changed.from, changed.to + text.size());
}

void Rope::insert_long(std::size_t position, std::u16string_view text, const StyleRef& style) {
  Range changed{position, position};
  tree_.seek(position, Side::kBefore);
  // The units behind the place are put back when the text is in.
  LeafRef rest;
  if (const std::size_t offset = position - tree_.start(); offset < tree_.leaf().units()) {
    rest = tree_.leaf().split_off(offset);
    tree_.resized(std::size_t{0} - rest->units());
  }
  while (!text.empty()) {
    Leaf& leaf = tree_.leaf();
    std::size_t step = leaf.room_for(text);
    if (step > 0) {
      leaf.insert(leaf.units(), text.substr(0, step), style);
      tree_.resized(step);
      limit_runs(changed);
    } else {
      step = Leaf::fill_of(text);
      LeafRef next = new Leaf;
      next->insert(0, text.substr(0, step), style);
      tree_.insert_leaf(std::move(next));
    }
    position += step;
    text.remove_prefix(step);
    tree_.seek(position, Side::kBefore);
  }
  changed.to = position;
  if (rest != nullptr) {
    tree_.insert_leaf(std::move(rest));
  }
  tree_.heal(changed.from, changed.to);
}

void Rope::erase_across_leaves(std::size_t position, std::size_t length) {
  while (length > 0) {
    tree_.seek(position, Side::kAfter);
    Leaf& leaf = tree_.leaf();
    const std::size_t offset = position - tree_.start();
    const std::size_t step = std::min(length, leaf.units() - offset);
    if (step == leaf.units()) {
      tree_.remove_leaf();
    } else {
      leaf.erase(offset, step);
      tree_.resized(std::size_t{0} - step);
    }
    length -= step;
  }
}

/// Splits the finger's leaf if it has got too many runs: one split will do, as no edit of a leaf
/// adds more than two.
void Rope::limit_runs(Range& changed) {
  if (tree_.leaf().runs().count() > kLeafRuns) {
    const std::size_t middle = tree_.leaf().runs().middle();
    changed.from = std::min(changed.from, tree_.start() + middle);
    changed.to = std::max(changed.to, tree_.start() + middle);
    tree_.split_leaf(middle);
  }
}

}  // namespace plenary::text
