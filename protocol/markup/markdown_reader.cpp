#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "protocol/base/utf.hpp"
#include "protocol/markup/cmark.hpp"
#include "protocol/markup/lines.hpp"
#include "protocol/markup/markdown.hpp"
#include "protocol/markup/markdown_source.hpp"
#include "protocol/markup/safe_link.hpp"
#include "protocol/markup/text.hpp"

namespace plenary::markup {
namespace {

using ot::rich_text::Attributes;
using ot::rich_text::Component;
using ot::rich_text::Delta;

Attributes attributes_of(const InlineStyle& style) {
  json::Value value = json::Value::object();
  if (style.bold) {
    value["bold"] = true;
  }
  if (style.italic) {
    value["italic"] = true;
  }
  if (style.strike) {
    value["strike"] = true;
  }
  if (style.code) {
    value["code"] = true;
  }
  if (!style.link.empty()) {
    value["link"] = style.link;
  }
  return value.empty() ? nullptr : std::make_shared<const json::Value>(std::move(value));
}

const char* list_name(ListKind kind) {
  switch (kind) {
    case ListKind::kBullet: return "bullet";
    case ListKind::kOrdered: return "ordered";
    case ListKind::kChecked: return "checked";
    case ListKind::kUnchecked: return "unchecked";
    case ListKind::kNone: break;
  }
  return "";
}

Attributes attributes_of(const LineStyle& style) {
  json::Value value = json::Value::object();
  if (style.header > 0) {
    value["header"] = style.header;
  }
  if (style.list != ListKind::kNone) {
    value["list"] = list_name(style.list);
  }
  if (style.indent > 0) {
    value["indent"] = style.indent;
  }
  if (style.quote) {
    value["blockquote"] = true;
  }
  if (style.code) {
    if (style.language.empty()) {
      value["code-block"] = true;
    } else {
      value["code-block"] = style.language;
    }
  }
  return value.empty() ? nullptr : std::make_shared<const json::Value>(std::move(value));
}

/// The words of a paragraph as the source has them on lines.
struct SourceLine {
  std::vector<Run> runs;
  bool after_hard_break{false};

  [[nodiscard]] std::string text() const {
    std::string all;
    for (const Run& run : runs) {
      all += run.text;
    }
    return all;
  }
};

bool is_delimiter_row(std::string_view text) {
  return text.find_first_not_of("|-: \t") == std::string_view::npos &&
         text.find('|') != std::string_view::npos && text.find('-') != std::string_view::npos;
}

/// Takes the bars off the ends of a table's row.
void strip_bars(std::vector<Run>& runs) {
  if (!runs.empty()) {
    std::string& first = runs.front().text;
    const std::size_t from = first.find_first_not_of(" \t");
    if (from != std::string::npos && first[from] == '|') {
      first.erase(0, std::min(first.find_first_not_of(" \t", from + 1), first.size()));
    }
    std::string& last = runs.back().text;
    const std::size_t to = last.find_last_not_of(" \t");
    if (to != std::string::npos && last[to] == '|') {
      last.erase(to);
      last.erase(last.find_last_not_of(" \t") + 1);
    }
  }
}

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
    if (!ends_with_line_) {
      end_line(LineStyle{});
    }
    return std::move(document_);
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
      visit_inline(node, type, entering);
    } else {
      visit_block(node, type, entering);
    }
  }

  // Blocks.

  void visit_block(cmark_node* node, cmark_node_type type, bool entering) {
    switch (type) {
      case CMARK_NODE_BLOCK_QUOTE:
        if (entering) {
          divide_from_same(node, type);
        }
        quotes_ += entering ? 1 : -1;
        break;
      case CMARK_NODE_LIST: entering ? open_list(node) : lists_.pop_back(); break;
      case CMARK_NODE_ITEM: entering ? open_item(node) : close_item(); break;
      case CMARK_NODE_PARAGRAPH:
      case CMARK_NODE_HEADING:
        if (entering) {
          source_lines_.assign(1, SourceLine{});
        } else {
          end_paragraph(type == CMARK_NODE_HEADING ? cmark_node_get_heading_level(node) : 0);
        }
        break;
      case CMARK_NODE_CODE_BLOCK: read_code(node); break;
      case CMARK_NODE_HTML_BLOCK: read_html(node); break;
      case CMARK_NODE_THEMATIC_BREAK: read_rule(); break;
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
      end_text_line(0);
    }
  }

  /// Two lists, quotes or blocks of code that follow each other would become one: an empty line keeps them apart.
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
      end_line(LineStyle{});
    }
  }

  /// The comment that the library itself writes between two lists.
  static bool is_end_of_list(cmark_node* node) {
    const char* literal = cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK
                              ? cmark_node_get_literal(node)
                              : nullptr;
    return literal != nullptr && std::strcmp(literal, "<!-- end list -->\n") == 0;
  }

  /// The style of the line at hand, and that its item has a line now. `header` and code matter only where no list wins.
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

  void end_text_line(int header) {
    const bool number = !lists_.empty() && !lists_.back().item_has_line && lists_.back().numbers_as_text;
    const LineStyle style = next_style(header, false);
    if (number) {
      push(std::to_string(lists_.back().number) + lists_.back().after_number, InlineStyle{});
    }
    for (const Run& run : line_) {
      push(run.text, run.style);
    }
    line_.clear();
    end_line(style);
  }

  /// Lines end at hard breaks, and everywhere in a table; others are joined.
  void end_paragraph(int header) {
    std::vector<bool> row(source_lines_.size());
    for (std::size_t i = 1; i < source_lines_.size(); ++i) {
      const bool delimiter = is_delimiter_row(source_lines_[i].text()) &&
                             source_lines_[i - 1].text().find('|') != std::string::npos;
      if (delimiter) {
        std::fill(row.begin() + static_cast<std::ptrdiff_t>(i) - 1, row.end(), true);
        source_lines_[i].runs.clear();
        break;
      }
    }
    bool pending = false;
    for (std::size_t i = 0; i < source_lines_.size(); ++i) {
      SourceLine& source = source_lines_[i];
      if (row[i] && source.runs.empty()) {
        continue;
      }
      if (pending && (source.after_hard_break || row[i])) {
        end_text_line(header);
      } else if (pending) {
        line_.push_back({" ", line_.empty() || source.runs.empty() ? InlineStyle{} : joint(source)});
      }
      if (row[i]) {
        strip_bars(source.runs);
      }
      std::move(source.runs.begin(), source.runs.end(), std::back_inserter(line_));
      pending = true;
    }
    end_text_line(header);
    source_lines_.clear();
  }

  /// The style of the space between two lines: what they share.
  [[nodiscard]] InlineStyle joint(const SourceLine& next) const {
    const InlineStyle& left = line_.back().style;
    const InlineStyle& right = next.runs.front().style;
    InlineStyle style;
    style.bold = left.bold && right.bold;
    style.italic = left.italic && right.italic;
    style.strike = left.strike && right.strike;
    style.link = left.link == right.link ? left.link : std::string();
    return style;
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
      push(text.substr(0, end), InlineStyle{});
      end_line(style);
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
        line_.push_back({std::string(line), InlineStyle{}});
        end_text_line(0);
      }
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  }

  void read_rule() {
    ensure_item_line();
    document_.push(Component::insert_embed(
        std::make_shared<const json::Value>(json::Value{{"divider", true}})));
    ends_with_line_ = false;
  }

  // Inlines.

  void visit_inline(cmark_node* node, cmark_node_type type, bool entering) {
    switch (type) {
      case CMARK_NODE_TEXT:
      case CMARK_NODE_HTML_INLINE: add(cmark_node_get_literal(node)); break;
      case CMARK_NODE_CODE:
        style_.code = true;
        add(cmark_node_get_literal(node));
        style_.code = false;
        break;
      case CMARK_NODE_SOFTBREAK: source_lines_.emplace_back(); break;
      case CMARK_NODE_LINEBREAK: source_lines_.push_back({.runs = {}, .after_hard_break = true}); break;
      case CMARK_NODE_EMPH: count(italic_, style_.italic, entering); break;
      case CMARK_NODE_STRONG: count(bold_, style_.bold, entering); break;
      case CMARK_NODE_LINK: entering ? open_link(node) : links_.pop_back(); break;
      case CMARK_NODE_IMAGE: entering ? open_image(node) : links_.pop_back(); break;
      default:
        if (std::strcmp(cmark_node_get_type_string(node), "strikethrough") == 0) {
          count(strike_, style_.strike, entering);
        }
    }
    style_.link = links_.empty() ? std::string() : links_.back();
  }

  static void count(int& depth, bool& set, bool entering) {
    depth += entering ? 1 : -1;
    set = depth > 0;
  }

  void open_link(cmark_node* node) {
    const char* address = cmark_node_get_url(node);
    links_.emplace_back(address != nullptr && safe_link(address) ? address : "");
  }

  /// An image without a description shows its address; one inside a link leads where the link does.
  void open_image(cmark_node* node) {
    const std::string around = links_.empty() ? std::string() : links_.back();
    open_link(node);
    if (!around.empty()) {
      links_.back() = around;
    }
    style_.link = links_.back();
    if (cmark_node_first_child(node) == nullptr) {
      const char* address = cmark_node_get_url(node);
      add(address == nullptr ? "" : address);
    }
  }

  void add(const char* literal) {
    std::string text = literal == nullptr ? "" : literal;
    // Line ends that were written as entities.
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::replace(text.begin(), text.end(), '\r', ' ');
    if (text.empty() || source_lines_.empty()) {
      return;
    }
    std::vector<Run>& runs = source_lines_.back().runs;
    if (!runs.empty() && runs.back().style == style_) {
      runs.back().text += text;
    } else {
      runs.push_back({std::move(text), style_});
    }
  }

  // The document.

  void push(std::string_view text, const InlineStyle& style) {
    if (!text.empty()) {
      document_.push(Component::insert(utf::to_utf16(text), attributes_of(style)));
      ends_with_line_ = false;
    }
  }

  void end_line(const LineStyle& style) {
    document_.push(Component::insert(u"\n", attributes_of(style)));
    ends_with_line_ = true;
  }

  Delta document_;
  bool ends_with_line_{false};
  std::vector<List> lists_;
  int quotes_{0};
  std::vector<SourceLine> source_lines_;
  std::vector<Run> line_;
  InlineStyle style_;
  int bold_{0};
  int italic_{0};
  int strike_{0};
  std::vector<std::string> links_;
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
