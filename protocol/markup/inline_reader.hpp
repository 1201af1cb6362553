#pragma once

#include <cmark-gfm.h>

#include <cstddef>
#include <string>
#include <vector>

#include "protocol/markup/lines.hpp"

namespace plenary::markup {

/// An address longer than this is no link: browsers and mail programs give up at about this length.
inline constexpr std::size_t kMaxLinkBytes = 2048;

/// Collects the inlines of one paragraph or heading after the other as the lines that a document
/// has. Private to this folder.
class InlineReader {
 public:
  /// Begins a paragraph.
  void begin() { source_lines_.assign(1, SourceLine{}); }

  /// Takes an inline node of the library's walk.
  void visit(cmark_node* node, bool entering);

  /// The lines of the paragraph, at least one. A line ends at a hard break, and everywhere in a
  /// table; other lines of the source are joined by a space.
  [[nodiscard]] std::vector<std::vector<Run>> take();

 private:
  /// The words of a paragraph as the source has them on a line.
  struct SourceLine {
    std::vector<Run> runs;
    bool after_hard_break{false};
  };

  [[nodiscard]] std::size_t first_row_of_table();
  void open_link(cmark_node* node);
  void open_image(cmark_node* node);
  void add(const char* literal);

  std::vector<SourceLine> source_lines_;
  InlineStyle style_;
  int bold_{0};
  int italic_{0};
  int strike_{0};
  std::vector<std::string> links_;
};

}  // namespace plenary::markup
