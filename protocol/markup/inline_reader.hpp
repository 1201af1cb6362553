#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/markup/html_meaning.hpp"
#include "protocol/markup/import_notes.hpp"
#include "protocol/markup/inline_parser.hpp"
#include "protocol/markup/lines.hpp"

namespace plenary::markup {

/// Bytes of addresses that an import may give to runs, for each byte of its source, and what every
/// source may give. In JSON and HTML each run of a link carries the whole address, so a long one
/// around many small runs would make gigabytes of a megabyte; beyond this, words lose their link. A
/// paper gives less than one: it has every address once, and words around it.
inline constexpr std::size_t kLinkBytesPerByte = 4;
inline constexpr std::size_t kLinkBytesFree = std::size_t{16} * 1024;

/// The lines of one paragraph. Lifetime of a line: until the next change.
class InlineLines {
 public:
  [[nodiscard]] std::size_t count() const { return ends_.size(); }
  [[nodiscard]] std::span<const Run> line(std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::span(runs_).subspan(begin, ends_[index] - begin);
  }

 private:
  friend class InlineReader;
  std::vector<Run> runs_;
  std::vector<std::size_t> ends_;
};

/// Makes lines of a document of the inlines of one paragraph or heading after the other. Private to
/// this folder. Cost: O(inlines).
class InlineReader {
 public:
  /// What starts a new line in the document: nothing (in a heading), two `<br>` that follow each
  /// other, those and the line ends of the source, or each `<br>` but `<br/>`.
  enum class Breaks : std::uint8_t { kHeading, kParagraph, kLines, kCell };
  /// Whether pictures are runs of their own (InlineStyle::picture), or links like other images.
  enum class Pictures : bool { kWords, kRead };

  /// Lifetime: `notes` outlives this.
  InlineReader(std::size_t source_bytes, ImportNotes& notes, Pictures pictures)
      : link_bytes_left_(source_bytes * kLinkBytesPerByte + kLinkBytesFree),
        notes_(notes),
        pictures_(pictures) {}

  /// The lines of a paragraph, at least one. A hard break, or a `<br>` between words, is a soft
  /// break in the line (kSoftBreak); other lines of the source are joined by a space. A reference
  /// to a note is a run of its own (InlineStyle::note, counted as References does, but from 1),
  /// whose text is the reference as it is written. Lifetime: until the next call.
  [[nodiscard]] const InlineLines& read(const Inlines& inlines, Breaks breaks = Breaks::kParagraph);

 private:
  /// The words of a paragraph as the source has them on a line.
  struct SourceLine {
    std::vector<Run> runs;
    bool begins_line{false};
  };

  /// An image whose description is being read.
  struct OpenImage {
    std::shared_ptr<ShownPicture> picture;  // null: it becomes a link
    SharedText title;
  };

  void take(const Inlines& inlines, const Inline& piece);
  void find_html(const Inlines& inlines);
  void take_html(std::string_view html, bool meant);
  void add_html_image(std::string_view tag);
  void begin_html_link(std::string_view tag);
  void end_html_link();
  void end_line_of_source();
  void begin_line();
  void break_softly();
  void take_html_break(std::string_view html);
  void place_html_breaks();
  [[nodiscard]] bool is_at_line_start() const;
  void end_source_line();
  void add_note(std::string_view reference, std::uint32_t note);
  void open_link(const LinkTarget& target);
  void begin_image(const LinkTarget& target);
  void end_image(std::string_view attributes);
  [[nodiscard]] bool is_picture(std::string_view address);
  void end_picture(OpenImage& image, std::string_view attributes);
  void open_image(const LinkTarget& target);
  void show_address();
  void close_link();
  void show_target(const LinkTarget& target);
  void set_script();
  [[nodiscard]] SharedText followed() const;
  bool take_link_bytes(std::size_t count);
  void add_words(std::string_view words);
  void add(std::string_view words, const InlineStyle& style);
  void add_run(std::vector<Run>& runs, std::string text, const InlineStyle& style);

  InlineLines lines_;
  SourceLine line_;  // the line of the source at hand
  std::size_t next_note_{0};
  Breaks breaks_{Breaks::kParagraph};
  std::size_t html_breaks_{0};  // `<br>` behind the words so far, if more words come
  InlineStyle break_style_;
  bool skips_spaces_{false};  // behind a `<br>`

  InlineStyle style_;
  int bold_{0};
  int italic_{0};
  int strike_{0};
  int underline_{0};
  int code_{0};
  int sub_{0};
  int super_{0};
  std::vector<LinkTarget> links_;
  std::vector<LinkTarget> html_links_;
  std::vector<bool> meant_;  // of each piece that is HTML: it means something here
  std::array<std::vector<std::size_t>, kHtmlMeanings> open_html_;
  bool image_is_empty_{false};  // the last piece began an image
  std::size_t link_bytes_left_;
  ImportNotes& notes_;
  const Pictures pictures_;
  std::vector<OpenImage> images_;  // that are open
};

}  // namespace plenary::markup
