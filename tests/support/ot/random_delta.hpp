#pragma once

#include "protocol/ot/rich_text/delta.hpp"
#include "tests/support/ot/random.hpp"

namespace plenary::test {

/// A short document in normal form: text, embeds, attributes that are never null.
[[nodiscard]] ot::rich_text::Delta random_document(Random& random);

/// A change in normal form of a document of `length` units; it cuts pairs, and takes attributes
/// away.
[[nodiscard]] ot::rich_text::Delta random_change(Random& random, std::size_t length);

}  // namespace plenary::test
