#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "protocol/ot/rich_text/delta.hpp"
#include "tests/support/ot/random.hpp"

/// Random edits of a text, biased to collisions: few different attributes, small pieces and now and
/// then a long one, narrow and wide characters, halves of surrogate pairs.
namespace plenary::text {

using test::Random;

/// Uniform in 0..last.
[[nodiscard]] std::size_t up_to(Random& random, std::size_t last);
/// 1..longest units, most of them few.
[[nodiscard]] std::u16string random_units(Random& random, std::size_t longest);
/// Attributes of inserted text, or null. A fresh object each time, as from a decoder.
[[nodiscard]] ot::rich_text::Attributes random_attributes(Random& random);
/// Attributes of a retain, or null; null values take away.
[[nodiscard]] ot::rich_text::Attributes random_formatting(Random& random);
[[nodiscard]] std::shared_ptr<const json::Value> random_embed(Random& random);
/// An op that fits a text of `length` units.
[[nodiscard]] ot::rich_text::Delta random_op(Random& random, std::size_t length);

}  // namespace plenary::text
