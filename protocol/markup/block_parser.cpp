#include <algorithm>
#include <utility>

#include "protocol/markup/block_starts.hpp"
#include "protocol/markup/characters.hpp"
#include "protocol/markup/entities.hpp"
#include "protocol/markup/line_cursor.hpp"
#include "protocol/markup/link_syntax.hpp"
#include "protocol/markup/source_block.hpp"

namespace plenary::markup {
namespace {

using Kind = SourceBlock::Kind;

/// White space that makes a line code.
constexpr std::size_t kCodeIndent = 4;

/// A block that lines may still be added to.
struct OpenBlock {
  SourceBlock block;
  std::size_t depth{0};           // containers from the document down to this block
  std::size_t content_column{0};  // of an item: columns that its lines begin with
  char fence{'\0'};               // of code: the sign of its fence; none if it is indented
  std::size_t fence_length{0};
  std::size_t fence_indent{0};
  int html_kind{0};
};

bool is_only_definitions(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && read_definition(text, at)) {
  }
  return at == text.size();
}

/// Reads line after line. The open blocks are a path from the document to the block that the last
/// line went to; each is the last child of the one before.
class BlockParser {
 public:
  explicit BlockParser(std::size_t bytes) {
    open_.emplace_back();
    text_.reserve(bytes);
  }

  void add_line(std::string_view line) {
    LineCursor cursor(line);
    rule_sign_ = '\0';
    const std::size_t matched = match_open(cursor);
    if (matched == kLineIsUsed) {
      return;
    }
    open_new(cursor, matched);
  }

  SourceDocument take() {
    close_to(1);
    return {.root = std::move(open_.front().block), .text = std::move(text_)};
  }

 private:
  static constexpr std::size_t kLineIsUsed = 0;

  [[nodiscard]] Kind last_kind() const { return open_.back().block.kind; }

  static bool is_leaf(Kind kind) {
    return kind == Kind::kParagraph || kind == Kind::kCode || kind == Kind::kHtml;
  }

  /// Goes over the markers of the open blocks that the line continues, and counts these blocks.
  /// kLineIsUsed if the line was the closing fence of code.
  std::size_t match_open(LineCursor& cursor) {
    std::size_t quotes = 0;
    for (std::size_t i = 1; i < open_.size(); ++i) {
      OpenBlock& open = open_[i];
      // Every list and item goes on over an empty line: without this step a thousand empty lines
      // would cost a thousand times the depth.
      const bool list = open.block.kind == Kind::kList || open.block.kind == Kind::kItem;
      if (list && quotes == quotes_ && cursor.is_blank() && cursor.indent() == 0) {
        return match_blank_line(cursor);
      }
      quotes += open.block.kind == Kind::kQuote ? 1 : 0;
      if (!continues(open, cursor)) {
        return i;
      }
      if (closed_fence_) {
        closed_fence_ = false;
        close_to(i);
        return kLineIsUsed;
      }
    }
    return open_.size();
  }

  /// An empty line where only lists and a leaf are open below.
  std::size_t match_blank_line(LineCursor& cursor) {
    const std::size_t last = open_.size() - 1;
    OpenBlock& open = open_.back();
    if (open.block.kind == Kind::kItem) {
      return open.block.children.empty() ? last : last + 1;
    }
    return !is_leaf(open.block.kind) || continues(open, cursor) ? last + 1 : last;
  }

  bool continues(OpenBlock& open, LineCursor& cursor) {
    switch (open.block.kind) {
      case Kind::kQuote:
        return skip_quote_marker(cursor);
      case Kind::kNote:
        if (cursor.indent() >= kCodeIndent) {
          cursor.skip_columns(kCodeIndent);
          return true;
        }
        return cursor.is_blank();
      case Kind::kItem:
        if (cursor.indent() >= open.content_column) {
          cursor.skip_columns(open.content_column);
          return true;
        }
        // An item that is empty so far ends with an empty line. Its first child may still be open.
        if (cursor.is_blank() && (!open.block.children.empty() || &open != &open_.back())) {
          cursor.skip_indent();
          return true;
        }
        return false;
      case Kind::kCode:
        return continues_code(open, cursor);
      case Kind::kHtml:
        return open.html_kind < 6 || !cursor.is_blank();
      case Kind::kParagraph:
        return !cursor.is_blank();
      default:
        return true;
    }
  }

  static bool skip_quote_marker(LineCursor& cursor) {
    if (cursor.indent() >= kCodeIndent || !cursor.words().starts_with('>')) {
      return false;
    }
    cursor.skip_indent();
    cursor.skip_characters(1);
    cursor.skip_columns(1);
    return true;
  }

  bool continues_code(const OpenBlock& code, LineCursor& cursor) {
    if (code.fence == '\0') {
      if (cursor.indent() >= kCodeIndent) {
        cursor.skip_columns(kCodeIndent);
        return true;
      }
      if (cursor.is_blank()) {
        cursor.skip_indent();
      }
      return cursor.is_blank();
    }
    closed_fence_ = cursor.indent() < kCodeIndent &&
                    closes_fence(cursor.words(), code.fence, code.fence_length);
    cursor.skip_columns(code.fence_indent);
    return true;
  }

  /// Opens the blocks that begin on the line, then gives the rest of the line to the last of them.
  void open_new(LineCursor& cursor, std::size_t matched) {
    bool lazy = matched < open_.size() && last_kind() == Kind::kParagraph;
    while (!(matched == open_.size() && is_leaf(last_kind()) && last_kind() != Kind::kParagraph)) {
      const Step step = open_one(cursor, matched, lazy || last_kind() == Kind::kParagraph, lazy);
      if (step == Step::kDone) {
        return;
      }
      if (step == Step::kNothing) {
        break;
      }
      matched = open_.size();
      lazy = false;
    }
    add_words(cursor, matched, lazy);
  }

  enum class Step { kNothing, kContainer, kDone };

  /// `in_paragraph`: a paragraph is open, so that indented words continue it. `lazy`: but not on
  /// the path of this line's markers.
  Step open_one(LineCursor& cursor, std::size_t matched, bool in_paragraph, bool lazy) {
    if (cursor.is_blank()) {
      return Step::kNothing;
    }
    if (cursor.indent() >= kCodeIndent) {
      if (in_paragraph) {
        return Step::kNothing;
      }
      cursor.skip_columns(kCodeIndent);
      open_leaf(matched, Kind::kCode);
      add_line_of(cursor);
      return Step::kDone;
    }
    const bool interrupts = in_paragraph && !lazy;
    const std::string_view words = cursor.words();
    if (words.front() == '>') {
      return open_quote(cursor, matched);
    }
    if (words.front() == '[' && open_note(cursor, matched)) {
      return Step::kContainer;
    }
    if (open_heading(words, matched) || open_fence(cursor, matched) ||
        open_html(cursor, matched, interrupts) || underline(words, interrupts) ||
        open_rule(words, matched)) {
      return Step::kDone;
    }
    return open_item(cursor, matched, interrupts);
  }

  Step open_quote(LineCursor& cursor, std::size_t matched) {
    if (!may_nest(matched)) {
      return Step::kNothing;
    }
    close_to(matched);
    close_list();
    skip_quote_marker(cursor);
    open_leaf(open_.size(), Kind::kQuote);
    return Step::kContainer;
  }

  /// `[^label]: words`, in no other container.
  bool open_note(LineCursor& cursor, std::size_t matched) {
    const std::string_view words = cursor.words();
    const std::size_t length = note_length(words, 0);
    if (length == 0 || !words.substr(length).starts_with(':') || open_[matched - 1].depth > 0) {
      return false;
    }
    SourceBlock& note = open_leaf(matched, Kind::kNote).block;
    text_ += words.substr(2, length - 3);
    note.info = {.begin = note.text.begin, .length = static_cast<std::uint32_t>(length - 3)};
    cursor.skip_indent();
    cursor.skip_characters(length + 1);
    cursor.skip_indent();
    return true;
  }

  bool open_heading(std::string_view words, std::size_t matched) {
    const int level = heading_level(words);
    if (level == 0) {
      return false;
    }
    open_leaf(matched, Kind::kHeading).block.level = level;
    add_text(heading_words(words, level));
    close_last();
    return true;
  }

  bool open_fence(const LineCursor& cursor, std::size_t matched) {
    const std::string_view words = cursor.words();
    const std::size_t length = fence_length(words);
    if (length == 0) {
      return false;
    }
    OpenBlock& code = open_leaf(matched, Kind::kCode);
    code.fence = words.front();
    code.fence_length = length;
    code.fence_indent = cursor.indent();
    std::string_view info = words.substr(length);
    info.remove_prefix(std::min(info.find_first_not_of(" \t"), info.size()));
    code.block.info = {.begin = size(), .length = 0};
    text_ += unescape(info.substr(0, info.find_last_not_of(" \t") + 1));
    code.block.info.length = size() - code.block.info.begin;
    code.block.text.begin = size();
    return true;
  }

  bool open_html(const LineCursor& cursor, std::size_t matched, bool interrupts) {
    const int kind = html_block_kind(cursor.words());
    if (kind == 0 || (kind == 7 && interrupts)) {
      return false;
    }
    open_leaf(matched, Kind::kHtml).html_kind = kind;
    add_html_line(cursor);
    return true;
  }

  void add_html_line(const LineCursor& cursor) {
    const std::size_t from = text_.size();
    add_line_of(cursor);
    const std::string_view line = std::string_view(text_).substr(from, text_.size() - from - 1);
    if (ends_html_block(line, open_.back().html_kind)) {
      close_last();
    }
  }

  /// Makes a heading of the paragraph before.
  bool underline(std::string_view words, bool interrupts) {
    const int level = interrupts ? underline_level(words) : 0;
    if (level == 0 || is_only_definitions(text_of_last())) {
      return false;
    }
    open_.back().block.kind = Kind::kHeading;
    open_.back().block.level = level;
    open_.back().block.underlined = true;
    close_last();
    return true;
  }

  bool open_rule(std::string_view words, std::size_t matched) {
    // `- - - a` is looked at again at each of its markers, and always ends where it did before.
    const char* const end = words.data() + words.size();
    if (words.front() == rule_sign_ && words.data() < rule_breaks_at_ && rule_breaks_at_ < end) {
      return false;
    }
    const std::size_t length = rule_length(words);
    if (length < words.size() || std::count(words.begin(), words.end(), words.front()) < 3) {
      rule_sign_ = words.front();
      rule_breaks_at_ = words.data() + length;
      return false;
    }
    open_leaf(matched, Kind::kRule);
    close_last();
    return true;
  }

  Step open_item(LineCursor& cursor, std::size_t matched, bool interrupts) {
    const auto marker = list_marker(cursor.words(), interrupts);
    if (!marker || !may_nest(matched)) {
      return Step::kNothing;
    }
    close_to(matched);
    OpenBlock item;
    item.block.kind = Kind::kItem;
    item.block.ordered = marker->ordered;
    item.block.delimiter = marker->delimiter;
    item.block.number = marker->number;
    const std::size_t indent = cursor.indent();
    cursor.skip_indent();
    cursor.skip_characters(marker->length);
    const std::size_t space = cursor.indent();
    const bool alone = cursor.is_blank() || space > kCodeIndent;
    cursor.skip_columns(alone ? 1 : space);
    item.content_column = indent + marker->length + (alone ? 1 : space);
    open_list_of(item.block);
    const bool task = read_box(item.block, cursor);
    push(std::move(item));
    if (!task) {
      return Step::kContainer;
    }
    if (!cursor.is_blank()) {
      open_paragraph(cursor);
    }
    return Step::kDone;
  }

  /// The box of a task. What stands behind it is a paragraph.
  static bool read_box(SourceBlock& item, LineCursor& cursor) {
    const std::string_view words = cursor.words();
    const bool box = words.size() >= 3 && words[0] == '[' && words[2] == ']' &&
                     (words[1] == ' ' || to_lower(words[1]) == 'x') &&
                     (words.size() == 3 || is_blank(words[3])) && cursor.indent() < kCodeIndent;
    if (box) {
      item.task = true;
      item.ticked = words[1] != ' ';
      cursor.skip_indent();
      cursor.skip_characters(3);
    }
    return box;
  }

  /// Opens a list for the item unless one of its kind is open already.
  void open_list_of(const SourceBlock& item) {
    const SourceBlock& last = open_.back().block;
    if (last.kind == Kind::kList && last.ordered == item.ordered &&
        last.delimiter == item.delimiter) {
      return;
    }
    close_list();
    SourceBlock& list = open_leaf(open_.size(), Kind::kList).block;
    list.ordered = item.ordered;
    list.delimiter = item.delimiter;
    list.number = item.number;
  }

  void add_words(LineCursor& cursor, std::size_t matched, bool lazy) {
    const bool blank = cursor.is_blank();
    if (lazy && !blank) {
      add_to_paragraph(cursor);
      return;
    }
    close_to(matched);
    switch (last_kind()) {
      case Kind::kCode:
        add_line_of(cursor);
        break;
      case Kind::kHtml:
        add_html_line(cursor);
        break;
      case Kind::kParagraph:
        add_to_paragraph(cursor);
        break;
      default:
        if (!blank) {
          open_paragraph(cursor);
        }
    }
  }

  void open_paragraph(const LineCursor& cursor) {
    open_leaf(open_.size(), Kind::kParagraph);
    add_text(cursor.words());
  }

  void add_to_paragraph(const LineCursor& cursor) {
    add_text("\n");
    add_text(cursor.words());
  }

  /// Adds the rest of a line of code or HTML.
  void add_line_of(const LineCursor& cursor) {
    cursor.append_rest(text_);
    text_ += '\n';
    end_text_here();
  }

  void add_text(std::string_view words) {
    text_ += words;
    end_text_here();
  }

  /// Only the last open block grows, so its text is the end of all text.
  void end_text_here() {
    TextRange& range = open_.back().block.text;
    range.length = size() - range.begin;
  }

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(text_.size()); }

  [[nodiscard]] std::string_view text_of_last() const {
    const TextRange range = open_.back().block.text;
    return std::string_view(text_).substr(range.begin, range.length);
  }

  /// True if one more container may stand in the first `matched` blocks.
  [[nodiscard]] bool may_nest(std::size_t matched) const {
    return open_[matched - 1].depth < kMaxContainers;
  }

  void push(OpenBlock&& open) {
    const Kind kind = open.block.kind;
    const bool container = kind == Kind::kQuote || kind == Kind::kItem || kind == Kind::kNote;
    open.depth = open_.back().depth + (container ? 1 : 0);
    quotes_ += kind == Kind::kQuote ? 1 : 0;
    open_.push_back(std::move(open));
  }

  /// Opens a block as the last child of the first `matched` ones.
  OpenBlock& open_leaf(std::size_t matched, Kind kind) {
    close_to(matched);
    if (kind != Kind::kList) {
      close_list();
    }
    OpenBlock open;
    open.block.kind = kind;
    open.block.text.begin = size();
    push(std::move(open));
    return open_.back();
  }

  /// A list holds items alone; a paragraph holds no blocks.
  void close_list() {
    while (last_kind() == Kind::kList || is_leaf(last_kind())) {
      close_last();
    }
  }

  void close_to(std::size_t count) {
    while (open_.size() > count) {
      close_last();
    }
  }

  void close_last() {
    SourceBlock& block = open_.back().block;
    const std::string_view text = text_of_last();
    const bool indented = block.kind == Kind::kCode && open_.back().fence == '\0';
    quotes_ -= block.kind == Kind::kQuote ? 1 : 0;
    if (indented) {
      const std::size_t last = text.find_last_not_of(" \t\n");
      const std::size_t end = text.find('\n', last == std::string_view::npos ? 0 : last);
      block.text.length = static_cast<std::uint32_t>(end + 1);
    } else if (block.kind == Kind::kParagraph || block.kind == Kind::kHeading) {
      block.text.length = static_cast<std::uint32_t>(text.find_last_not_of(" \t\n") + 1);
    }
    open_[open_.size() - 2].block.children.push_back(std::move(block));
    open_.pop_back();
  }

  std::vector<OpenBlock> open_;
  std::string text_;
  std::size_t quotes_{0};  // among the open blocks
  bool closed_fence_{false};
  char rule_sign_{'\0'};  // a rule of this sign on the line at hand breaks off there
  const char* rule_breaks_at_{nullptr};
};

}  // namespace

SourceDocument parse_blocks(std::string_view source) {
  BlockParser parser(source.size());
  while (!source.empty()) {
    const std::size_t end = source.find('\n');
    parser.add_line(source.substr(0, end));
    source.remove_prefix(end == std::string_view::npos ? source.size() : end + 1);
  }
  return parser.take();
}

}  // namespace plenary::markup
