#include "protocol/markup/markdown_inlines.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/base/utf.hpp"
#include "protocol/markup/characters.hpp"
#include "protocol/markup/plain_address.hpp"

namespace plenary::markup {
namespace {

/// The class of a mark's neighbour in the rules of emphasis. A start or end of line is a space.
enum class Side : std::uint8_t { kSpace, kSign, kWord };

constexpr char32_t kBreak = U'\u2028';

Side side_of(char32_t c) {
  if (is_space(c) || c == kBreak) {
    return Side::kSpace;
  }
  return is_punctuation(c) ? Side::kSign : Side::kWord;
}

/// The marks in the order in which they nest, the outermost first. Different characters for bold
/// and italic, so that marks which meet never form a longer run with a meaning of its own.
/// Underline and scripts are HTML, which Markdown has no signs for.
enum class Mark : std::uint8_t { kLink, kStrike, kUnderline, kSub, kSuper, kBold, kItalic };
constexpr std::array<Mark, 7> kMarks = {Mark::kLink,  Mark::kStrike, Mark::kUnderline, Mark::kSub,
                                        Mark::kSuper, Mark::kBold,   Mark::kItalic};

/// True for marks that the rules of emphasis do not look at.
bool stands_free(Mark mark) {
  return mark == Mark::kLink || mark == Mark::kUnderline || mark == Mark::kSub ||
         mark == Mark::kSuper;
}

const char* delimiter(Mark mark, bool closes) {
  switch (mark) {
    case Mark::kUnderline:
      return closes ? "</u>" : "<u>";
    case Mark::kSub:
      return closes ? "</sub>" : "<sub>";
    case Mark::kSuper:
      return closes ? "</sup>" : "<sup>";
    case Mark::kStrike:
      return "~~";
    case Mark::kBold:
      return "**";
    case Mark::kItalic:
      return "_";
    case Mark::kLink:
      break;
  }
  return "";
}

/// Up to one of each mark.
class Marks {
 public:
  void push_back(Mark mark) { marks_[count_++] = mark; }
  void push_front(Mark mark) {
    std::copy_backward(begin(), end(), marks_.data() + count_ + 1);
    marks_.front() = mark;
    ++count_;
  }
  void clear() { count_ = 0; }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] const Mark* begin() const { return marks_.data(); }
  [[nodiscard]] const Mark* end() const { return marks_.data() + count_; }

 private:
  std::array<Mark, kMarks.size()> marks_{};
  std::size_t count_{0};
};

/// A run with the part of its style that Markdown can say.
struct Piece {
  std::u32string text;
  InlineStyle style;
  bool first_as_entity{false};
  bool last_as_entity{false};
  bool at_start{false};  // of the line
  bool at_end{false};
};

bool has(const InlineStyle& style, Mark mark) {
  switch (mark) {
    case Mark::kLink:
      return !style.link.empty();
    case Mark::kStrike:
      return style.strike;
    case Mark::kUnderline:
      return style.underline;
    case Mark::kSub:
      return style.script == Script::kSub;
    case Mark::kSuper:
      return style.script == Script::kSuper;
    case Mark::kBold:
      return style.bold;
    case Mark::kItalic:
      return style.italic;
  }
  return false;
}

bool agree(const InlineStyle& a, const InlineStyle& b, Mark mark) {
  return has(a, mark) == has(b, mark) && (mark != Mark::kLink || a.link == b.link);
}

std::u32string code_points(std::string_view utf8) {
  const std::u16string units = utf::to_utf16(utf8);
  std::u32string out;
  out.reserve(units.size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    char32_t c = units[i];
    if (utf::is_high_surrogate(units[i]) && i + 1 < units.size()) {
      c = 0x10000 + ((c - 0xd800) << 10) + (static_cast<char32_t>(units[++i]) - 0xdc00);
    }
    out.push_back(c);
  }
  return out;
}

std::string to_utf8(std::u32string_view text) {
  std::u16string units;
  units.reserve(text.size());
  for (const char32_t c : text) {
    if (c >= 0x10000) {
      units.push_back(static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10)));
      units.push_back(static_cast<char16_t>(0xdc00 + ((c - 0x10000) & 0x3ff)));
    } else {
      units.push_back(static_cast<char16_t>(c));
    }
  }
  return utf::to_wtf8(units);
}

void append_piece_of(std::vector<Piece>& pieces, std::string_view text, const InlineStyle& style) {
  if (text.empty()) {
    return;
  }
  if (!pieces.empty() && pieces.back().style == style) {
    pieces.back().text += code_points(text);
  } else {
    pieces.push_back({.text = code_points(text), .style = style});
  }
}

void append_linked_piece(std::vector<Piece>& pieces, std::string_view address,
                         std::string_view scheme, const InlineStyle& style) {
  InlineStyle linked = style;
  linked.link = SharedText(std::string(scheme) + std::string(address));
  append_piece_of(pieces, address, linked);
}

/// Words without web addresses; mail addresses become links.
void append_pieces_with_mail(std::vector<Piece>& pieces, std::string_view words,
                             const InlineStyle& style) {
  std::size_t from = 0;
  for (PlainAddress found = find_mail_address(words, 0); found.length > 0;
       found = find_mail_address(words, from)) {
    append_piece_of(pieces, words.substr(from, found.at - from), style);
    append_linked_piece(pieces, words.substr(found.at, found.length), found.scheme, style);
    from = found.at + found.length;
  }
  append_piece_of(pieces, words.substr(from), style);
}

/// Words without soft breaks; addresses become links.
void append_pieces_with_addresses(std::vector<Piece>& pieces, std::string_view words,
                                  const InlineStyle& style) {
  for (PlainAddress found = find_address(words); found.length > 0; found = find_address(words)) {
    append_pieces_with_mail(pieces, words.substr(0, found.at), style);
    append_linked_piece(pieces, words.substr(found.at, found.length), found.scheme, style);
    words.remove_prefix(found.at + found.length);
  }
  append_pieces_with_mail(pieces, words, style);
}

/// The styles of a run that Markdown can say; addresses in plain words become links.
void append_pieces_of(std::vector<Piece>& pieces, const Run& run) {
  InlineStyle style = run.style;
  if (!is_words(style)) {
    pieces.push_back({.text = code_points(run.text), .style = style});
    return;
  }
  // A code span of spaces alone would gain two.
  style.code = style.code && run.text.find_first_not_of(' ') != std::string::npos;
  if (!style.link.empty() || style.code) {
    append_piece_of(pieces, run.text, style);
    return;
  }
  std::string_view rest = run.text;
  for (std::size_t end = rest.find(kSoftBreak); end != std::string_view::npos;
       end = rest.find(kSoftBreak)) {
    append_pieces_with_addresses(pieces, rest.substr(0, end), style);
    append_piece_of(pieces, kSoftBreak, style);
    rest.remove_prefix(end + kSoftBreak.size());
  }
  append_pieces_with_addresses(pieces, rest, style);
}

std::vector<Piece> pieces_of(std::span<const Run> runs) {
  std::vector<Piece> pieces;
  for (const Run& run : runs) {
    append_pieces_of(pieces, run);
  }
  return pieces;
}

/// The marks between two pieces: some close (innermost first), then some open (outermost first).
struct Boundary {
  Marks closing;
  Marks opening;
};

Boundary boundary_between(const InlineStyle& left, const InlineStyle& right) {
  const auto* differs = std::find_if_not(kMarks.begin(), kMarks.end(),
                                         [&](Mark mark) { return agree(left, right, mark); });
  Boundary boundary;
  for (const auto* mark = differs; mark != kMarks.end(); ++mark) {
    if (has(left, *mark)) {
      boundary.closing.push_front(*mark);
    }
    if (has(right, *mark)) {
      boundary.opening.push_back(*mark);
    }
  }
  return boundary;
}

/// Decides which neighbours of a boundary must be written as entities (which are punctuation to the
/// rules).
class Flanks {
 public:
  Flanks(Side left, Side right) : left_(left), right_(right) {}

  void settle(const Boundary& boundary) {
    std::array<Mark, 2 * kMarks.size()> all{};
    const auto closing_end =
        std::copy(boundary.closing.begin(), boundary.closing.end(), all.begin());
    const auto end = std::copy(boundary.opening.begin(), boundary.opening.end(), closing_end);
    // GitHub's reader looks through `~` for the neighbours of a mark.
    const auto solid = [](Mark mark) { return mark != Mark::kStrike; };
    // A mark can only turn a side into punctuation, so the third pass changes nothing.
    for (int pass = 0; pass < 3; ++pass) {
      for (auto* mark = all.begin(); mark != end; ++mark) {
        const bool first = std::none_of(all.begin(), mark, solid);
        const bool last = std::none_of(mark + 1, end, solid);
        const bool closes = mark < closing_end;
        if (!stands_free(*mark)) {
          closes ? settle_closing(*mark, first, last) : settle_opening(*mark, first, last);
        }
      }
    }
  }

  [[nodiscard]] bool left_as_entity() const { return left_as_entity_; }
  [[nodiscard]] bool right_as_entity() const { return right_as_entity_; }

 private:
  void settle_closing(Mark mark, bool first, bool last) {
    if (first && left_ == Side::kSpace) {
      encode_left();
    }
    const Side before = first ? left_ : Side::kSign;
    if (last && right_ == Side::kWord && (before == Side::kSign || mark == Mark::kItalic)) {
      encode_right();
    }
  }

  void settle_opening(Mark mark, bool first, bool last) {
    if (last && right_ == Side::kSpace) {
      encode_right();
    }
    const Side after = last ? right_ : Side::kSign;
    if (first && left_ == Side::kWord && (after == Side::kSign || mark == Mark::kItalic)) {
      encode_left();
    }
  }

  void encode_left() {
    left_ = Side::kSign;
    left_as_entity_ = true;
  }
  void encode_right() {
    right_ = Side::kSign;
    right_as_entity_ = true;
  }

  Side left_;
  Side right_;
  bool left_as_entity_{false};
  bool right_as_entity_{false};
};

/// A soft break between two marks stands in the line: a reader would see white space in its place.
std::string entity(char32_t c, bool at_edge) {
  if (c == kBreak && !at_edge) {
    return std::string(kBreakTag);
  }
  return "&#" + std::to_string(static_cast<std::uint32_t>(c)) + ";";
}

/// An address between parentheses. What could end it or be read as an entity is escaped; safe_link
/// has seen to white space.
std::string destination(std::string_view address) {
  const bool entities = address.find(';') != std::string_view::npos;
  std::string out;
  for (const char c : address) {
    if (c == '&' && entities) {
      out += "&amp;";
      continue;
    }
    if (std::string_view("()<>\\`").find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

void append_picture(MarkdownOutput& out, const ShownPicture& picture) {
  out.markdown("![");
  out.words(picture.alt.value_or(""), MarkdownOutput::Place::kLink);
  out.markdown("](" + destination(picture.address) + ")" + picture_attributes(picture));
}

/// Words with their soft breaks. Readers strip the spaces at the ends of lines.
void append_words_of(MarkdownOutput& out, std::u32string_view text, MarkdownOutput::Place place) {
  bool goes_on = false;
  while (true) {
    const std::size_t end = std::min(text.find(kBreak), text.size());
    const bool breaks = end < text.size();
    std::u32string_view words = text.substr(0, end);
    if (goes_on && words.starts_with(U' ')) {
      out.markdown(entity(U' ', false));
      words.remove_prefix(1);
    }
    const bool space_at_end = breaks && words.ends_with(U' ');
    words.remove_suffix(space_at_end ? 1 : 0);
    if (!words.empty()) {
      out.words(to_utf8(words), place);
    }
    if (space_at_end) {
      out.markdown(entity(U' ', false));
    }
    if (!breaks) {
      return;
    }
    out.soft_break();
    goes_on = true;
    text.remove_prefix(end + 1);
  }
}

/// Code that has soft breaks is HTML: a span has no place for them.
void append_code(MarkdownOutput& out, std::u32string_view text) {
  if (text.find(kBreak) == std::u32string_view::npos) {
    out.code_span(to_utf8(text));
    return;
  }
  out.markdown("<code>");
  append_words_of(out, text, MarkdownOutput::Place::kText);
  out.markdown("</code>");
}

void append_piece(MarkdownOutput& out, const Piece& piece) {
  if (piece.style.note > 0) {
    out.note(piece.style.note);
    return;
  }
  if (piece.style.picture != nullptr) {
    append_picture(out, *piece.style.picture);
    return;
  }
  if (piece.style.code) {
    append_code(out, piece.text);
    return;
  }
  std::u32string_view text = piece.text;
  if (piece.first_as_entity || (text.size() == 1 && piece.last_as_entity)) {
    out.markdown(entity(text.front(), piece.at_start));
    text.remove_prefix(1);
  }
  const bool entity_at_end = piece.last_as_entity && !text.empty();
  using Place = MarkdownOutput::Place;
  append_words_of(out, text.substr(0, text.size() - (entity_at_end ? 1 : 0)),
                  piece.style.link.empty() ? Place::kText : Place::kLink);
  if (entity_at_end) {
    out.markdown(entity(text.back(), piece.at_end));
  }
}

/// True if `<address>` says the same as a link of that text.
bool is_bare_address(const Piece& piece) {
  const std::string_view link = piece.style.link.view();
  const bool web = link.starts_with("http://") || link.starts_with("https://");
  constexpr std::string_view kMail = "mailto:";
  const std::string words = to_utf8(piece.text);
  const bool mail = link.starts_with(kMail) && link.substr(kMail.size()) == words &&
                    link.find('_') == std::string_view::npos &&
                    find_mail_address(words, 0).length == words.size();
  const bool plain = is_words(piece.style) && !piece.style.bold && !piece.style.italic &&
                     !piece.style.strike && !piece.style.code && !piece.style.underline &&
                     piece.style.script == Script::kNone;
  const bool signs = link.find_first_of("<>&\\") != std::string_view::npos;
  return plain && !signs && (mail || (web && words == link));
}

void append_marks(MarkdownOutput& out, const Boundary& boundary, const InlineStyle& left) {
  for (const Mark mark : boundary.closing) {
    out.markdown(mark == Mark::kLink ? "](" + destination(left.link.view()) + ")"
                                     : delimiter(mark, true));
  }
  for (const Mark mark : boundary.opening) {
    mark == Mark::kLink ? out.open_link() : out.markdown(delimiter(mark, false));
  }
}

/// Code, notes and pictures begin and end with signs.
bool is_in_signs(const Piece& piece) {
  return piece.style.code || !is_words(piece.style);
}

bool is_one_character(const Piece& piece) {
  return !is_in_signs(piece) && piece.text.size() == 1;
}

Side last_side(const Piece& piece) {
  const bool entity = piece.last_as_entity || (piece.first_as_entity && is_one_character(piece));
  return is_in_signs(piece) || entity ? Side::kSign : side_of(piece.text.back());
}
Side first_side(const Piece& piece) {
  const bool entity = piece.first_as_entity || (piece.last_as_entity && is_one_character(piece));
  return is_in_signs(piece) || entity ? Side::kSign : side_of(piece.text.front());
}

/// Marks the characters at every boundary, and the spaces at the ends of the line, which the reader
/// would strip.
void mark_entities(std::vector<Piece>& pieces, const std::vector<Boundary>& boundaries) {
  const auto is_stripped = [](char32_t c) { return c == U' ' || c == kBreak; };
  pieces.front().first_as_entity = is_stripped(pieces.front().text.front());
  pieces.back().last_as_entity = is_stripped(pieces.back().text.back());
  pieces.front().at_start = true;
  pieces.back().at_end = true;
  std::size_t i = 0;
  while (i < boundaries.size()) {
    Piece* left = i == 0 ? nullptr : &pieces[i - 1];
    Piece* right = i == pieces.size() ? nullptr : &pieces[i];
    Flanks flanks(left == nullptr ? Side::kSpace : last_side(*left),
                  right == nullptr ? Side::kSpace : first_side(*right));
    flanks.settle(boundaries[i]);
    if (right != nullptr) {
      right->first_as_entity |= flanks.right_as_entity();
    }
    if (left != nullptr && flanks.left_as_entity()) {
      left->last_as_entity = true;
      if (is_one_character(*left)) {
        --i;  // what the boundary before decided about the same character is out of date; once for
              // each character
        continue;
      }
    }
    ++i;
  }
}

/// A brace behind a picture would begin its attributes.
void keep_from_pictures(std::vector<Piece>& pieces) {
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    if (pieces[i - 1].style.picture != nullptr && pieces[i].text.front() == U'{') {
      pieces[i].first_as_entity = true;
    }
  }
}

}  // namespace

void append_inlines(MarkdownOutput& out, std::span<const Run> runs) {
  std::vector<Piece> pieces = pieces_of(runs);
  if (pieces.empty()) {
    return;
  }
  const InlineStyle none;
  std::vector<Boundary> boundaries;
  for (std::size_t i = 0; i <= pieces.size(); ++i) {
    boundaries.push_back(boundary_between(i == 0 ? none : pieces[i - 1].style,
                                          i == pieces.size() ? none : pieces[i].style));
  }
  mark_entities(pieces, boundaries);
  keep_from_pictures(pieces);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool alone = boundaries[i].opening.size() == 1 && boundaries[i + 1].closing.size() == 1;
    if (alone && is_bare_address(pieces[i])) {
      boundaries[i].opening.clear();
      boundaries[i + 1].closing.clear();
      append_marks(out, boundaries[i], i == 0 ? none : pieces[i - 1].style);
      out.markdown("<");
      out.markdown(to_utf8(pieces[i].text));
      out.markdown(">");
      continue;
    }
    append_marks(out, boundaries[i], i == 0 ? none : pieces[i - 1].style);
    append_piece(out, pieces[i]);
  }
  append_marks(out, boundaries.back(), pieces.back().style);
}

}  // namespace plenary::markup
