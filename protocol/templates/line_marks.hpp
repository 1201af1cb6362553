#pragma once

#include <cstddef>
#include <optional>

#include "protocol/ot/rich_text/delta.hpp"

/// What a template says about a line of a paper: attributes of its "\n", and of a table's embed.
/// Values of a wrong kind count as left out. Pure; any thread. Cost of each: O(log attributes).
namespace plenary::templates {

/// `frozen: true`: the line stays as it is while the paper's frozen parts hold; of a table, its
/// columns do.
[[nodiscard]] bool is_frozen(const ot::rich_text::Attributes& attributes);

/// Of a heading, about its section: what stands below it, up to the next heading of the same or a
/// higher level.
struct HeadingMarks {
  int level{0};                            // 1..6
  bool required{false};                    // something must be written there
  std::optional<std::size_t> words_max{};  // `words-max`: a whole number from 1
};
/// Nothing for a line that is no heading.
[[nodiscard]] std::optional<HeadingMarks> heading_marks(
    const ot::rich_text::Attributes& attributes);

}  // namespace plenary::templates
