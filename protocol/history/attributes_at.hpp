#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>

#include "protocol/history/weave.hpp"

namespace plenary::history {

/// Reads the attributes of units at a version, and remembers them: many pieces have the same.
/// Thread: one.
/// Lifetime: not beyond the weave's next change.
class AttributesAt {
 public:
  /// Formattings that `left_out` answers true for count as never done; null: all count.
  explicit AttributesAt(const Weave& weave, std::function<bool(const Mark&)> left_out = nullptr)
      : weave_(weave), left_out_(std::move(left_out)) {}

  /// As they were at `version`. Null: none.
  [[nodiscard]] const Attributes& at(const Piece& piece, OpNumber version);
  /// Those of a cell of a table.
  [[nodiscard]] const Attributes& at(const CellStory& cell, OpNumber version);

 private:
  const Attributes& folded(std::uint32_t style, std::uint32_t mark);

  const Weave& weave_;
  const std::function<bool(const Mark&)> left_out_;
  std::unordered_map<std::uint64_t, Attributes> known_;  // by style and mark
};

/// The change that turns the attributes `from` into `to`: null values take one away. Null if the
/// two are equal.
[[nodiscard]] Attributes attributes_change(const Attributes& from, const Attributes& to);

}  // namespace plenary::history
