#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <string>

#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::text {

/// Random edits, biased to collisions: few different attributes, many small pieces, edges of the
/// text, narrow and wide characters, halves of surrogate pairs. All from one seed.
class RandomEdits {
 public:
  using Attributes = ot::rich_text::Attributes;

  explicit RandomEdits(std::uint64_t seed) : random_(seed) {}

  /// Uniform in 0..last.
  [[nodiscard]] std::size_t up_to(std::size_t last);
  [[nodiscard]] bool one_in(std::size_t n) { return up_to(n - 1) == 0; }
  /// 1..longest units, most of them short.
  [[nodiscard]] std::u16string text(std::size_t longest);
  /// Attributes of inserted text, or null. A fresh object each time, as from a decoder.
  [[nodiscard]] Attributes attributes();
  /// Attributes of a retain; nulls take away.
  [[nodiscard]] Attributes change();
  [[nodiscard]] std::shared_ptr<const json::Value> embed();
  /// An op that fits a document of `length` units.
  [[nodiscard]] ot::rich_text::Delta op(std::size_t length);

 private:
  std::mt19937_64 random_;
};

/// Runs `property` with a seed of its own for each case. Environment: SEED (of the first case) and
/// CASES (how many). Prints both; stops at the first case that fails and says how to repeat it.
void for_each_seed(std::size_t default_cases, const std::function<void(RandomEdits&)>& property);

}  // namespace plenary::text
