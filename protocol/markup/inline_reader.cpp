#include "protocol/markup/inline_reader.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "protocol/markup/plain_address.hpp"
#include "protocol/markup/safe_link.hpp"

namespace plenary::markup {
namespace {

using InlineKind = Inline::Kind;

std::string words_of(const std::vector<Run>& runs) {
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

std::vector<std::vector<Run>> InlineReader::read(const std::vector<Inline>& inlines) {
  source_lines_.assign(1, SourceLine{});
  for (const Inline& piece : inlines) {
    take(piece);
  }
  return join_lines();
}

void InlineReader::take(const Inline& piece) {
  switch (piece.kind) {
    case InlineKind::kText:
      add_words(piece.text);
      break;
    case InlineKind::kHtml:
      add(piece.text, style_);
      break;
    case InlineKind::kCode:
      style_.code = true;
      add(piece.text, style_);
      style_.code = false;
      break;
    case InlineKind::kSoftBreak:
      source_lines_.emplace_back();
      break;
    case InlineKind::kHardBreak:
      source_lines_.push_back({.runs = {}, .after_hard_break = true});
      break;
    case InlineKind::kBeginItalic:
    case InlineKind::kEndItalic:
      count(italic_, style_.italic, piece.kind == InlineKind::kBeginItalic);
      break;
    case InlineKind::kBeginBold:
    case InlineKind::kEndBold:
      count(bold_, style_.bold, piece.kind == InlineKind::kBeginBold);
      break;
    case InlineKind::kBeginStrike:
    case InlineKind::kEndStrike:
      count(strike_, style_.strike, piece.kind == InlineKind::kBeginStrike);
      break;
    case InlineKind::kBeginLink:
      open_link(piece);
      break;
    case InlineKind::kBeginImage:
      open_image(piece);
      return;
    case InlineKind::kEndImage:
      if (image_is_empty_) {
        show_address();
      }
      close_link();
      break;
    case InlineKind::kEndLink:
      close_link();
      break;
  }
  image_is_empty_ = false;
}

void InlineReader::open_link(const Inline& link) {
  const std::string& address = *link.address;
  const bool fits = address.size() <= kMaxLinkBytes && safe_link(address);
  links_.push_back(fits ? address : std::string());
  style_.link = links_.back();
}

/// An image inside a link leads where the link does.
void InlineReader::open_image(const Inline& image) {
  const std::string around = style_.link;
  open_link(image);
  style_.link = around.empty() ? links_.back() : around;
  image_is_empty_ = true;
}

/// Of an image without a description. One definition may give a long address to many of them.
void InlineReader::show_address() {
  const std::string& address = links_.back();
  const bool fits = !address.empty() && address.size() <= link_bytes_left_;
  link_bytes_left_ -= fits ? address.size() : 0;
  add(fits ? std::string_view(address) : "[image]", style_);
}

void InlineReader::close_link() {
  links_.pop_back();
  style_.link = links_.empty() ? std::string() : links_.back();
}

/// Mail addresses in plain words become links.
void InlineReader::add_words(std::string_view words) {
  std::size_t from = 0;
  if (links_.empty()) {
    for (PlainAddress found = find_mail_address(words, from); found.length > 0;
         found = find_mail_address(words, from)) {
      add(words.substr(from, found.at - from), style_);
      const std::string_view address = words.substr(found.at, found.length);
      InlineStyle linked = style_;
      linked.link = std::string(found.scheme) + std::string(address);
      add(address, linked);
      from = found.at + found.length;
    }
  }
  add(words.substr(from), style_);
}

void InlineReader::add(std::string_view words, const InlineStyle& style) {
  std::string text(words);
  // Line ends that were written as references, or stand in raw HTML.
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  add_run(source_lines_.back().runs, std::move(text), style);
}

void InlineReader::add_run(std::vector<Run>& runs, std::string text, const InlineStyle& style) {
  if (text.empty()) {
    return;
  }
  if (!runs.empty() && runs.back().style == style) {
    runs.back().text += text;
    return;
  }
  runs.push_back({std::move(text), style});
  std::string& link = runs.back().style.link;
  if (link.size() > link_bytes_left_) {
    link.clear();
  }
  link_bytes_left_ -= link.size();
}

/// The line of a table's header, whose delimiter row is taken away; the number of lines if there is
/// no table. A table goes on to the end of its paragraph.
std::size_t InlineReader::first_row_of_table() {
  for (std::size_t i = 1; i < source_lines_.size(); ++i) {
    const bool delimiter = is_delimiter_row(words_of(source_lines_[i].runs)) &&
                           words_of(source_lines_[i - 1].runs).find('|') != std::string::npos;
    if (delimiter) {
      source_lines_.erase(source_lines_.begin() + static_cast<std::ptrdiff_t>(i));
      return i - 1;
    }
  }
  return source_lines_.size();
}

std::vector<std::vector<Run>> InlineReader::join_lines() {
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
      add_run(lines.back(), " ", joint(lines.back(), source.runs));
    }
    std::move(source.runs.begin(), source.runs.end(), std::back_inserter(lines.back()));
  }
  source_lines_.clear();
  return lines;
}

}  // namespace plenary::markup
