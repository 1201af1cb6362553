#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace plenary::markup {

/// A soft break where a line cannot end. Readers of Markdown show each spelling of the tag alike;
/// ours takes this one for a soft break even where another one would begin a line.
inline constexpr std::string_view kBreakTag = "<br/>";

/// Markdown as it is written: lines with the markers of quotes and lists before them, and text with
/// its backslashes. Private to this folder. Cost: O(bytes written).
class MarkdownOutput {
 public:
  MarkdownOutput() = default;
  /// For a line of a table's cell, where no words begin a block.
  [[nodiscard]] static MarkdownOutput in_cell() {
    MarkdownOutput out;
    out.content_starts_ = false;
    out.one_line_ = true;
    return out;
  }

  /// Brackets mean more in the words of a link.
  enum class Place : std::uint8_t { kText, kLink };

  /// Ends the current line, if any; the next text begins a line.
  void end_line() { pending_ = pending_ < 1 ? 1 : pending_; }
  /// As end_line, with an empty line between.
  void end_block() { pending_ = 2; }
  /// No empty line before the next text.
  void stay_tight() { pending_ = pending_ > 1 ? 1 : pending_; }

  /// Writes a marker; lines from here on begin with `prefix` more, until pop_prefix.
  void push_prefix(std::string_view marker, std::string_view prefix);
  void pop_prefix(std::size_t length) { prefix_.resize(prefix_.size() - length); }

  /// True: soft breaks are HTML and not line ends, for what must stay on a line.
  void stay_on_line(bool stays) { one_line_ = stays; }

  /// Breaks the line of the paragraph at hand. Requires: words before it and behind it.
  void soft_break();

  /// True if there is nothing on this line but markers, and at least one.
  [[nodiscard]] bool is_after_marker() const {
    return pending_ == 0 && !line_starts_ && content_starts_;
  }

  /// Writes Markdown as it is. Requires: no line end.
  void markdown(std::string_view text);
  /// Writes words. Characters that would mean something where they stand get a backslash or become
  /// references. Requires: UTF-8 without line ends.
  void words(std::string_view text, Place place = Place::kText);
  /// Begins the words of a link.
  void open_link() { bracket("["); }
  /// Writes the reference to a note.
  void note(std::size_t number) { bracket("[^" + std::to_string(number) + ']'); }
  /// Writes a code span.
  void code_span(std::string_view code);

  /// The text, with a line end at its end.
  [[nodiscard]] std::string take();
  /// The text as it is.
  [[nodiscard]] std::string take_line() { return std::move(out_); }

 private:
  void begin_text();
  void bracket(std::string_view markdown);
  [[nodiscard]] bool needs_escape(std::string_view rest, Place place) const;
  [[nodiscard]] bool begins_block(char c, char next) const;
  [[nodiscard]] char last() const { return out_.empty() ? '\0' : out_.back(); }

  std::string out_;
  std::string prefix_;
  int pending_{0};             // line ends before the next text
  bool line_starts_{true};     // nothing on this line, not even the prefix
  bool content_starts_{true};  // nothing on this line but markers and digits
  bool one_line_{false};
  bool breaks_softly_{false};  // the line end before the next text is a soft break
  bool goes_on_{false};        // this line is not the first of its paragraph
  bool label_starts_{false};   // this line's words begin with a bracket
};

}  // namespace plenary::markup
