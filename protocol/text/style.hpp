#pragma once

#include <cstddef>
#include <memory>
#include <unordered_map>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/text/embed_content.hpp"
#include "protocol/text/ref_counted.hpp"

namespace plenary::text {

using ot::rich_text::Attributes;

/// The style that the units of a run share: their attributes, or the embed that the run's one unit
/// stands for. Shared by leaves and threads, and never changes then. Plain text has no Style at
/// all.
class Style final : public RefCounted<Style> {
 public:
  Style(Attributes attributes, EmbedRef embed)
      : attributes_(std::move(attributes)), embed_(std::move(embed)) {}
  [[nodiscard]] const Attributes& attributes() const { return attributes_; }
  [[nodiscard]] const EmbedRef& embed() const { return embed_; }
  /// The embed, to be changed and put back. Requires: the style has one owner, who calls.
  [[nodiscard]] EmbedRef& own_embed() { return embed_; }
  static void destroy(const Style* style) noexcept { delete style; }

 private:
  Attributes attributes_;
  EmbedRef embed_;
};

/// Null is plain text.
using StyleRef = boost::intrusive_ptr<const Style>;

[[nodiscard]] inline bool is_embed(const StyleRef& style) {
  return style != nullptr && style->embed() != nullptr;
}

/// The attributes of a style; null for plain text. Lifetime: that of the style.
[[nodiscard]] const Attributes& attributes_of(const StyleRef& style);

/// May units of the two stand in one run? Never for embeds. Cost: O(1) for the same object, else a
/// deep comparison of attributes.
[[nodiscard]] bool same_run(const StyleRef& a, const StyleRef& b);

/// Gives equal attributes one Style, so that a document with a million bold words holds one map,
/// and comparing two runs is mostly comparing pointers. Forgets styles that no text uses any more.
class StyleTable {
 public:
  /// The style of text with these attributes. Null and `{}` are plain text.
  [[nodiscard]] StyleRef text(const Attributes& attributes);
  /// The style of an embed. Not shared: equal embeds are rare.
  [[nodiscard]] static StyleRef embed(EmbedRef embed, const Attributes& attributes);
  /// The style of units of `base` after `change` is laid over them; nulls in `change` take
  /// attributes away.
  [[nodiscard]] StyleRef composed(const StyleRef& base, const Attributes& change);

 private:
  void forget_unused();

  std::unordered_multimap<std::size_t, StyleRef> by_hash_;
  std::size_t forget_at_{64};
};

}  // namespace plenary::text
