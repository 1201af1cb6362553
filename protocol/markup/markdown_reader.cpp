#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/utf.hpp"
#include "protocol/markup/cmark.hpp"
#include "protocol/markup/document_builder.hpp"
#include "protocol/markup/inline_reader.hpp"
#include "protocol/markup/lines.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/markdown_source.hpp"
#include "protocol/markup/text.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Delta;

/// Walks the library's tree and writes the document.
class MarkdownReader {
 public:
  Delta read(const Tree& tree) {
    const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> walk(cmark_iter_new(tree.get()),
                                                                       &cmark_iter_free);
    for (cmark_event_type event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(walk.get())) {
      visit(cmark_iter_get_node(walk.get()), event == CMARK_EVENT_ENTER);
    }
    return document_.take();
  }

 private:
  struct List {
    bool ordered{false};
    bool numbers_as_text{false};
    const char* after_number{". "};
    int number{1};
    ListKind item{ListKind::kNone};
    bool item_has_line{false};
  };

  void visit(cmark_node* node, bool entering) {
    const cmark_node_type type = cmark_node_get_type(node);
    if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE) {
      inlines_.visit(node, entering);
    } else {
      visit_block(node, type, entering);
    }
  }

  void visit_block(cmark_node* node, cmark_node_type type, bool entering) {
    switch (type) {
      case CMARK_NODE_BLOCK_QUOTE:
        if (entering) {
          divide_from_same(node, type);
        }
        quotes_ += entering ? 1 : -1;
        break;
      case CMARK_NODE_LIST:
        entering ? open_list(node) : lists_.pop_back();
        break;
      case CMARK_NODE_ITEM:
        entering ? open_item(node) : close_item();
        break;
      case CMARK_NODE_PARAGRAPH:
      case CMARK_NODE_HEADING:
        if (entering) {
          inlines_.begin();
        } else {
          end_paragraph(type == CMARK_NODE_HEADING ? cmark_node_get_heading_level(node) : 0);
        }
        break;
      case CMARK_NODE_CODE_BLOCK:
        read_code(node);
        break;
      case CMARK_NODE_HTML_BLOCK:
        read_html(node);
        break;
      case CMARK_NODE_THEMATIC_BREAK:
        read_rule();
        break;
      default:
        // A task-list item is a type of its own, known by name alone.
        if (std::strcmp(cmark_node_get_type_string(node), "tasklist") == 0) {
          entering ? open_item(node) : close_item();
        }
    }
  }

  void open_list(cmark_node* node) {
    divide_from_same(node, CMARK_NODE_LIST);
    ensure_item_line();
    List list;
    list.ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    list.number = cmark_node_get_list_start(node);
    list.numbers_as_text = list.ordered && list.number != 1;
    list.after_number = cmark_node_get_list_delim(node) == CMARK_PAREN_DELIM ? ") " : ". ";
    lists_.push_back(list);
  }

  void open_item(cmark_node* node) {
    List& list = lists_.back();
    list.item_has_line = false;
    list.item = list.ordered ? ListKind::kOrdered : ListKind::kBullet;
    if (std::strcmp(cmark_node_get_type_string(node), "tasklist") == 0) {
      list.item = is_ticked(node) ? ListKind::kChecked : ListKind::kUnchecked;
    }
  }

  void close_item() {
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
  void divide_from_same(cmark_node* node, cmark_node_type type) {
    cmark_node* before = cmark_node_previous(node);
    if (before != nullptr && is_end_of_list(before)) {
      before = cmark_node_previous(before);
    }
    const bool top = lists_.empty() && quotes_ == 0;
    if (!top || before == nullptr || cmark_node_get_type(before) != type) {
      return;
    }
    const bool same_list = type != CMARK_NODE_LIST ||
                           cmark_node_get_list_type(before) == cmark_node_get_list_type(node);
    const bool same_language =
        type != CMARK_NODE_CODE_BLOCK || language_of(before) == language_of(node);
    if (same_list && same_language) {
      document_.end_line({});
    }
  }

  /// The comment that the library itself writes between two lists.
  static bool is_end_of_list(cmark_node* node) {
    const char* literal =
        cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK ? cmark_node_get_literal(node) : nullptr;
    return literal != nullptr && std::strcmp(literal, "<!-- end list -->\n") == 0;
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
    style.indent = depth - 1;
    style.list = list.numbers_as_text ? ListKind::kNone : list.item;
    return style;
  }

  void end_text_line(int header, const std::vector<Run>& runs) {
    const bool number =
        !lists_.empty() && !lists_.back().item_has_line && lists_.back().numbers_as_text;
    const LineStyle style = next_style(header, false);
    if (number) {
      document_.add(std::to_string(lists_.back().number) + lists_.back().after_number, {});
    }
    for (const Run& run : runs) {
      document_.add(run.text, run.style);
    }
    document_.end_line(style);
  }

  void end_paragraph(int header) {
    for (const std::vector<Run>& line : inlines_.take()) {
      end_text_line(header, line);
    }
  }

  static std::string language_of(cmark_node* code) {
    const std::string_view info = cmark_node_get_fence_info(code);
    const std::string_view word = info.substr(0, info.find_first_of(" \t"));
    return is_language(word) ? std::string(word) : std::string();
  }

  void read_code(cmark_node* node) {
    divide_from_same(node, CMARK_NODE_CODE_BLOCK);
    ensure_item_line();
    LineStyle style = next_style(0, true);
    style.code = true;
    style.language = language_of(node);
    std::string_view text = cmark_node_get_literal(node);
    do {
      const std::size_t end = text.find('\n');
      document_.add(text.substr(0, end), {});
      document_.end_line(style);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    } while (!text.empty());
  }

  void read_html(cmark_node* node) {
    if (is_end_of_list(node)) {
      return;
    }
    std::string_view text = cmark_node_get_literal(node);
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      if (line.find_first_not_of(" \t") != std::string_view::npos) {
        end_text_line(0, {Run{std::string(line), {}}});
      }
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  }

  void read_rule() {
    ensure_item_line();
    document_.add_divider();
  }

  DocumentBuilder document_;
  InlineReader inlines_;
  std::vector<List> lists_;
  int quotes_{0};
};

}  // namespace

Result<Delta> from_markdown(std::string_view utf8) {
  if (utf8.size() > kMaxSourceBytes) {
    return Error{Errc::kTooLarge, "the Markdown is longer than 16 MiB"};
  }
  if (!utf::is_utf8(utf8)) {
    return Error{Errc::kMalformed, "the Markdown is not UTF-8"};
  }
  return MarkdownReader().read(parse(prepare(utf8)));
}

}  // namespace plenary::markup
