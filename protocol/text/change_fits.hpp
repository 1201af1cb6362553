#pragma once

#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::text {

/// Whether `op` may be applied to the content of a cell or a note: as rich_text::check_applies, and
/// what it changes inside embeds fits them. Errors: kNotApplicable. Cost: O(both).
[[nodiscard]] Result<void> check_fits(const ot::rich_text::Delta& op,
                                      const ot::rich_text::Delta& content);

}  // namespace plenary::text
