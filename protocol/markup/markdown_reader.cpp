#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/base/utf.hpp"
#include "protocol/markup/block_starts.hpp"
#include "protocol/markup/document_builder.hpp"
#include "protocol/markup/front_matter.hpp"
#include "protocol/markup/html_block.hpp"
#include "protocol/markup/inline_parser.hpp"
#include "protocol/markup/inline_reader.hpp"
#include "protocol/markup/line_habits.hpp"
#include "protocol/markup/lines.hpp"
#include "protocol/markup/list_numbers.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/markdown_source.hpp"
#include "protocol/markup/marker_comments.hpp"
#include "protocol/markup/pipe_table.hpp"
#include "protocol/markup/references.hpp"
#include "protocol/markup/source_block.hpp"
#include "protocol/markup/source_notes.hpp"
#include "protocol/markup/table_comment.hpp"
#include "protocol/markup/table_reader.hpp"
#include "protocol/markup/text.hpp"
#include "protocol/markup/title.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Delta;

/// Walks the blocks of the source and writes the document.
class MarkdownReader {
 public:
  MarkdownReader(const SourceDocument& source, const References& references,
                 std::size_t source_bytes, ImportNotes& notes)
      : source_(source),
        references_(references),
        notes_(notes),
        reader_(source_bytes, notes),
        source_notes_(source_bytes),
        tables_(references, reader_, source_notes_, std::hash<std::string>()(source.text)) {}

  Delta read(const FrontMatter& front) {
    read_notes();
    if (!front.lines.empty()) {
      notes_.front_matter = true;
      add_code(front.lines, {.code = true, .language = SharedText("yaml")});
    }
    read_children(source_.root);
    return join_parts();
  }

 private:
  using Kind = SourceBlock::Kind;
  using Breaks = InlineReader::Breaks;

  struct List {
    bool ordered{false};
    bool numbers_as_text{false};
    const char* after_number{". "};
    int number{1};
    ListKind item{ListKind::kNone};
    bool item_has_line{false};
  };

  void read_children(const SourceBlock& parent) {
    const SourceBlock* before = nullptr;
    for (const SourceBlock& child : parent.children) {
      if (is_comment(child)) {
        table_said_ = read_table_comment(source_.text_at(child.text));
        continue;
      }
      if (child.kind == Kind::kNote) {
        parts_.push_back(document_.take_part());
        before = &child;
        continue;
      }
      if (before != nullptr) {
        divide_from_same(child, *before);
      }
      if (child.kind != Kind::kParagraph) {
        table_said_ = {};
      }
      read_block(child);
      table_said_ = {};
      before = &child;
    }
  }

  /// Notes come first: the text refers to them.
  void read_notes() {
    in_note_ = true;
    for (const SourceBlock& block : source_.root.children) {
      if (block.kind == Kind::kNote) {
        read_children(block);
        source_notes_.add(document_.take_content());
        numbers_ = {};
      }
    }
    in_note_ = false;
  }

  /// A note that nothing refers to stays where it is written, as words.
  Delta join_parts() {
    if (parts_.empty()) {
      return document_.take();
    }
    parts_.push_back(document_.take_part());
    DocumentBuilder whole;
    std::size_t note = 0;
    in_note_ = true;
    for (const SourceBlock& block : source_.root.children) {
      if (block.kind == Kind::kNote) {
        whole.append(std::move(parts_[note]));
        if (!source_notes_.is_placed(note)) {
          whole.append(words_of_note(block));
        }
        ++note;
      }
    }
    whole.append(std::move(parts_.back()));
    return whole.take();
  }

  Delta words_of_note(const SourceBlock& note) {
    const ImportNotes said = notes_;  // when it was read as a note
    before_line_ = "[^" + std::string(source_.text_at(note.info)) + "]: ";
    if (note.children.empty() || note.children.front().kind != Kind::kParagraph) {
      end_text_line(0, {});
    }
    read_children(note);
    if (!before_line_.empty()) {
      end_text_line(0, {});
    }
    notes_ = said;
    ++notes_.unused_notes;
    return document_.take_part();
  }

  /// A line has one of list, heading, code and quote.
  void note_what_a_line_cannot_hold(Kind kind) {
    const bool in_item = !lists_.empty() && !lists_.back().item_has_line;
    const bool wins = kind == Kind::kList || kind == Kind::kHeading || kind == Kind::kCode;
    notes_.headings += kind == Kind::kHeading && in_item ? 1 : 0;
    notes_.quoted += quotes_ > 0 && (wins || kind == Kind::kQuote) ? 1 : 0;
    notes_.quoted += kind == Kind::kQuote && quotes_ == 0 && in_item ? 1 : 0;
  }

  void read_block(const SourceBlock& block) {
    note_what_a_line_cannot_hold(block.kind);
    switch (block.kind) {
      case Kind::kDocument:
      case Kind::kNote:
        break;  // never inside another block, and read before all others
      case Kind::kQuote:
        ++quotes_;
        read_children(block);
        --quotes_;
        break;
      case Kind::kList:
        read_list(block);
        break;
      case Kind::kItem:
        read_item(block);
        break;
      case Kind::kParagraph:
      case Kind::kHeading:
        read_words(block);
        break;
      case Kind::kCode:
        read_code(block);
        break;
      case Kind::kHtml:
        read_html(block);
        break;
      case Kind::kRule:
        ensure_item_line();
        document_.add_divider();
        numbers_.next({});
        break;
    }
  }

  void read_words(const SourceBlock& block) {
    const std::string_view text = source_.text_at(block.text);
    const std::size_t table =
        block.kind == Kind::kParagraph ? find_pipe_table(text) : std::string_view::npos;
    if (table == std::string_view::npos || in_note_) {
      read_lines(block, text, table != std::string_view::npos);
      return;
    }
    if (table > 0) {
      read_lines(block, text.substr(0, table - 1), false);
    }
    read_table(block, text.substr(table), table == 0 ? table_said_ : json::Value());
  }

  void read_table(const SourceBlock& block, std::string_view text, const json::Value& said) {
    ot::rich_text::EmbedValue table = tables_.read(text, said);
    if (table == nullptr) {
      ++notes_.large_tables;
      read_lines(block, text, true);
      return;
    }
    ensure_item_line();
    document_.add_table(std::move(table));
    numbers_.next({});
  }

  void read_lines(const SourceBlock& block, std::string_view text, bool is_table) {
    parse_inlines(text, references_, inlines_, in_note_ ? NoteRefs::kWords : NoteRefs::kNotes);
    const bool heading = block.kind == Kind::kHeading;
    const Breaks breaks = heading                         ? Breaks::kNone
                          : is_table || keeps_lines(text) ? Breaks::kAll
                                                          : Breaks::kHard;
    const InlineLines& lines = reader_.read(inlines_, breaks);
    if (!heading && lines.count() == 1 && lines.line(0).empty()) {
      return;  // an anchor or comments alone
    }
    for (std::size_t i = 0; i < lines.count(); ++i) {
      end_text_line(block.level, lines.line(i));
    }
  }

  void read_list(const SourceBlock& block) {
    ensure_item_line();
    List list;
    list.ordered = block.ordered;
    list.number = block.number;
    const auto level = static_cast<int>(std::min<std::size_t>(lists_.size(), kMaxIndent));
    // 1, or what the editor would number anyway: the count goes on after a remark.
    list.numbers_as_text =
        list.ordered && list.number != 1 && list.number != numbers_.upcoming(level);
    list.after_number = block.delimiter == ')' ? ") " : ". ";
    lists_.push_back(list);
    read_children(block);
    lists_.pop_back();
  }

  void read_item(const SourceBlock& block) {
    List& list = lists_.back();
    const SourceBlock* first = block.children.empty() ? nullptr : &block.children.front();
    list.item_has_line = first != nullptr && first->kind == Kind::kHtml && !block.task &&
                         is_marker(source_.text_at(first->text), kNoItem);
    list.item = list.ordered ? ListKind::kOrdered : ListKind::kBullet;
    if (block.task) {
      list.item = block.ticked ? ListKind::kChecked : ListKind::kUnchecked;
    }
    read_children(block);
    ensure_item_line();
    ++lists_.back().number;
  }

  /// An item that begins with something that has no line of its own gets an empty one.
  void ensure_item_line() {
    if (!lists_.empty() && !lists_.back().item_has_line) {
      end_text_line(0, {});
    }
  }

  /// Two lists, quotes or blocks of code that follow each other would become one: an empty line
  /// keeps them apart.
  void divide_from_same(const SourceBlock& block, const SourceBlock& before) {
    if (!lists_.empty() || quotes_ > 0 || before.kind != block.kind) {
      return;
    }
    const bool lists = block.kind == Kind::kList && before.ordered == block.ordered;
    const bool code = block.kind == Kind::kCode && language_of(before) == language_of(block);
    if (lists || code || block.kind == Kind::kQuote) {
      end_line({});
    }
  }

  static bool is_marker(std::string_view text, std::string_view comment) {
    return text.size() == comment.size() + 1 && text.starts_with(comment);
  }

  /// Comments alone. They have no line, and divide two lists.
  [[nodiscard]] bool is_comment(const SourceBlock& block) {
    const std::string_view text = source_.text_at(block.text);
    const bool alone = block.kind == Kind::kHtml && text.starts_with("<!--") && text.size() > 7 &&
                       text.find("-->", 4) == text.size() - 4;
    notes_.comments += alone && !text.starts_with(kBeginTable) && !is_marker(text, kEndOfList) &&
                               !is_marker(text, kNoItem) && text != "<!-- -->\n"
                           ? 1
                           : 0;
    return alone;
  }

  /// The style of the line at hand, and that its item has a line now. `header` and code matter only
  /// where no list wins.
  LineStyle next_style(int header, bool code) {
    LineStyle style;
    if (lists_.empty()) {
      style.header = header;
      style.quote = header == 0 && !code && quotes_ > 0;
      return style;
    }
    List& list = lists_.back();
    const int depth = static_cast<int>(std::min<std::size_t>(lists_.size(), kMaxIndent + 1));
    if (list.item_has_line) {
      style.indent = std::min(depth, kMaxIndent);
      style.header = header;
      style.quote = header == 0 && !code && quotes_ > 0;
      return style;
    }
    list.item_has_line = true;
    notes_.deep_items += lists_.size() > static_cast<std::size_t>(kMaxIndent) + 1 ? 1 : 0;
    style.indent = depth - 1;
    style.list = list.numbers_as_text ? ListKind::kNone : list.item;
    return style;
  }

  void end_line(const LineStyle& style) {
    document_.end_line(style);
    numbers_.next(style);
  }

  void end_text_line(int header, std::span<const Run> runs) {
    const bool number =
        !lists_.empty() && !lists_.back().item_has_line && lists_.back().numbers_as_text;
    const LineStyle style = next_style(header, false);
    if (number) {
      ++notes_.numbers;
      document_.add(std::to_string(lists_.back().number) + lists_.back().after_number, {});
    }
    document_.add(std::exchange(before_line_, {}), {});
    source_notes_.append_runs(document_, runs);
    end_line(style);
  }

  [[nodiscard]] std::string_view language_of(const SourceBlock& code) const {
    const std::string_view info = source_.text_at(code.info);
    const std::string_view word = info.substr(0, info.find_first_of(" \t"));
    return is_language(word) ? word : std::string_view();
  }

  void read_code(const SourceBlock& code) {
    ensure_item_line();
    LineStyle style = next_style(0, true);
    style.code = true;
    style.language = SharedText(std::string(language_of(code)));
    add_code(source_.text_at(code.text), style);
  }

  void add_code(std::string_view text, const LineStyle& style) {
    do {
      const std::size_t end = text.find('\n');
      document_.add(text.substr(0, end), {});
      end_line(style);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    } while (!text.empty());
  }

  void read_html(const SourceBlock& html) {
    const std::string_view text = source_.text_at(html.text);
    const int kind = html_block_kind(text);
    if (kind == 1 || (kind > 2 && kind < 6)) {
      read_foreign(text);
      return;
    }
    HtmlBlock block(text);
    while (block.next(inlines_)) {
      const Breaks breaks = block.heading() > 0 ? Breaks::kNone : Breaks::kHard;
      const InlineLines& lines = reader_.read(inlines_, breaks);
      for (std::size_t i = 0; i < lines.count(); ++i) {
        if (!lines.line(i).empty()) {
          end_text_line(block.heading(), lines.line(i));
        }
      }
    }
    notes_.tags += block.left_out();
  }

  /// Scripts, declarations and the like: words.
  void read_foreign(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      if (line.find_first_not_of(" \t") != std::string_view::npos) {
        const Run run{std::string(line), {}};
        end_text_line(0, std::span(&run, 1));
      }
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  }

  const SourceDocument& source_;
  const References& references_;
  ImportNotes& notes_;
  DocumentBuilder document_;
  ListNumbers numbers_;  // of its lines so far
  Inlines inlines_;      // of the paragraph at hand
  InlineReader reader_;
  SourceNotes source_notes_;
  TableReader tables_;
  json::Value table_said_;    // by the comment above the block at hand
  std::vector<Delta> parts_;  // of the document, up to each note
  std::string before_line_;   // the label of a note that became words
  bool in_note_{false};       // where there are no tables and no notes
  std::vector<List> lists_;
  int quotes_{0};
};

}  // namespace

Result<Imported> import_markdown(std::string_view utf8) {
  if (utf8.size() > kMaxSourceBytes) {
    return Error{Errc::kTooLarge, "the Markdown is longer than 16 MiB"};
  }
  if (!utf::is_utf8(utf8)) {
    return Error{Errc::kMalformed, "the Markdown is not UTF-8"};
  }
  const std::string prepared = prepare(utf8);
  const FrontMatter front = split_front_matter(prepared);
  SourceDocument source = parse_blocks(front.rest);
  const References references(source);
  Imported out;
  out.document = MarkdownReader(source, references, utf8.size(), out.notes).read(front);
  out.title = title_from(front.title);
  if (out.title.empty()) {
    out.title = title_of(out.document);
  }
  return out;
}

Result<Delta> from_markdown(std::string_view utf8) {
  Result<Imported> imported = import_markdown(utf8);
  if (!imported) {
    return imported.error();
  }
  return std::move(imported->document);
}

}  // namespace plenary::markup
