#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "protocol/markup/html_tag.hpp"
#include "protocol/markup/inline_parser.hpp"

namespace plenary::markup {

/// Reads the lines of an HTML block, part by part: each heading is a part, and so is what stands
/// between two. In a part each line of the source is a line, and so is what stands between its
/// block elements; cells are divided by " | ". Private to this folder. Cost: O(n) for all parts
/// together.
class HtmlBlock {
 public:
  /// Lifetime: `text` outlives this.
  explicit HtmlBlock(std::string_view text) : text_(text), html_(text) {}

  /// Reads the next part into `out`, which is emptied first. False if there is none.
  bool next(Inlines& out);

  /// Of the part that was read: 1 to 6 for a heading, else 0.
  [[nodiscard]] int heading() const { return heading_; }
  /// Tags that the parts so far left out: those of blocks, which need no pairs.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  void read_tag(Inlines& out);
  void read_block_tag(Inlines& out, std::string_view tag, bool closing);
  void read_reference();
  void end_line(Inlines& out);
  void end_words(Inlines& out);
  static void push(Inlines& out, Inline::Kind kind, std::string_view words);

  std::string_view text_;
  RawHtml html_;
  std::string words_;
  std::size_t at_{0};
  std::size_t left_out_{0};
  int heading_{0};
  int next_heading_{0};  // of the part that begins at the cursor
  bool part_ends_{false};
  bool line_is_empty_{true};
};

}  // namespace plenary::markup
