#include "protocol/markup/inline_reader.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "protocol/markup/plain_address.hpp"

namespace plenary::markup {
namespace {

using InlineKind = Inline::Kind;

bool has(const std::vector<Run>& runs, char c) {
  return std::any_of(runs.begin(), runs.end(),
                     [c](const Run& run) { return run.text.find(c) != std::string::npos; });
}

/// The row of a table under its header: `|---|:-:|`.
bool is_delimiter_row(const std::vector<Run>& runs) {
  return std::all_of(runs.begin(), runs.end(),
                     [](const Run& run) {
                       return run.text.find_first_not_of("|-: \t") == std::string::npos;
                     }) &&
         has(runs, '|') && has(runs, '-');
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

/// The style of the space between two joined lines: the one that they share.
InlineStyle joint(const InlineStyle& left, const InlineStyle& right) {
  InlineStyle style;
  style.bold = left.bold && right.bold;
  style.italic = left.italic && right.italic;
  style.strike = left.strike && right.strike;
  style.link = left.link == right.link ? left.link : SharedText();
  return style;
}

/// `data:image/png;base64,…`
bool holds_data(std::string_view address) {
  constexpr std::string_view kScheme = "data:";
  return address.size() >= kScheme.size() &&
         std::equal(kScheme.begin(), kScheme.end(), address.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
}

void count(int& depth, bool& set, bool entering) {
  depth += entering ? 1 : -1;
  set = depth > 0;
}

}  // namespace

const InlineLines& InlineReader::read(const Inlines& inlines) {
  lines_.runs_.clear();
  lines_.ends_.clear();
  in_table_ = false;
  line_.after_hard_break = false;
  for (const Inline& piece : inlines.pieces) {
    take(inlines, piece);
  }
  end_source_line();
  release_held();
  return lines_;
}

void InlineReader::take(const Inlines& inlines, const Inline& piece) {
  switch (piece.kind) {
    case InlineKind::kText:
      add_words(inlines.words_of(piece));
      break;
    case InlineKind::kHtml:
      add(inlines.words_of(piece), style_);
      break;
    case InlineKind::kCode:
      style_.code = true;
      add(inlines.words_of(piece), style_);
      style_.code = false;
      break;
    case InlineKind::kSoftBreak:
    case InlineKind::kHardBreak:
      end_source_line();
      line_.after_hard_break = piece.kind == InlineKind::kHardBreak;
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
      open_link(inlines.addresses[piece.begin]);
      break;
    case InlineKind::kBeginImage:
      open_image(inlines.addresses[piece.begin]);
      return;
    case InlineKind::kEndImage:
      if (image_is_empty_) {
        show_address();
      } else if (holds_data(links_.back().address.view())) {
        links_.back() = {};  // the description says it
      }
      close_link();
      break;
    case InlineKind::kEndLink:
      close_link();
      break;
    case InlineKind::kSigns:
      break;  // only while a text is parsed
  }
  image_is_empty_ = false;
}

void InlineReader::open_link(const LinkTarget& target) {
  links_.push_back(target);
  style_.link = followed();
}

/// An image inside a link leads where the link does.
void InlineReader::open_image(const LinkTarget& target) {
  const SharedText around = style_.link;
  open_link(target);
  style_.link = around.empty() ? style_.link : around;
  image_is_empty_ = true;
}

/// The address of the innermost link, if it may be followed.
SharedText InlineReader::followed() const {
  return links_.empty() || !links_.back().may_follow ? SharedText() : links_.back().address;
}

/// One definition may give a long address to many links.
bool InlineReader::take_link_bytes(std::size_t count) {
  const bool fits = count <= link_bytes_left_;
  link_bytes_left_ -= fits ? count : 0;
  return fits;
}

/// Of an image without a description. A picture inside its address is not for reading.
void InlineReader::show_address() {
  LinkTarget& target = links_.back();
  const std::string_view address = target.address.view();
  const bool shown = !address.empty() && !holds_data(address) && take_link_bytes(address.size());
  add(shown ? address : "[image]", style_);
  if (!target.may_follow) {
    target = {};  // shown
  }
}

/// An address that may not be followed stays as words behind those of its link.
void InlineReader::close_link() {
  const LinkTarget target = links_.back();
  links_.pop_back();
  style_.link = followed();
  const std::string_view address = target.address.view();
  if (!target.may_follow && !address.empty() && take_link_bytes(address.size())) {
    add(" (" + std::string(address) + ")", style_);
  }
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
      linked.link = SharedText(std::string(found.scheme) + std::string(address));
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
  add_run(line_.runs, std::move(text), style);
}

void InlineReader::add_run(std::vector<Run>& runs, std::string text, const InlineStyle& style) {
  if (text.empty()) {
    return;
  }
  if (!runs.empty() && runs.back().style == style) {
    runs.back().text += text;
    return;
  }
  const std::size_t link_bytes = style.link.view().size();
  if (link_bytes > link_bytes_left_) {
    InlineStyle unlinked = style;
    unlinked.link = SharedText();
    add_run(runs, std::move(text), unlinked);
    return;
  }
  link_bytes_left_ -= link_bytes;
  runs.push_back({std::move(text), style});
}

/// A delimiter row makes its paragraph a table from the line before it on, and goes away itself.
void InlineReader::end_source_line() {
  const bool table = !in_table_ && holds_ && is_delimiter_row(line_.runs) && has(held_.runs, '|');
  if (table) {
    in_table_ = true;
    line_.runs.clear();
    held_.after_hard_break = true;
    strip_bars(held_.runs);
    release_held();
    return;
  }
  release_held();
  std::swap(held_, line_);
  holds_ = true;
  if (in_table_) {
    held_.after_hard_break = true;
    strip_bars(held_.runs);
  }
}

/// Appends the held line to the lines of the paragraph.
void InlineReader::release_held() {
  if (!holds_) {
    return;
  }
  holds_ = false;
  std::vector<Run>& runs = lines_.runs_;
  std::vector<std::size_t>& ends = lines_.ends_;
  if (ends.empty() || held_.after_hard_break) {
    ends.push_back(runs.size());
  } else {
    const bool line_is_empty = lines_.line(ends.size() - 1).empty();
    if (line_is_empty) {
      runs.push_back({" ", InlineStyle()});
    } else {
      add_run(
          runs, " ",
          held_.runs.empty() ? InlineStyle() : joint(runs.back().style, held_.runs.front().style));
    }
  }
  if (runs.empty()) {
    runs.swap(held_.runs);  // most paragraphs of a hostile text are one line
  }
  std::move(held_.runs.begin(), held_.runs.end(), std::back_inserter(runs));
  held_.runs.clear();
  ends.back() = runs.size();
}

}  // namespace plenary::markup
