#pragma once

#include <string_view>

#include "protocol/markup/lines.hpp"
#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::markup {

/// Writes a document from its start to its end. Private to this folder.
class DocumentBuilder {
 public:
  /// Appends words. Requires: UTF-8 without line ends.
  void add(std::string_view text, const InlineStyle& style);
  /// Ends the line.
  void end_line(const LineStyle& style);
  void add_divider();

  /// The document, ending with a line end.
  [[nodiscard]] ot::rich_text::Delta take();

 private:
  ot::rich_text::Delta document_;
  bool ends_with_line_{false};
};

}  // namespace plenary::markup
