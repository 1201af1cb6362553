#pragma once

#include <string>
#include <string_view>

#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/releases/blocks.hpp"

namespace plenary::releases {

/// White space, for the questions whether a line is empty and where a word ends. Private to this
/// folder.
[[nodiscard]] bool is_white(char16_t unit);

/// The units of a document in a row, with access to its embeds. Private to this folder. Lifetime:
/// not longer than the document's.
class UnitText {
 public:
  /// Cost: O(n).
  explicit UnitText(const ot::rich_text::Delta& document);

  /// Its units; an embed is U+FFFC, which is no white space.
  [[nodiscard]] const std::u16string& units() const { return units_; }

  /// What a block says, to find it again: its words with single spaces, embeds as their JSON; of
  /// kinds that cannot be mistaken for each other. Empty if it says too little to be told from
  /// others by its words. Formats do not count. Cost: O(block + log embeds).
  [[nodiscard]] std::string identity_of(const Block& block) const;

  /// The words of a block as UTF-8 with single spaces, without embeds and control characters; half
  /// a surrogate pair becomes U+FFFD.
  [[nodiscard]] std::string words_of(const Block& block) const;

 private:
  struct Embed {
    std::size_t at;
    const json::Value* value;
  };

  std::u16string units_;
  std::vector<Embed> embeds_;  // by place
};

}  // namespace plenary::releases
