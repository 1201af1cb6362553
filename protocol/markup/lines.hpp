#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/markup/shared_text.hpp"
#include "protocol/markup/shown_picture.hpp"
#include "protocol/ot/rich_text/delta.hpp"

/// A document as lines of runs, the form that to_text, to_markdown and to_html read. Private to
/// this folder.
namespace plenary::markup {

enum class ListKind : std::uint8_t { kNone, kBullet, kOrdered, kChecked, kUnchecked };
enum class Script : std::uint8_t { kNone, kSub, kSuper };
enum class Align : std::uint8_t { kStart, kCenter, kRight, kJustify };

/// The indent of the deepest of 16 levels.
inline constexpr int kMaxIndent = 15;

/// Quotes around a line: more say nothing to a reader.
inline constexpr int kMaxQuotes = 9;

/// U+2028, a line break inside of a paragraph, heading, item or cell. In code it is nothing
/// special.
inline constexpr std::string_view kSoftBreak = "\xe2\x80\xa8";

/// The largest number that an item may say: Markdown reads nine digits.
inline constexpr int kMaxStart = 999'999'999;

/// The change of a text in a difference (kChangeAttribute).
enum class Fate : std::uint8_t { kNone, kInserted, kDeleted, kFormatted };

/// The inline attributes that we know. Others, and values of a wrong kind, are ignored.
struct InlineStyle {
  bool bold{false};
  bool italic{false};
  bool underline{false};
  bool strike{false};
  bool code{false};
  Script script{Script::kNone};
  Fate fate{Fate::kNone};
  std::uint32_t note{0};  // the run stands for this note (from 1); its text is the number
  /// The run stands for this picture; its text is picture_words of it.
  std::shared_ptr<const ShownPicture> picture;
  SharedText fate_title;
  SharedText link;  // empty: none; only safe addresses
  friend bool operator==(const InlineStyle&, const InlineStyle&) = default;
};

/// False for the style of a run that stands for something else than its text.
[[nodiscard]] inline bool is_words(const InlineStyle& style) {
  return style.note == 0 && style.picture == nullptr;
}

/// Words in one style. UTF-8 without line ends, NUL or carriage returns; not empty.
struct Run {
  std::string text;
  InlineStyle style;
};

/// What a template says of a line, as attributes of its end.
inline constexpr std::array<const char*, 4> kLineMarks = {"frozen", "prompt", "required",
                                                          "words-max"};

/// The attributes of a line (of the "\n" that ends it). At most one of header, list, code is set.
struct LineStyle {
  int header{0};  // 1..6; 0: none
  int indent{0};  // 0..kMaxIndent
  ListKind list{ListKind::kNone};
  std::optional<int> start;  // of an ordered list: the line's number, 0..kMaxStart, if it says one
  int quotes{0};             // around the line, those around its list among them; 0..kMaxQuotes
  bool code{false};
  Align align{Align::kStart};
  bool rtl{false};
  SharedText language;              // of code; empty: not said
  ot::rich_text::Attributes marks;  // those of a template (kLineMarks); null: none
  // Of a divider or table, which have no runs that could say it.
  Fate fate{Fate::kNone};
  SharedText fate_title;
};

struct ShownTable;

struct Line {
  std::span<const Run> runs;  // in the Lines that hold this one
  LineStyle style;
  bool divider{false};               // then there are no runs
  const ShownTable* table{nullptr};  // then, too; in the Lines that hold this one
};

/// Lines and their runs. A list of short lines has as many lines as words, so the runs of all lie
/// in one vector. Moves keep the spans of the lines.
class Lines {
 public:
  [[nodiscard]] std::vector<Line>::const_iterator begin() const { return lines_.begin(); }
  [[nodiscard]] std::vector<Line>::const_iterator end() const { return lines_.end(); }

  [[nodiscard]] bool empty() const { return lines_.empty(); }
  /// Requires: !empty().
  [[nodiscard]] bool back_is_empty() const { return lines_.back().runs.empty(); }

  /// The contents of the document's notes in the order of their places: note 1 is the first.
  [[nodiscard]] const std::vector<Lines>& notes() const { return notes_; }

  Lines();
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;
  Lines(Lines&&) noexcept;
  Lines& operator=(Lines&&) noexcept;
  ~Lines();

 private:
  friend class LineReader;
  friend Lines lines_of(const ot::rich_text::Delta& document, const PlacePicture& place);
  std::vector<Run> runs_;
  std::vector<Line> lines_;
  std::vector<std::unique_ptr<const ShownTable>> tables_;
  std::vector<Lines> notes_;
};

/// The lines of a document; neighbours of one style joined. A table is a line, a note a run that
/// stands for it, and so is a picture. Another embed that is not a divider becomes a run of its
/// name in brackets, an image that lies elsewhere a link of its description. Half a surrogate pair
/// becomes U+FFFD. Components that are not inserts are passed over. In a cell or note, tables are
/// their words, and notes in notes, too.
[[nodiscard]] Lines lines_of(const ot::rich_text::Delta& document, const PlacePicture& place = {});

/// A text of JSON (WTF-8) as words: UTF-8 without NUL, line ends as spaces.
[[nodiscard]] std::string one_line(std::string_view wtf8);

/// True if there is nothing to see: no runs, or only ASCII white space and soft breaks.
[[nodiscard]] bool is_blank(const Line& line);

/// True for a name of a programming language that may stand in an info string or a class: letters,
/// digits, `+#._-`, at most 32.
[[nodiscard]] bool is_language(std::string_view name);

}  // namespace plenary::markup
