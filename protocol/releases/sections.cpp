#include "protocol/releases/sections.hpp"

#include <algorithm>
#include <utility>

#include "protocol/releases/block_text.hpp"

namespace plenary::releases {
namespace {

/// Gives headings their numbers, one after the other.
class Numbering {
 public:
  std::string next(int level) {
    std::size_t count = 0;
    // A heading between two levels goes on with the count of those that stand deeper than it.
    while (!open_.empty() && open_.back().level >= level) {
      count = open_.back().count;
      open_.pop_back();
    }
    open_.push_back({level, count + 1});
    std::string number;
    for (const Open& open : open_) {
      number += (number.empty() ? "" : ".") + std::to_string(open.count);
    }
    return number;
  }

 private:
  struct Open {
    int level;
    std::size_t count;
  };
  std::vector<Open> open_;  // the sections around the place at hand
};

bool begins_with_title(const std::vector<Section>& sections) {
  return !sections.empty() && sections.front().level == 1 &&
         std::none_of(sections.begin() + 1, sections.end(),
                      [](const Section& section) { return section.level == 1; });
}

/// Ends each section where the next one begins that is not below it.
void set_ends(std::vector<Section>& sections, std::size_t end) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    while (!open.empty() && sections[open.back()].level >= sections[i].level) {
      sections[open.back()].span.to = sections[i].span.from;
      open.pop_back();
    }
    open.push_back(i);
  }
  for (const std::size_t section : open) {
    sections[section].span.to = end;
  }
}

}  // namespace

std::vector<Section> sections_of(const ot::rich_text::Delta& document,
                                 std::span<const Block> blocks) {
  const UnitText text(document);
  std::vector<Section> sections;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].level > 0) {
      sections.push_back({.number = {},
                          .heading = text.words_of(blocks[i]),
                          .level = blocks[i].level,
                          .span = blocks[i].span,
                          .block = i});
    }
  }
  set_ends(sections, text.units().size());
  Numbering numbering;
  for (std::size_t i = begins_with_title(sections) ? 1 : 0; i < sections.size(); ++i) {
    sections[i].number = numbering.next(sections[i].level);
  }
  return sections;
}

std::optional<std::size_t> section_at(std::span<const Section> sections, std::size_t unit) {
  const auto behind =
      std::partition_point(sections.begin(), sections.end(),
                           [unit](const Section& section) { return section.span.from <= unit; });
  if (behind == sections.begin()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(behind - sections.begin()) - 1;
}

}  // namespace plenary::releases
