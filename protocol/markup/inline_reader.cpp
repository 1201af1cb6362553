#include "protocol/markup/inline_reader.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string_view>
#include <utility>

#include "protocol/markup/safe_link.hpp"

namespace plenary::markup {
namespace {

std::string text_of(const std::vector<Run>& runs) {
  std::string all;
  for (const Run& run : runs) {
    all += run.text;
  }
  return all;
}

bool is_delimiter_row(std::string_view text) {
  return text.find_first_not_of("|-: \t") == std::string_view::npos &&
         text.find('|') != std::string_view::npos && text.find('-') != std::string_view::npos;
}

/// Takes the bars off the ends of a table's row.
void strip_bars(std::vector<Run>& runs) {
  if (runs.empty()) {
    return;
  }
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

/// The style of the space between two joined lines: what they share.
InlineStyle joint(const std::vector<Run>& before, const std::vector<Run>& after) {
  InlineStyle style;
  if (before.empty() || after.empty()) {
    return style;
  }
  const InlineStyle& left = before.back().style;
  const InlineStyle& right = after.front().style;
  style.bold = left.bold && right.bold;
  style.italic = left.italic && right.italic;
  style.strike = left.strike && right.strike;
  style.link = left.link == right.link ? left.link : std::string();
  return style;
}

void count(int& depth, bool& set, bool entering) {
  depth += entering ? 1 : -1;
  set = depth > 0;
}

}  // namespace

void InlineReader::visit(cmark_node* node, bool entering) {
  switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_HTML_INLINE:
      add(cmark_node_get_literal(node));
      break;
    case CMARK_NODE_CODE:
      style_.code = true;
      add(cmark_node_get_literal(node));
      style_.code = false;
      break;
    case CMARK_NODE_SOFTBREAK:
      source_lines_.emplace_back();
      break;
    case CMARK_NODE_LINEBREAK:
      source_lines_.push_back({.runs = {}, .after_hard_break = true});
      break;
    case CMARK_NODE_EMPH:
      count(italic_, style_.italic, entering);
      break;
    case CMARK_NODE_STRONG:
      count(bold_, style_.bold, entering);
      break;
    case CMARK_NODE_LINK:
      entering ? open_link(node) : links_.pop_back();
      break;
    case CMARK_NODE_IMAGE:
      entering ? open_image(node) : links_.pop_back();
      break;
    default:
      // An extension's type, known by name alone.
      if (std::strcmp(cmark_node_get_type_string(node), "strikethrough") == 0) {
        count(strike_, style_.strike, entering);
      }
  }
  style_.link = links_.empty() ? std::string() : links_.back();
}

void InlineReader::open_link(cmark_node* node) {
  const char* address = cmark_node_get_url(node);
  const std::string_view link = address == nullptr ? "" : address;
  links_.emplace_back(link.size() <= kMaxLinkBytes && safe_link(link) ? link : std::string_view());
}

/// An image without a description shows its address; one inside a link leads where the link does.
void InlineReader::open_image(cmark_node* node) {
  const std::string around = links_.empty() ? std::string() : links_.back();
  open_link(node);
  if (!around.empty()) {
    links_.back() = around;
  }
  style_.link = links_.back();
  if (cmark_node_first_child(node) == nullptr) {
    add(cmark_node_get_url(node));
  }
}

void InlineReader::add(const char* literal) {
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

/// The line of a table's header, whose delimiter row is taken away; the number of lines if there is
/// no table. A table goes on to the end of its paragraph.
std::size_t InlineReader::first_row_of_table() {
  for (std::size_t i = 1; i < source_lines_.size(); ++i) {
    const bool delimiter = is_delimiter_row(text_of(source_lines_[i].runs)) &&
                           text_of(source_lines_[i - 1].runs).find('|') != std::string::npos;
    if (delimiter) {
      source_lines_.erase(source_lines_.begin() + static_cast<std::ptrdiff_t>(i));
      return i - 1;
    }
  }
  return source_lines_.size();
}

std::vector<std::vector<Run>> InlineReader::take() {
  const std::size_t table = first_row_of_table();
  std::vector<std::vector<Run>> lines(1);
  for (std::size_t i = 0; i < source_lines_.size(); ++i) {
    SourceLine& source = source_lines_[i];
    if (i >= table) {
      strip_bars(source.runs);
    }
    if (i > 0 && (source.after_hard_break || i >= table)) {
      lines.emplace_back();
    } else if (i > 0) {
      lines.back().push_back({" ", joint(lines.back(), source.runs)});
    }
    std::move(source.runs.begin(), source.runs.end(), std::back_inserter(lines.back()));
  }
  source_lines_.clear();
  return lines;
}

}  // namespace plenary::markup
