#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/markup/html_notes.hpp"
#include "protocol/markup/html_tree.hpp"
#include "protocol/markup/import_notes.hpp"
#include "protocol/markup/lines.hpp"

namespace plenary::markup {

/// Words of HTML as they are shown: references resolved, without control characters but tabs and
/// line feeds. Cost: O(length).
[[nodiscard]] std::string html_text(std::string_view source);

/// What all readers of a page's words share.
struct HtmlPage {
  const HtmlTree& tree;
  const HtmlNotes& notes_of_page;
  ImportNotes& notes;
  bool exact{false};               // a page of ours: its spaces are what they are
  std::size_t link_bytes_left{0};  // see kLinkBytesPerByte
};

/// Makes lines of the leaves of a tree. Spaces collapse as a browser shows them. Private to this
/// folder. Cost: O(leaves).
class HtmlWords {
 public:
  using TakeLine = std::function<void(std::span<const Run>)>;

  /// Lifetime: `page` outlives this.
  HtmlWords(HtmlPage& page, TakeLine take_line) : page_(page), take_line_(std::move(take_line)) {}

  /// Takes words, a picture or a line break.
  void take(std::uint32_t leaf);
  void add(std::string_view words, const InlineStyle& style) { add_run(std::string(words), style); }
  /// A space, if words stand before it and behind it.
  void add_space(const InlineStyle& style = {});
  void end_line_if_any();
  /// A space of the source behind this place is not one of the words: it follows a box.
  void skip_space() { skips_space_ = true; }
  [[nodiscard]] bool is_empty() const { return runs_.empty() && breaks_waiting_ == 0; }
  [[nodiscard]] bool is_picture_only() const;

  bool keeps_spaces{false};  // in this block
  /// What a `<br>` is: a soft break, also where several follow each other (in headings); the same
  /// only where it stands alone between words, else the end of a line; the end of a line but for
  /// kSoftBreakOfCell; or a space. On a page of ours it is a soft break but at the end of a block.
  enum class Breaks : std::uint8_t { kStay, kSingleStay, kOfCell, kSpaces };
  Breaks breaks{Breaks::kSingleStay};
  bool notes_are_words{false};  // in notes and headers of tables
  bool word_empty{false};       // a no-break space alone is Word's empty line

 private:
  void take_words(const HtmlNode& leaf);
  void take_collapsed(std::string_view words, const InlineStyle& style);
  void take_exact(std::string_view words, const InlineStyle& style);
  void take_kept(std::string_view words, const InlineStyle& style);
  bool take_note(const HtmlNode& leaf);
  void take_image(const HtmlNode& leaf);
  void take_linked_image(std::string_view tag, const InlineStyle& around);
  void show_address(const HtmlNode& leaf);
  void take_break(const HtmlNode& leaf);
  void place_breaks();
  void drop_last_break();
  void end_line();
  void add_run(std::string text, const InlineStyle& style);
  bool take_link_bytes(std::size_t count);
  [[nodiscard]] InlineStyle style_of(const HtmlFormat& format) const;

  HtmlPage& page_;
  TakeLine take_line_;
  std::vector<Run> runs_;    // of the line at hand
  bool space_waits_{false};  // between two words, if another one comes
  InlineStyle space_style_;
  std::size_t breaks_waiting_{0};  // behind the words so far
  InlineStyle break_style_;
  bool skips_space_{false};
  std::uint32_t last_anchor_{0};  // whose note is placed
  std::uint32_t style_format_{0};
  InlineStyle style_;  // of style_format_
};

}  // namespace plenary::markup
