#pragma once

#include "protocol/ot/rich_text/delta.hpp"
#include "tests/support/ot/random.hpp"

namespace plenary::test {

/// A short document in normal form with tables and notes among its text.
[[nodiscard]] ot::rich_text::Delta random_paper(Random& random);

/// A change in normal form of a document, which changes its tables and notes, too. Attributes that
/// it lays over a changed embed are never null: the stock library loses such a null when another
/// change follows.
[[nodiscard]] ot::rich_text::Delta random_paper_change(Random& random,
                                                       const ot::rich_text::Delta& document);

}  // namespace plenary::test
