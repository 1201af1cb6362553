#include "protocol/text/style.hpp"

#include <algorithm>
#include <utility>

#include "protocol/ot/rich_text/attributes.hpp"

namespace plenary::text {
namespace {

const Attributes kNoAttributes;

bool is_plain(const Attributes& attributes) {
  return attributes == nullptr || attributes->empty();
}

}  // namespace

const Attributes& attributes_of(const StyleRef& style) {
  return style == nullptr ? kNoAttributes : style->attributes();
}

bool same_run(const StyleRef& a, const StyleRef& b) {
  if (is_embed(a) || is_embed(b)) {
    return false;
  }
  return a == b || ot::rich_text::same(attributes_of(a), attributes_of(b));
}

StyleRef StyleTable::text(const Attributes& attributes) {
  if (is_plain(attributes)) {
    return nullptr;
  }
  const std::size_t hash = std::hash<json::Value>{}(*attributes);
  const auto [first, last] = by_hash_.equal_range(hash);
  for (auto entry = first; entry != last; ++entry) {
    if (ot::rich_text::same(entry->second->attributes(), attributes)) {
      return entry->second;
    }
  }
  if (by_hash_.size() >= forget_at_) {
    forget_unused();
  }
  return by_hash_.emplace(hash, new Style(attributes, nullptr))->second;
}

StyleRef StyleTable::embed(EmbedRef embed, const Attributes& attributes) {
  return new Style(is_plain(attributes) ? nullptr : attributes, std::move(embed));
}

StyleRef StyleTable::composed(const StyleRef& base, const Attributes& change) {
  Attributes result = ot::rich_text::compose(attributes_of(base), change, false);
  return is_embed(base) ? embed(base->embed(), result) : text(result);
}

void StyleTable::forget_unused() {
  std::erase_if(by_hash_, [](const auto& entry) { return entry.second->unique(); });
  forget_at_ = std::max<std::size_t>(64, by_hash_.size() * 2);
}

}  // namespace plenary::text
