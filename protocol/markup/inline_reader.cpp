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
  style.underline = left.underline && right.underline;
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

const InlineLines& InlineReader::read(const Inlines& inlines, Breaks breaks) {
  breaks_ = breaks;
  lines_.runs_.clear();
  lines_.ends_.clear();
  in_table_ = false;
  line_.after_hard_break = false;
  find_html(inlines);
  for (std::size_t i = 0; i < inlines.pieces.size(); ++i) {
    const Inline& piece = inlines.pieces[i];
    if (piece.kind == InlineKind::kHtml) {
      take_html(inlines.words_of(piece), meant_[i]);
      image_is_empty_ = false;
    } else {
      take(inlines, piece);
    }
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
      break;  // see take_html
    case InlineKind::kCode: {
      InlineStyle style = style_;
      style.code = true;
      add(inlines.words_of(piece), style);
      break;
    }
    case InlineKind::kSoftBreak:
    case InlineKind::kHardBreak:
      break_line(piece.kind == InlineKind::kHardBreak);
      break;
    case InlineKind::kBeginSub:
    case InlineKind::kEndSub:
      sub_ += piece.kind == InlineKind::kBeginSub ? 1 : -1;
      set_script();
      break;
    case InlineKind::kBeginSuper:
    case InlineKind::kEndSuper:
      super_ += piece.kind == InlineKind::kBeginSuper ? 1 : -1;
      set_script();
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
      ++notes_.images;
      open_image(inlines.addresses[piece.begin]);
      return;
    case InlineKind::kEndImage:
      if (image_is_empty_) {
        show_address();
      } else if (holds_data(links_.back().address.view())) {
        links_.back().address = SharedText();  // the description says it
        links_.back().may_follow = false;
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

/// Tags mean something in pairs: a single one is a word about HTML, and stays.
void InlineReader::find_html(const Inlines& inlines) {
  meant_.assign(inlines.pieces.size(), false);
  for (std::size_t i = 0; i < inlines.pieces.size(); ++i) {
    if (inlines.pieces[i].kind != InlineKind::kHtml) {
      continue;
    }
    const HtmlPiece html = meaning_of(inlines.words_of(inlines.pieces[i]));
    std::vector<std::size_t>& open = open_html_[static_cast<std::size_t>(html.meaning)];
    if (html.meaning == HtmlMeaning::kComment || html.meaning == HtmlMeaning::kBreak) {
      meant_[i] = true;
    } else if (html.meaning == HtmlMeaning::kUnknown || html.meaning == HtmlMeaning::kBlock ||
               html.meaning == HtmlMeaning::kCell) {
      continue;
    } else if (!html.closing) {
      open.push_back(i);
    } else if (!open.empty()) {
      meant_[i] = true;
      meant_[open.back()] = true;
      open.pop_back();
    }
  }
  for (std::vector<std::size_t>& open : open_html_) {
    open.clear();
  }
}

void InlineReader::take_html(std::string_view html, bool meant) {
  const HtmlPiece piece = meaning_of(html);
  const bool begins = !piece.closing;
  if (!meant) {
    add(html, style_);
    return;
  }
  switch (piece.meaning) {
    case HtmlMeaning::kComment:
      ++notes_.comments;
      break;
    case HtmlMeaning::kBreak:
      in_table_ || line_.has_bar ? add(" ", style_) : break_line(true);
      break;
    case HtmlMeaning::kBold:
      count(bold_, style_.bold, begins);
      break;
    case HtmlMeaning::kItalic:
      count(italic_, style_.italic, begins);
      break;
    case HtmlMeaning::kUnderline:
      count(underline_, style_.underline, begins);
      break;
    case HtmlMeaning::kStrike:
      count(strike_, style_.strike, begins);
      break;
    case HtmlMeaning::kCode:
      count(code_, style_.code, begins);
      break;
    case HtmlMeaning::kSub:
      sub_ += begins ? 1 : -1;
      set_script();
      break;
    case HtmlMeaning::kSuper:
      super_ += begins ? 1 : -1;
      set_script();
      break;
    case HtmlMeaning::kLink:
      begins ? begin_html_link(html) : end_html_link();
      break;
    case HtmlMeaning::kPlain:
      notes_.tags += begins ? 1 : 0;
      break;
    case HtmlMeaning::kBlock:
    case HtmlMeaning::kCell:
    case HtmlMeaning::kUnknown:
      break;  // never meant
  }
}

void InlineReader::begin_html_link(std::string_view tag) {
  const std::string address = href_of(tag);
  notes_.tags += address.empty() ? 1 : 0;
  html_links_.push_back(address.empty() ? LinkTarget{} : link_target(address));
  style_.link = followed();
}

void InlineReader::end_html_link() {
  const LinkTarget target = html_links_.back();
  html_links_.pop_back();
  style_.link = followed();
  show_target(target);
}

void InlineReader::set_script() {
  style_.script = super_ > 0 ? Script::kSuper : sub_ > 0 ? Script::kSub : Script::kNone;
}

void InlineReader::break_line(bool hard) {
  end_source_line();
  line_.after_hard_break = breaks_ == Breaks::kAll || (hard && breaks_ == Breaks::kHard);
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
  const std::vector<LinkTarget>& links = links_.empty() ? html_links_ : links_;
  return links.empty() || !links.back().may_follow ? SharedText() : links.back().address;
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

void InlineReader::close_link() {
  const LinkTarget target = links_.back();
  const std::string_view title = target.title.view();
  // Wikis repeat the words of a link as its title.
  const bool says_more = !line_.runs.empty() && line_.runs.back().text != title;
  links_.pop_back();
  style_.link = followed();
  show_target(target);
  if (!title.empty() && says_more && take_link_bytes(title.size())) {
    ++notes_.link_titles;
    add(" (" + std::string(title) + ")", style_);
  }
}

/// An address that may not be followed stays as words behind those of its link.
void InlineReader::show_target(const LinkTarget& target) {
  const std::string_view address = target.address.view();
  if (!target.may_follow && !address.empty() && take_link_bytes(address.size())) {
    ++notes_.addresses;
    add(" (" + std::string(address) + ")", style_);
  }
}

/// Mail addresses in plain words become links.
void InlineReader::add_words(std::string_view words) {
  std::size_t from = 0;
  if (links_.empty() && html_links_.empty()) {
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
  line_.has_bar = line_.has_bar || text.find('|') != std::string::npos;
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
    line_.has_bar = false;
    held_.after_hard_break = true;
    strip_bars(held_.runs);
    release_held();
    return;
  }
  notes_.table_rows += in_table_ ? 1 : 0;
  release_held();
  std::swap(held_, line_);
  line_.has_bar = false;
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
