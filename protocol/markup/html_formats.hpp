#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "protocol/markup/html_tree.hpp"

namespace plenary::markup {

/// The elements among words that are open while HTML is read. Each change makes a new chain of
/// formats in the tree; leaves keep the one that they were made under. Private to this folder.
class HtmlFormats {
 public:
  /// Lifetime: `tree` outlives this.
  explicit HtmlFormats(HtmlTree& tree);

  /// The format of a leaf at this place.
  [[nodiscard]] std::uint32_t current() const { return open_.empty() ? 0 : open_.back().format; }

  /// `depth`: of open blocks.
  void open(std::string_view tag, const HtmlElement* element, std::size_t depth);
  /// What the style of a block says of its words.
  void open_of_block(const HtmlCss& css, std::size_t depth);
  /// Returns the address that the element leaves behind as words: part of the source, or empty.
  std::string_view close(const HtmlElement* element);

  /// Blocks that are left: what they opened is closed, but for elements that HTML lets go on.
  void end_block(std::size_t depth);
  /// A cell is closed with all that was opened in it, and nothing in it closes what is around it.
  void begin_cell() { cells_.push_back(open_.size()); }
  void end_cell();

 private:
  struct Open {
    const HtmlElement* element;  // null: of a block
    std::uint32_t format;
    std::size_t depth;
    std::string_view tag;
    HtmlCss css;
    std::uint32_t anchor;
    std::uint32_t link;
  };
  void push(Open entry);
  void link_up(std::size_t from);
  [[nodiscard]] HtmlFormat format_of(const Open& entry, const HtmlFormat& around) const;
  void begin_anchor(Open& entry);
  [[nodiscard]] TextRange range_of(std::string_view part) const;
  [[nodiscard]] std::size_t base() const { return cells_.empty() ? 0 : cells_.back(); }

  HtmlTree& tree_;
  std::vector<Open> open_;
  std::vector<std::size_t> cells_;  // what was open where each cell begins
  std::size_t ignored_{0};          // beyond kHtmlFormatsDeep
};

}  // namespace plenary::markup
