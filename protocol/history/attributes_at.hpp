#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>

#include "protocol/history/weave.hpp"

namespace plenary::history {

/// Reads what attributes units had, and remembers it: many pieces have the same. Thread: one.
/// Lifetime: not beyond the weave's next change.
class AttributesAt {
 public:
  /// Formattings that `left_out` answers true for count as never done; null: all count.
  explicit AttributesAt(const Weave& weave, std::function<bool(const Mark&)> left_out = nullptr)
      : weave_(weave), left_out_(std::move(left_out)) {}

  /// As they were at `version`. Null: none.
  [[nodiscard]] const Attributes& at(const Piece& piece, OpNumber version);

 private:
  const Attributes& folded(const Piece& piece, std::uint32_t mark);

  const Weave& weave_;
  const std::function<bool(const Mark&)> left_out_;
  std::unordered_map<std::uint64_t, Attributes> known_;  // by style and mark
};

/// What takes text from some attributes to others: null values take away. Null: nothing.
[[nodiscard]] Attributes attributes_change(const Attributes& from, const Attributes& to);

}  // namespace plenary::history
