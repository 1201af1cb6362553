#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/base/utf.hpp"
#include "protocol/markup/block_starts.hpp"
#include "protocol/markup/document_builder.hpp"
#include "protocol/markup/document_lines.hpp"
#include "protocol/markup/front_matter.hpp"
#include "protocol/markup/html_block.hpp"
#include "protocol/markup/inline_parser.hpp"
#include "protocol/markup/inline_reader.hpp"
#include "protocol/markup/line_habits.hpp"
#include "protocol/markup/lines.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/markdown_source.hpp"
#include "protocol/markup/marker_comments.hpp"
#include "protocol/markup/references.hpp"
#include "protocol/markup/source_block.hpp"
#include "protocol/markup/source_notes.hpp"
#include "protocol/markup/source_table.hpp"
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
                 std::size_t source_bytes, Embeds embeds, ImportNotes& notes)
      : source_(source),
        references_(references),
        embeds_(embeds),
        notes_(notes),
        reader_(source_bytes, notes,
                embeds == Embeds::kRead ? InlineReader::Pictures::kRead
                                        : InlineReader::Pictures::kWords),
        source_notes_(source_bytes),
        tables_(references, reader_, source_notes_, std::hash<std::string>()(source.text)),
        lines_(source_notes_, notes),
        tables_left_(kTablesOfAnySource + source_bytes / kBytesOfATable) {}

  Delta read(const FrontMatter& front) {
    read_notes();
    words_only_ = embeds_ == Embeds::kWords;
    if (!front.lines.empty()) {
      notes_.front_matter = true;
      lines_.add_code(front.lines, "yaml");
    }
    read_children(source_.root);
    return join_parts();
  }

 private:
  using Kind = SourceBlock::Kind;
  using Breaks = InlineReader::Breaks;

  void read_children(const SourceBlock& parent) {
    const SourceBlock* before = nullptr;
    for (const SourceBlock& child : parent.children) {
      if (is_comment(child)) {
        before = is_marker(source_.text_at(child.text), kNewNumber) ? nullptr : before;
        table_said_ = read_table_comment(source_.text_at(child.text));
        continue;
      }
      if (child.kind == Kind::kNote) {
        parts_.push_back(lines_.take_part());
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
    words_only_ = true;
    for (const SourceBlock& block : source_.root.children) {
      if (block.kind == Kind::kNote) {
        read_children(block);
        source_notes_.add(lines_.take_content());
      }
    }
  }

  /// A note that nothing refers to stays where it is written, as words.
  Delta join_parts() {
    if (parts_.empty()) {
      return lines_.take();
    }
    parts_.push_back(lines_.take_part());
    DocumentBuilder whole;
    std::size_t note = 0;
    words_only_ = true;
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
    lines_.put_before_next_line("[^" + std::string(source_.text_at(note.info)) + "]: ");
    const auto end_line_of_label = [this] {
      if (lines_.has_words_waiting()) {
        lines_.add_line(0, {});
      }
    };
    if (!note.children.empty() && note.children.front().kind != Kind::kParagraph) {
      end_line_of_label();
    }
    read_children(note);
    end_line_of_label();
    notes_ = said;
    ++notes_.unused_notes;
    return lines_.take_part();
  }

  void read_block(const SourceBlock& block) {
    switch (block.kind) {
      case Kind::kDocument:
      case Kind::kNote:
        break;  // never inside another block, and read before all others
      case Kind::kQuote:
        lines_.begin_quote();
        read_children(block);
        lines_.end_quote();
        break;
      case Kind::kList:
        lines_.begin_list(block);
        read_children(block);
        lines_.end_list();
        break;
      case Kind::kItem:
        lines_.begin_item(block, is_absent(block));
        read_children(block);
        lines_.end_item();
        break;
      case Kind::kParagraph:
      case Kind::kHeading:
        read_words(block);
        break;
      case Kind::kCode:
        lines_.add_code(source_.text_at(block.text), language_of(block));
        break;
      case Kind::kHtml:
        read_html(block);
        break;
      case Kind::kRule:
        words_only_&& embeds_ == Embeds::kRead ? add_words("* * *") : lines_.add_divider();
        break;
    }
  }

  void read_words(const SourceBlock& block) {
    const std::string_view text = source_.text_at(block.text);
    const std::optional<SourceTable> table =
        block.kind == Kind::kParagraph ? find_table(text) : std::nullopt;
    if (!table || words_only_) {
      read_lines(block, text, table.has_value());
      return;
    }
    if (table->at > 0) {
      read_lines(block, text.substr(0, table->at - 1), false);
      table_said_ = {};
    }
    ot::rich_text::EmbedValue embed =
        tables_left_ > 0 ? tables_.read(*table, table_said_) : nullptr;
    if (embed != nullptr) {
      --tables_left_;
      lines_.add_table(std::move(embed));
    } else {
      ++notes_.large_tables;
      read_lines(block, text.substr(table->at), true);
    }
  }

  void read_lines(const SourceBlock& block, std::string_view text, bool is_table) {
    parse_inlines(text, references_, inlines_, words_only_ ? NoteRefs::kWords : NoteRefs::kNotes);
    const bool heading = block.kind == Kind::kHeading;
    const Breaks breaks = heading                         ? Breaks::kHeading
                          : is_table || keeps_lines(text) ? Breaks::kLines
                                                          : Breaks::kParagraph;
    const InlineLines& lines = reader_.read(inlines_, breaks);
    if (!heading && lines.count() == 1 && lines.line(0).empty()) {
      return;  // an anchor or comments alone
    }
    for (std::size_t i = 0; i < lines.count(); ++i) {
      lines_.add_line(block.level, lines.line(i));
    }
  }

  [[nodiscard]] bool is_absent(const SourceBlock& item) const {
    const SourceBlock* first = item.children.empty() ? nullptr : &item.children.front();
    return first != nullptr && first->kind == Kind::kHtml && !item.task &&
           is_marker(source_.text_at(first->text), kNoItem);
  }

  /// Two lists, quotes or blocks of code that follow each other would become one: an empty line
  /// keeps them apart.
  void divide_from_same(const SourceBlock& block, const SourceBlock& before) {
    if (lines_.in_list() || before.kind != block.kind) {
      return;
    }
    const bool lists = block.kind == Kind::kList && before.ordered == block.ordered;
    const bool code = block.kind == Kind::kCode && language_of(before) == language_of(block);
    if (lists || code || block.kind == Kind::kQuote) {
      lines_.add_empty_line();
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
                               !is_marker(text, kNewNumber) && !is_marker(text, kNoItem) &&
                               text != "<!-- -->\n"
                           ? 1
                           : 0;
    return alone;
  }

  [[nodiscard]] std::string_view language_of(const SourceBlock& code) const {
    const std::string_view info = source_.text_at(code.info);
    const std::string_view word = info.substr(0, info.find_first_of(" \t"));
    return is_language(word) ? word : std::string_view();
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
      const Breaks breaks = block.heading() > 0 ? Breaks::kHeading : Breaks::kLines;
      const InlineLines& lines = reader_.read(inlines_, breaks);
      for (std::size_t i = 0; i < lines.count(); ++i) {
        if (!lines.line(i).empty()) {
          lines_.add_line(block.heading(), lines.line(i));
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
        add_words(line);
      }
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  }

  void add_words(std::string_view line) {
    const Run run{std::string(line), {}};
    lines_.add_line(0, std::span(&run, 1));
  }

  const SourceDocument& source_;
  const References& references_;
  Embeds embeds_;
  ImportNotes& notes_;
  Inlines inlines_;  // of the paragraph at hand
  InlineReader reader_;
  SourceNotes source_notes_;
  TableReader tables_;
  DocumentLines lines_;
  json::Value table_said_;    // by the comment above the block at hand
  std::vector<Delta> parts_;  // of the document, up to each note
  std::size_t tables_left_;
  bool words_only_{true};  // in notes, and where nothing else is wanted
};

}  // namespace

Result<Imported> import_markdown(std::string_view utf8, Embeds embeds) {
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
  out.document = MarkdownReader(source, references, utf8.size(), embeds, out.notes).read(front);
  out.title = title_from(front.title);
  if (out.title.empty()) {
    out.title = title_of(out.document);
  }
  return out;
}

Result<Delta> from_markdown(std::string_view utf8, Embeds embeds) {
  Result<Imported> imported = import_markdown(utf8, embeds);
  if (!imported) {
    return imported.error();
  }
  return std::move(imported->document);
}

}  // namespace plenary::markup
