#pragma once

#include <cstddef>
#include <string_view>

#include "protocol/markup/lines.hpp"
#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::markup {

/// Bytes of addresses that one import may give to runs. Each run of a link carries the whole
/// address, so a long one around many small runs would make gigabytes of a megabyte; beyond this,
/// words lose their link.
inline constexpr std::size_t kMaxLinkBytesTotal = std::size_t{8} * 1024 * 1024;

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
  [[nodiscard]] ot::rich_text::Attributes attributes_for(const InlineStyle& style);

  ot::rich_text::Delta document_;
  bool ends_with_line_{false};
  std::size_t link_bytes_{0};
};

}  // namespace plenary::markup
