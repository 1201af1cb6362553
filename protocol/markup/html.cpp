#include "protocol/markup/html.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "protocol/markup/blocks.hpp"
#include "protocol/markup/heading_ids.hpp"
#include "protocol/markup/html_inlines.hpp"
#include "protocol/markup/shown_table.hpp"
#include "protocol/markup/table_comment.hpp"

namespace plenary::markup {
namespace {

class HtmlWriter {
 public:
  explicit HtmlWriter(const HtmlOptions& options) : options_(options) {}

  std::string write(const Lines& lines) {
    write_children(blocks_of(lines, options_.exact ? Detail::kExact : Detail::kShown));
    write_notes(lines.notes());
    return std::move(out_);
  }

 private:
  void write_children(const Block& parent) {
    for (const Block& child : parent.children) {
      write_block(child);
    }
  }

  void write_block(const Block& block) {
    switch (block.kind) {
      case Block::Kind::kRoot:
        write_children(block);
        break;
      case Block::Kind::kParagraph:
        is_figure(block) ? write_figure(block) : write_line("p", block);
        break;
      case Block::Kind::kHeading:
        write_line("h" + std::to_string(block.style.header), block);
        break;
      case Block::Kind::kList:
        write_list(block);
        break;
      case Block::Kind::kItem:
        write_item(block);
        break;
      case Block::Kind::kQuote:
        out_ += "<blockquote>\n";
        write_children(block);
        out_ += "</blockquote>\n";
        break;
      case Block::Kind::kCode:
        write_code(block);
        break;
      case Block::Kind::kTable:
      case Block::Kind::kDivider:
        write_embed(block);
        break;
    }
  }

  void write_embed(const Block& block) {
    const LineStyle& style = block.style;
    const std::string end = begin_change(out_, style.fate, style.fate_title, options_);
    if (block.table != nullptr) {
      write_table(*block.table, style);
    } else {
      out_ += "<hr>\n";
    }
    out_ += end.empty() ? "" : end + '\n';
  }

  void write_attribute(const char* name, std::string_view value) {
    out_ += std::string(" ") + name + "=\"";
    append_escaped(out_, value);
    out_ += '"';
  }

  void write_marks(const LineStyle& style) {
    if (!options_.exact || style.marks == nullptr) {
      return;
    }
    for (const char* name : kLineMarks) {
      const auto said = style.marks->find(name);
      if (said != style.marks->end()) {
        write_attribute(("data-" + std::string(name)).c_str(),
                        said->is_string() ? said->get<std::string>() : json::to_string(*said));
      }
    }
  }

  void write_what_a_table_says(const ShownTable& table, const LineStyle& style) {
    if (!options_.exact) {
      return;
    }
    const json::Value said = table_said(table, true);
    if (!said.empty()) {
      write_attribute("data-table", json::to_string(said));
    }
    write_attribute("data-ids", json::to_string(json::Value(table.ids)));
    write_marks(style);
  }

  void write_table(const ShownTable& table, const LineStyle& style) {
    if (table.columns.empty()) {
      return;  // nothing to see
    }
    out_ += "<table";
    write_what_a_table_says(table, style);
    out_ += ">\n<thead>\n<tr>";
    for (const ShownTable::Column& column : table.columns) {
      out_ += "<th scope=\"col\" dir=\"auto\">";
      append_escaped(out_, column.name);
      out_ += "</th>";
    }
    out_ += "</tr>\n</thead>\n<tbody>\n";
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      out_ += "<tr>";
      for (std::size_t column = 0; column < table.columns.size(); ++column) {
        write_cell(table.find(row, column), table.columns[column].of_numbers);
      }
      out_ += "</tr>\n";
    }
    out_ += "</tbody>\n</table>\n";
  }

  void write_cell(const ShownTable::Cell* cell, bool number) {
    if (cell == nullptr) {
      out_ += "<td></td>";
      return;
    }
    out_ += number ? "<td dir=\"auto\" class=\"align-right\">" : "<td dir=\"auto\">";
    bool first = true;
    for (const Line& line : cell->lines) {
      out_ += first ? "" : "<br>";
      append_html_runs(out_, line.runs, options_,
                       options_.exact ? kSoftBreakOfCell : kSoftBreakTag);
      first = false;
    }
    // A break at the end of a cell ends the line before it.
    out_ += options_.exact && !cell->lines.empty() && cell->lines.back_is_empty() ? "<br>" : "";
    out_ += "</td>";
  }

  void write_notes(const std::vector<Lines>& notes) {
    if (notes.empty()) {
      return;
    }
    out_ += "<section role=\"doc-endnotes\" aria-label=\"Notes\">\n<ol>\n";
    for (std::size_t note = 1; note <= notes.size(); ++note) {
      out_ += options_.with_ids ? "<li id=\"" + id_of_note(note) + "\">\n" : "<li>\n";
      write_children(blocks_of(notes[note - 1], options_.exact ? Detail::kExact : Detail::kShown));
      write_way_back(note);
      out_ += "</li>\n";
    }
    out_ += "</ol>\n</section>\n";
  }

  void write_way_back(std::size_t note) {
    if (options_.with_ids) {
      out_ += "<p><a href=\"#" + id_of_note_reference(note) +
              "\" role=\"doc-backlink\" aria-label=\"Back to note " + std::to_string(note) +
              " in the text\">↩</a></p>\n";
    }
  }

  void write_line(std::string_view element, const Block& block) {
    out_ += '<';
    out_ += element;
    if (options_.with_ids && block.kind == Block::Kind::kHeading) {
      out_ += " id=\"";
      append_escaped(out_, ids_.next(block.runs));
      out_ += '"';
    }
    write_block_attributes(block.style, further_indent(block.style));
    out_ += '>';
    write_words(block.runs);
    out_ += "</";
    out_ += element;
    out_ += ">\n";
  }

  /// Beyond that of the lists around it.
  [[nodiscard]] int further_indent(const LineStyle& style) const {
    return options_.exact ? std::max(0, style.indent - depth_) : depth_ > 0 ? 0 : style.indent;
  }

  void write_words(std::span<const Run> runs) {
    append_html_runs(out_, runs, options_);
    out_ += options_.exact && (runs.empty() || ends_with_break(runs)) ? kSoftBreakTag : "";
  }

  /// A browser shows no break at the end of a block.
  static bool ends_with_break(std::span<const Run> runs) {
    return is_words(runs.back().style) && runs.back().text.ends_with(kSoftBreak);
  }

  static bool is_figure(const Block& block) {
    return !block.runs.empty() && block.runs.front().style.picture != nullptr;
  }

  /// The pictures with which a paragraph begins, and the words behind them as their caption.
  void write_figure(const Block& block) {
    std::size_t pictures = 0;
    while (pictures < block.runs.size() && block.runs[pictures].style.picture != nullptr) {
      ++pictures;
    }
    out_ += "<figure";
    write_block_attributes(block.style, further_indent(block.style));
    out_ += '>';
    append_html_runs(out_, block.runs.first(pictures), options_);
    std::vector<Run> caption(block.runs.begin() + static_cast<std::ptrdiff_t>(pictures),
                             block.runs.end());
    if (!caption.empty()) {
      std::string& first = caption.front().text;
      const bool kept = options_.exact || !is_words(caption.front().style);
      first.erase(0, kept ? 0 : std::min(first.find_first_not_of(' '), first.size()));
      out_ += "<figcaption>";
      write_words(caption);
      out_ += "</figcaption>";
    }
    out_ += "</figure>\n";
  }

  void write_block_attributes(const LineStyle& style, int indent) {
    out_ += style.rtl ? " dir=\"rtl\"" : " dir=\"auto\"";
    std::string classes;
    switch (style.align) {
      case Align::kStart:
        break;
      case Align::kCenter:
        classes = "align-center";
        break;
      case Align::kRight:
        classes = "align-right";
        break;
      case Align::kJustify:
        classes = "align-justify";
        break;
    }
    if (indent > 0) {
      classes += (classes.empty() ? "indent-" : " indent-") + std::to_string(indent);
    }
    if (!classes.empty()) {
      out_ += " class=\"" + classes + '"';
    }
    write_marks(style);
  }

  void write_list(const Block& list) {
    const std::string element = list.style.list == ListKind::kOrdered ? "ol" : "ul";
    bool open = false;
    ++depth_;
    for (const Block& item : list.children) {
      if (open == item.absent) {
        out_ += (open ? "</" : "<") + element + (open ? "" : start_of(item)) + ">\n";
        open = !open;
      }
      item.absent ? write_without_item(item) : write_item(item);
    }
    --depth_;
    out_ += open ? "</" + element + ">\n" : "";
  }

  /// Of an ordered list that does not begin with 1: its first item says so, or a remark stands
  /// between its parts.
  static std::string start_of(const Block& first) {
    const bool ordered = first.style.list == ListKind::kOrdered;
    return ordered && first.number != 1 ? " start=\"" + std::to_string(first.number) + '"'
                                        : std::string();
  }

  void write_without_item(const Block& item) {
    int indent = 1;
    const Block* inner = &item;
    while (inner->children.size() == 1 && inner->children.front().kind == Block::Kind::kList &&
           inner->children.front().children.size() == 1 &&
           inner->children.front().children.front().absent) {
      inner = &inner->children.front().children.front();
      ++indent;
    }
    out_ += "<div class=\"indent-" + std::to_string(indent) + "\">\n";
    depth_ += indent - 1;
    write_children(*inner);
    depth_ -= indent - 1;
    out_ += "</div>\n";
  }

  void write_item(const Block& item) {
    out_ += "<li";
    write_block_attributes(item.style, 0);
    out_ += '>';
    if (item.style.list == ListKind::kChecked) {
      out_ += "<input type=\"checkbox\" disabled checked aria-label=\"done\"> ";
    } else if (item.style.list == ListKind::kUnchecked) {
      out_ += "<input type=\"checkbox\" disabled aria-label=\"to do\"> ";
    }
    write_words(item.runs);
    if (!item.children.empty()) {
      out_ += '\n';
      write_children(item);
    }
    out_ += "</li>\n";
  }

  void write_code(const Block& block) {
    out_ += "<pre";
    write_block_attributes(options_.exact ? block.style : LineStyle{},
                           options_.exact ? further_indent(block.style) : 0);
    out_ += "><code";
    if (!block.style.language.empty()) {
      out_ += " class=\"language-";
      append_escaped(out_, block.style.language.view());
      out_ += '"';
    }
    out_ += '>';
    for (const std::string& line : block.code) {
      append_escaped(out_, line);
      out_ += '\n';
    }
    out_ += "</code></pre>\n";
  }

  const HtmlOptions& options_;
  HeadingIds ids_;
  std::string out_;
  int depth_{0};
};

}  // namespace

std::string to_html(const ot::rich_text::Delta& document, const HtmlOptions& options) {
  return HtmlWriter(options).write(lines_of(document, options.place_picture));
}

std::string to_html_page(std::string_view title, const ot::rich_text::Delta& document,
                         const HtmlOptions& options) {
  std::string out =
      "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
  append_escaped(out, title);
  out += "</title>\n</head>\n<body>\n<main data-spaces=\"kept\">\n";
  HtmlOptions of_page = options;
  of_page.with_ids = true;
  of_page.exact = true;
  out += to_html(document, of_page);
  out += "</main>\n</body>\n</html>\n";
  return out;
}

}  // namespace plenary::markup
