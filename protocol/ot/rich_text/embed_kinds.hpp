#pragma once

#include <cstdint>
#include <string_view>

#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::ot::rich_text {

/// A set of kinds of embeds that have content: those whose changes a client understands. The stock
/// type understands none. A value.
class EmbedKinds {
 public:
  using Bits = std::uint8_t;

  constexpr EmbedKinds() = default;
  [[nodiscard]] static constexpr EmbedKinds all() { return EmbedKinds(kAll); }
  /// Reads "table-embed,note". Unknown names are ignored: a client may know kinds that we do not.
  [[nodiscard]] static EmbedKinds named(std::string_view names);

  /// The set as a number, for whoever keeps it without knowing embeds.
  [[nodiscard]] constexpr Bits bits() const { return bits_; }
  [[nodiscard]] static constexpr EmbedKinds from_bits(Bits bits) { return EmbedKinds(bits); }

  [[nodiscard]] constexpr bool has_all() const { return bits_ == kAll; }
  [[nodiscard]] bool has(const EmbedChange& change) const {
    return (bits_ >> change.content.index() & 1) != 0;
  }
  friend bool operator==(const EmbedKinds& a, const EmbedKinds& b) = default;

 private:
  static constexpr Bits kAll = (1 << std::variant_size_v<decltype(EmbedChange::content)>)-1;
  constexpr explicit EmbedKinds(Bits bits) : bits_(bits) {}

  Bits bits_{0};
};

/// Whether a delta changes an embed of another kind than these, at any depth. Cost: O(components).
[[nodiscard]] bool changes_others(const Delta& delta, EmbedKinds kinds);

/// The delta for a client that understands these kinds: in the place of each other change of an
/// embed is a retain of its one unit, with the same attributes. So the text, its positions and its
/// attributes stay exact, and the client's picture of the embed stays as it is.
[[nodiscard]] Delta without_others(const Delta& delta, EmbedKinds kinds);

}  // namespace plenary::ot::rich_text
