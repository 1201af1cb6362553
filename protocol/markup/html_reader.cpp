#include "protocol/markup/html_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "protocol/base/ascii.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/markup/document_lines.hpp"
#include "protocol/markup/html_block_style.hpp"
#include "protocol/markup/html_code.hpp"
#include "protocol/markup/html_notes.hpp"
#include "protocol/markup/html_table.hpp"
#include "protocol/markup/html_tree.hpp"
#include "protocol/markup/html_words.hpp"
#include "protocol/markup/inline_reader.hpp"
#include "protocol/markup/text.hpp"
#include "protocol/markup/title.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Delta;
using Role = HtmlRole;

/// The number that an attribute of a tag gives an item, if it is one that an item may say.
std::optional<int> number_in(std::string_view tag, std::string_view name) {
  const auto number = ascii::whole_number<int>(attribute_of(tag, name).value_or(""));
  return number && *number >= 0 && *number <= kMaxStart ? number : std::nullopt;
}

/// Walks the blocks of a page and writes the document.
class HtmlReader {
 public:
  HtmlReader(const HtmlTree& tree, ImportNotes& notes)
      : tree_(tree),
        of_page_(tree),
        notes_(notes),
        page_{.tree = tree,
              .notes_of_page = of_page_,
              .notes = notes,
              .exact = is_ours(tree),
              .link_bytes_left = tree.source.size() * kLinkBytesPerByte + kLinkBytesFree},
        source_notes_(tree.source.size()),
        tables_(page_, source_notes_, std::hash<std::string>()(tree.source)),
        lines_(source_notes_, notes),
        words_(page_, [this](std::span<const Run> runs) { take_line(runs); }) {
    words_.word_empty = tree.from_word;
  }

  Delta read() {
    read_notes();
    walk(0);
    words_.end_line_if_any();
    add_notes_without_place();
    return lines_.take();
  }

 private:
  static bool is_ours(const HtmlTree& tree) {
    return std::any_of(tree.nodes.begin(), tree.nodes.end(), [&](const HtmlNode& node) {
      return node.element != nullptr && node.element->name == "main" &&
             attribute_of(tree.tag_of(node), "data-spaces") == "kept";
    });
  }

  [[nodiscard]] const HtmlNode& node(std::uint32_t number) const { return tree_.nodes[number]; }

  void take_line(std::span<const Run> runs) {
    lines_.set_own(own_);
    lines_.add_line(header_, runs);
    before_ = {};
  }

  /// Notes come first: the text refers to them.
  void read_notes() {
    in_note_ = words_.notes_are_words = true;
    for (const std::uint32_t body : of_page_.bodies()) {
      read_body(body);
      source_notes_.add(lines_.take_content());
    }
    in_note_ = words_.notes_are_words = false;
  }

  void read_body(std::uint32_t body) {
    walk(body);
    words_.end_line_if_any();
  }

  void add_notes_without_place() {
    in_note_ = words_.notes_are_words = true;
    for (std::size_t note = 0; note < of_page_.bodies().size(); ++note) {
      if (!source_notes_.is_placed(note)) {
        ++notes_.unused_notes;
        lines_.put_before_next_line("[" + std::to_string(note + 1) + "] ");
        read_body(of_page_.bodies()[note]);
        if (lines_.has_words_waiting()) {
          lines_.add_line(0, {});
        }
      }
    }
  }

  void walk(std::uint32_t around) {
    for (std::uint32_t child = node(around).first; child != 0; child = node(child).next) {
      const HtmlElement* const element = node(child).element;
      if (element != nullptr && is_block(element->role)) {
        walk_block(child);
      } else if (element != nullptr && element->name == "input") {
        take_box(child);
      } else {
        words_.take(child);
      }
    }
  }

  void take_box(std::uint32_t input) {
    const std::string_view tag = tree_.tag_of(node(input));
    if (attribute_of(tag, "type") == "checkbox" && words_.is_empty() && lines_.begins_item()) {
      lines_.set_task(attribute_of(tag, "checked").has_value());
      words_.skip_space();
    }
  }

  void walk_block(std::uint32_t number) {
    const HtmlNode& block = node(number);
    if (block.hidden || of_page_.holds_only_notes(number)) {
      words_.end_line_if_any();
      return;
    }
    const Role role = block.element->role;
    if (role != Role::kCaption || !words_.is_picture_only()) {
      words_.end_line_if_any();
    }
    const LineStyle own = own_;
    const int header = header_;
    const bool kept = words_.keeps_spaces;
    own_ = own_style(tree_, block, own_, page_.exact);
    words_.keeps_spaces = kept || block.keeps_spaces;
    read_block(number, role);
    if (role != Role::kCaption) {
      words_.end_line_if_any();
    }
    own_ = own;
    header_ = header;
    words_.keeps_spaces = kept;
  }

  void read_block(std::uint32_t number, Role role) {
    switch (role) {
      case Role::kHeading:
        read_heading(number);
        break;
      case Role::kParagraph:
        read_paragraph(number);
        break;
      case Role::kList:
        read_list(number);
        break;
      case Role::kItem:
        read_item(number);
        break;
      case Role::kDescription:
        own_.indent += 1;
        read_plain(number);
        break;
      case Role::kQuote:
        read_quote(number);
        break;
      case Role::kCode:
        read_code(number);
        break;
      case Role::kTable:
        read_table(number);
        break;
      case Role::kRule:
        read_rule(number);
        break;
      default:
        read_plain(number);
    }
  }

  /// A block that may stand indented under nothing, as the items of a list that begins so.
  void read_plain(std::uint32_t number) {
    const std::string_view name = node(number).element->name;
    const int deeper = name == "div" || name == "dd" ? std::exchange(own_.indent, 0) : 0;
    for (int i = 0; i < deeper; ++i) {
      lines_.begin_list(SourceBlock{});
      lines_.begin_item(SourceBlock{}, true);
    }
    walk(number);
    if (deeper > 0) {
      words_.end_line_if_any();
    }
    for (int i = 0; i < deeper; ++i) {
      lines_.end_list();
    }
    before_ = deeper > 0 ? Before{} : before_;
  }

  /// Word's items of lists are paragraphs whose style names a list and a level.
  void read_paragraph(std::uint32_t number) {
    const std::string_view tag = tree_.tag_of(node(number));
    const bool may_be = tree_.from_word && tag.find("mso-list") != std::string_view::npos;
    const HtmlCss css = may_be ? tree_.sheets.of(tag) : HtmlCss{};
    if (css.list_level == 0) {
      walk(number);
      return;
    }
    for (int level = 1; level < css.list_level; ++level) {
      lines_.begin_list(SourceBlock{});
      lines_.begin_item(SourceBlock{}, true);
    }
    SourceBlock item;
    item.ordered = !tree_.sheets.has_bullets(css.list);
    item.number = lines_.upcoming();  // each is a list of its own here, and their count goes on
    lines_.begin_list(item);
    lines_.begin_item(item, false);
    walk(number);
    words_.end_line_if_any();
    lines_.end_item();
    for (int level = 0; level < css.list_level; ++level) {
      lines_.end_list();
    }
  }

  void read_heading(std::uint32_t number) {
    header_ = node(number).element->name.back() - '0';
    words_.breaks = HtmlWords::Breaks::kStay;
    walk(number);
    words_.end_line_if_any();
    words_.breaks = HtmlWords::Breaks::kSingleStay;
  }

  void read_list(std::uint32_t number) {
    const std::string_view tag = tree_.tag_of(node(number));
    SourceBlock list;
    list.ordered = node(number).element->name == "ol";
    list.delimiter = list.ordered ? '.' : '-';
    // Pads indent lines by lists without marks.
    const bool has_marks = attribute_of(tag, "class") != "indent";
    list.number = number_in(tag, "start").value_or(1);
    const Before block{Role::kList, !has_marks ? "indent" : list.ordered ? "ordered" : "bullets"};
    divide(block);
    lines_.begin_list(list);
    lines_.begin_item(list, true);  // what stands in it without an item
    lists_open_.push_back(!has_marks     ? Items::kWithoutMarks
                          : list.ordered ? Items::kOrdered
                                         : Items::kBullets);
    walk(number);
    words_.end_line_if_any();
    lists_open_.pop_back();
    lines_.end_list();
    remember(block);
  }

  void read_item(std::uint32_t number) {
    const bool alone = lists_open_.empty();
    if (!alone && lists_open_.back() == Items::kWithoutMarks) {
      walk(number);
      return;
    }
    SourceBlock item;
    item.ordered = !alone && lists_open_.back() == Items::kOrdered;
    if (alone) {
      lines_.begin_list(item);
    }
    lines_.begin_item(item, false);
    const auto value = number_in(tree_.tag_of(node(number)), "value");
    if (item.ordered && value) {
      lines_.say_number(*value);
    }
    walk(number);
    words_.end_line_if_any();
    lines_.end_item();
    if (alone) {
      lines_.end_list();
    }
  }

  void read_quote(std::uint32_t number) {
    divide({Role::kQuote, ""});
    before_ = {};
    lines_.begin_quote();
    walk(number);
    words_.end_line_if_any();
    lines_.end_quote();
    remember({Role::kQuote, ""});
  }

  void read_code(std::uint32_t number) {
    const std::string language = language_of(tree_, number);
    divide({Role::kCode, language});
    lines_.set_own(own_);
    lines_.add_code(code_in(tree_, number), language);
    remember({Role::kCode, language});
  }

  void read_table(std::uint32_t number) {
    read_captions(number);
    if (!in_note_ && tables_.is_table(number)) {
      if (ot::rich_text::EmbedValue embed = tables_.read(number)) {
        lines_.add_table(std::move(embed), own_.marks);
        before_ = {};
        return;
      }
      notes_.large_tables += tables_.rows_of(number).empty() ? 0 : 1;
    }
    const bool places = !tables_.is_table(number);
    for (const std::uint32_t row : tables_.rows_of(number)) {
      read_row(row, places);
    }
  }

  void read_captions(std::uint32_t table) {
    for (std::uint32_t child = node(table).first; child != 0; child = node(child).next) {
      if (node(child).element != nullptr && node(child).element->role == Role::kTableCaption) {
        walk_block(child);
      }
    }
  }

  /// The cells of a row that is no row of a table: blocks, or words on one line.
  void read_row(std::uint32_t row, bool places) {
    bool first = true;
    for (const std::uint32_t cell : tables_.cells_of(row)) {
      if (places) {
        walk_block(cell);
        continue;
      }
      if (!std::exchange(first, false)) {
        words_.add(" | ", {});
      }
      words_.breaks = HtmlWords::Breaks::kSpaces;
      walk_words(cell);
      words_.breaks = HtmlWords::Breaks::kSingleStay;
    }
    words_.end_line_if_any();
  }

  void walk_words(std::uint32_t around) {
    for (std::uint32_t child = node(around).first; child != 0; child = node(child).next) {
      const bool block = node(child).element != nullptr && is_block(node(child).element->role);
      if (!block) {
        words_.take(child);
      } else if (!node(child).hidden) {
        words_.add_space();
        walk_words(child);
        words_.add_space();
      }
    }
  }

  /// Word processors divide the notes from the text by a rule.
  void read_rule(std::uint32_t number) {
    std::uint32_t behind = node(number).next;
    while (behind != 0 && node(behind).element == nullptr &&
           ascii::trimmed(tree_.tag_of(node(behind)), " \t\n").empty()) {
      behind = node(behind).next;
    }
    if (behind != 0 && of_page_.holds_only_notes(behind)) {
      return;
    }
    if (in_note_) {
      words_.add("* * *", {});
      words_.end_line_if_any();
    } else {
      lines_.add_divider();
    }
    before_ = {};
  }

  /// What stands before the block at hand: two of one kind would become one.
  struct Before {
    Role role{Role::kInline};
    std::string said{};
    friend bool operator==(const Before&, const Before&) = default;
  };

  void divide(const Before& block) {
    if (!page_.exact && !lines_.in_list() && before_ == block) {
      lines_.add_empty_line();
    }
  }

  void remember(Before block) { before_ = lines_.in_list() ? Before{} : std::move(block); }

  enum class Items : std::uint8_t { kBullets, kOrdered, kWithoutMarks };

  const HtmlTree& tree_;
  HtmlNotes of_page_;
  ImportNotes& notes_;
  HtmlPage page_;
  SourceNotes source_notes_;
  HtmlTables tables_;
  DocumentLines lines_;
  HtmlWords words_;
  LineStyle own_;  // of the block at hand
  int header_{0};
  bool in_note_{false};  // which has no tables and rules
  std::vector<Items> lists_open_;
  Before before_;
};

/// HTML has no carriage returns: they are line feeds.
std::string prepared(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  utf8.remove_prefix(utf8.starts_with("\xef\xbb\xbf") ? 3 : 0);
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if (utf8[i] != '\r') {
      out += utf8[i];
    } else if (i + 1 == utf8.size() || utf8[i + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

}  // namespace

Result<Imported> import_html(std::string_view utf8) {
  if (utf8.size() > kMaxSourceBytes) {
    return Error{Errc::kTooLarge, "the HTML is longer than 16 MiB"};
  }
  if (!utf::is_utf8(utf8)) {
    return Error{Errc::kMalformed, "the HTML is not UTF-8"};
  }
  const HtmlTree tree = parse_html(prepared(utf8));
  Imported out;
  out.notes.comments = tree.comments;
  out.notes.deleted = tree.deleted;
  out.notes.left_out = tree.left_out;
  out.document = HtmlReader(tree, out.notes).read();
  out.title = title_from(tree.title);
  if (out.title.empty()) {
    out.title = title_of(out.document);
  }
  return out;
}

}  // namespace plenary::markup
