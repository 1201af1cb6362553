#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "protocol/markup/lines.hpp"
#include "protocol/markup/shared_text.hpp"
#include "protocol/ot/rich_text/delta.hpp"

namespace plenary::markup {

/// Remembers the attribute maps of the styles that were asked for lately, so that a thousand bold
/// words share one map: making one costs more than all else that a short word costs. Private to
/// this folder.
class AttributeMemory {
 public:
  [[nodiscard]] const ot::rich_text::Attributes& of(const InlineStyle& style);
  [[nodiscard]] const ot::rich_text::Attributes& of(const LineStyle& style);

 private:
  /// What a style is known by: its flags as a number, and its address or language.
  struct Entry {
    std::size_t flags{0};
    SharedText text;
    ot::rich_text::Attributes attributes;
  };
  static constexpr std::size_t kEntries = 128;

  template <class Style>
  const ot::rich_text::Attributes& find(std::size_t flags, const SharedText& text,
                                        const Style& style);

  std::array<Entry, kEntries> entries_;  // an entry makes room for the next with its place
};

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
  AttributeMemory attributes_;
  bool ends_with_line_{false};
};

}  // namespace plenary::markup
