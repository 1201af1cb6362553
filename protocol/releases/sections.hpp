#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/releases/blocks.hpp"

/// The sections of a released paper, numbered for people who quote them. Pure; any thread.
namespace plenary::releases {

/// A heading and what stands below it, with the sections of lower levels in it.
struct Section {
  std::string number;   // "3.2"; empty for the title of the paper
  std::string heading;  // its words as UTF-8, with single spaces, without footnotes
  int level{1};         // 1 to 6, as written
  Span span{};          // in UTF-16 units: from the heading up to the next one that is not below it
  std::size_t block{0};  // the heading among the blocks
  friend bool operator==(const Section&, const Section&) = default;
};

/// The sections in the order of their headings. Each number is there once. A level that is skipped
/// makes no "0": below 3 the first heading is 3.1 at whatever level. The first heading is the title
/// if it alone has level 1; then the sections below it count from 1. Requires: `blocks` are those
/// of `document`. Cost: O(n).
[[nodiscard]] std::vector<Section> sections_of(const ot::rich_text::Delta& document,
                                               std::span<const Block> blocks);

/// The innermost section that a unit lies in; nothing in front of the first heading. Cost: O(log
/// sections).
[[nodiscard]] std::optional<std::size_t> section_at(std::span<const Section> sections,
                                                    std::size_t unit);

}  // namespace plenary::releases
