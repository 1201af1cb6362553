#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "protocol/markup/lines.hpp"
#include "protocol/markup/shared_text.hpp"
#include "protocol/ot/rich_text/delta.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"

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
  /// Appends a table, which stands between lines.
  void add_table(ot::rich_text::EmbedValue table, ot::rich_text::Attributes attributes = nullptr);
  /// Appends a note among words.
  void add_note(ot::rich_text::EmbedValue note, const InlineStyle& style);
  /// Appends a picture among words.
  void add_picture(const ShownPicture& picture, const InlineStyle& style);
  /// Appends a part of a document that another builder made.
  void append(ot::rich_text::Delta part);

  /// The document, ending with a line end.
  [[nodiscard]] ot::rich_text::Delta take();
  /// What was written so far, as it is; the next part is empty. For the content of a cell or note:
  /// the end of its last line is there if it has attributes.
  [[nodiscard]] ot::rich_text::Delta take_part();
  [[nodiscard]] ot::rich_text::Delta take_content();

 private:
  ot::rich_text::Delta document_;
  AttributeMemory attributes_;
  bool ends_with_line_{false};
};

}  // namespace plenary::markup
