#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/markup/inline_parser.hpp"
#include "protocol/markup/lines.hpp"

namespace plenary::markup {

/// An address longer than this is no link: browsers and mail programs give up at about this length.
inline constexpr std::size_t kMaxLinkBytes = 2048;

/// Bytes of addresses that one import may give to runs. Each run of a link carries the whole
/// address, so a long one around many small runs would make gigabytes of a megabyte; beyond this,
/// words lose their link.
inline constexpr std::size_t kMaxLinkBytesTotal = std::size_t{8} * 1024 * 1024;

/// Makes lines of a document of the inlines of one paragraph or heading after the other. Private to
/// this folder. Cost: O(inlines).
class InlineReader {
 public:
  /// The lines of a paragraph, at least one. A line ends at a hard break, and everywhere in a
  /// table; other lines of the source are joined by a space.
  [[nodiscard]] std::vector<std::vector<Run>> read(const std::vector<Inline>& inlines);

 private:
  /// The words of a paragraph as the source has them on a line.
  struct SourceLine {
    std::vector<Run> runs;
    bool after_hard_break{false};
  };

  void take(const Inline& piece);
  [[nodiscard]] std::size_t first_row_of_table();
  [[nodiscard]] std::vector<std::vector<Run>> join_lines();
  void open_link(const Inline& link);
  void open_image(const Inline& image);
  void show_address();
  void close_link();
  void add_words(std::string_view words);
  void add(std::string_view words, const InlineStyle& style);
  void add_run(std::vector<Run>& runs, std::string text, const InlineStyle& style);

  std::vector<SourceLine> source_lines_;
  InlineStyle style_;
  int bold_{0};
  int italic_{0};
  int strike_{0};
  std::vector<std::string> links_;
  bool image_is_empty_{false};  // the last piece began an image
  std::size_t link_bytes_left_{kMaxLinkBytesTotal};
};

}  // namespace plenary::markup
