#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/text/rope.hpp"

namespace plenary::anchor {

/// Stands for every embed: texts are only compared here.
inline constexpr char16_t kEmbedUnit = u'\ufffc';

/// The change that an operation makes at one place: it erases units and inserts others. In an
/// operation in normal form the inserts stand first; here they may stand in any order.
struct Hunk {
  std::size_t at{0};      // in the text as the hunks before left it
  std::size_t before{0};  // the same place in the text before the operation
  std::size_t erased{0};
  std::size_t inserted{0};
  std::span<const ot::rich_text::Component> components;

  /// The units that it inserts. Cost: O(inserted).
  [[nodiscard]] std::u16string inserted_text() const;
};

/// The hunks of an operation from left to right. Lifetime: the operation's.
class Hunks {
 public:
  explicit Hunks(const ot::rich_text::Delta& op) : left_(op.components()) {}
  [[nodiscard]] std::optional<Hunk> next();

 private:
  std::span<const ot::rich_text::Component> left_;
  std::size_t at_{0};
  std::size_t before_{0};
};

/// Appends the units of a range of a text. Requires: from <= to <= rope.length().
void append_text(std::u16string& out, const text::Rope& rope, std::size_t from, std::size_t to);

}  // namespace plenary::anchor
