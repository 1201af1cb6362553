#include "protocol/markup/inline_reader.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "protocol/markup/markdown_output.hpp"
#include "protocol/markup/plain_address.hpp"

namespace plenary::markup {
namespace {

using InlineKind = Inline::Kind;

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

bool is_broken_before(std::span<const Run> line) {
  return !line.empty() && is_words(line.front().style) && line.front().text.starts_with(kSoftBreak);
}

bool is_broken_behind(std::span<const Run> line) {
  return !line.empty() && is_words(line.back().style) && line.back().text.ends_with(kSoftBreak);
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
  line_.begins_line = false;
  next_note_ = 0;
  html_breaks_ = 0;
  skips_spaces_ = false;
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
    case InlineKind::kSourceBreak:
      end_line_of_source();
      break;
    case InlineKind::kHardBreak:
      break_softly();
      break;
    case InlineKind::kLineEnd:
      html_breaks_ = 0;
      begin_line();
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
      begin_image(inlines.addresses[piece.begin]);
      return;
    case InlineKind::kEndImage:
      end_image(inlines.words_of(piece));
      break;
    case InlineKind::kEndLink:
      close_link();
      break;
    case InlineKind::kNote:
      add_note(inlines.words_of(piece), inlines.notes[next_note_++]);
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
    if (html.meaning == HtmlMeaning::kComment || html.meaning == HtmlMeaning::kBreak ||
        (html.meaning == HtmlMeaning::kImage && !html.closing)) {
      meant_[i] = true;
    } else if (html.meaning == HtmlMeaning::kUnknown || html.meaning == HtmlMeaning::kBlock ||
               html.meaning == HtmlMeaning::kCell || html.meaning == HtmlMeaning::kImage) {
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
      take_html_break(html);
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
    case HtmlMeaning::kImage:
      add_html_image(html);
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

/// One that cannot be had stays as words.
void InlineReader::add_html_image(std::string_view tag) {
  ShownPicture picture{.address = attribute_of(tag, "src").value_or("")};
  if (!is_picture(picture.address)) {
    add(tag, style_);
    return;
  }
  picture.alt = attribute_of(tag, "alt");
  if (picture.alt) {
    std::replace(picture.alt->begin(), picture.alt->end(), '\n', ' ');
  }
  picture.width = picture_side(attribute_of(tag, "width").value_or(""));
  picture.height = picture_side(attribute_of(tag, "height").value_or(""));
  place_html_breaks();
  std::string words = picture_words(picture);
  InlineStyle style = style_;
  style.code = false;
  style.picture = std::make_shared<const ShownPicture>(std::move(picture));
  line_.runs.push_back({std::move(words), std::move(style)});
}

void InlineReader::begin_html_link(std::string_view tag) {
  const std::string address = attribute_of(tag, "href").value_or("");
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

void InlineReader::end_line_of_source() {
  if (style_.picture != nullptr) {
    add(" ", style_);
  } else if (html_breaks_ == 0) {  // else they say it
    skips_spaces_ = false;
    end_source_line();
    line_.begins_line = breaks_ == Breaks::kLines;
  }
}

void InlineReader::begin_line() {
  skips_spaces_ = false;
  end_source_line();
  line_.begins_line = true;
}

void InlineReader::break_softly() {
  add(style_.picture != nullptr ? " " : kSoftBreak, style_);
}

/// Our writer's `<br/>` is a soft break wherever it stands.
void InlineReader::take_html_break(std::string_view html) {
  if (style_.picture != nullptr || html == kBreakTag) {
    break_softly();
  } else if (breaks_ == Breaks::kCell) {
    begin_line();
  } else {
    break_style_ = html_breaks_ == 0 ? style_ : break_style_;
    ++html_breaks_;
  }
}

bool InlineReader::is_at_line_start() const {
  return line_.runs.empty() && (line_.begins_line || lines_.ends_.empty() ||
                                lines_.line(lines_.ends_.size() - 1).empty());
}

/// What stands at the end of a paragraph has no words behind it, and is left out.
void InlineReader::place_html_breaks() {
  const std::size_t count = std::exchange(html_breaks_, 0);
  const bool at_start = is_at_line_start();
  if (count > 0 && breaks_ != Breaks::kHeading && (count > 1 || at_start)) {
    for (std::size_t i = 0; i < count; ++i) {
      begin_line();
    }
    skips_spaces_ = true;
  } else if (count > 0 && !at_start) {
    if (!line_.runs.empty() && is_words(line_.runs.back().style)) {
      std::string& before = line_.runs.back().text;
      before.erase(before.find_last_not_of(' ') + 1);
      if (before.empty()) {
        line_.runs.pop_back();
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      add_run(line_.runs, std::string(kSoftBreak), break_style_);
    }
    skips_spaces_ = true;
  }
}

void InlineReader::open_link(const LinkTarget& target) {
  links_.push_back(target);
  style_.link = followed();
}

void InlineReader::begin_image(const LinkTarget& target) {
  if (!is_picture(target.address.view())) {
    ++notes_.images;
    images_.emplace_back();
    open_image(target);
    return;
  }
  place_html_breaks();
  auto picture = std::make_shared<ShownPicture>();
  picture->address = target.address.view();
  style_.picture = picture;
  images_.push_back({std::move(picture), target.title});
}

void InlineReader::end_image(std::string_view attributes) {
  OpenImage image = std::move(images_.back());
  images_.pop_back();
  if (image.picture != nullptr) {
    end_picture(image, attributes);
    return;
  }
  if (image_is_empty_) {
    show_address();
  } else if (holds_data(links_.back().address.view())) {
    links_.back().address = SharedText();  // the description says it
    links_.back().may_follow = false;
  }
  close_link();
  add(attributes, style_);
}

/// Pictures in the description of another one are words of it.
bool InlineReader::is_picture(std::string_view address) {
  return pictures_ == Pictures::kRead && style_.picture == nullptr &&
         (is_picture_address(address) || holds_picture(address)) && take_link_bytes(address.size());
}

/// Puts a run for the picture in the place of the words of its description. Notes in them, and its
/// title, stand behind it.
void InlineReader::end_picture(OpenImage& image, std::string_view attributes) {
  style_.picture = nullptr;
  std::vector<Run>& runs = line_.runs;
  auto first = runs.end();
  while (first != runs.begin() && std::prev(first)->style.picture == image.picture) {
    --first;
  }
  std::vector<Run> words(std::make_move_iterator(first), std::make_move_iterator(runs.end()));
  runs.erase(first, runs.end());
  std::string alt;
  for (const Run& run : words) {
    alt += run.style.note > 0 ? std::string_view() : run.text;
  }
  const std::string_view title = image.title.view();
  const bool says_more = !title.empty() && title != alt && take_link_bytes(title.size());
  if (!alt.empty()) {
    image.picture->alt = std::move(alt);
  }
  read_picture_attributes(attributes, *image.picture);
  InlineStyle style = style_;
  style.code = false;
  style.picture = image.picture;
  runs.push_back({picture_words(*image.picture), std::move(style)});
  for (Run& run : words) {
    if (run.style.note > 0) {
      run.style.picture = nullptr;
      runs.push_back(std::move(run));
    }
  }
  if (says_more) {
    ++notes_.link_titles;
    add(" (" + std::string(title) + ")", style_);
  }
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

/// A link around a note does not hold it: it leads to the note.
void InlineReader::add_note(std::string_view reference, std::uint32_t note) {
  InlineStyle style = style_;
  style.link = SharedText();
  style.code = false;
  style.note = note + 1;
  add(reference, style);
}

void InlineReader::add(std::string_view words, const InlineStyle& style) {
  if (html_breaks_ > 0 && words.find_first_not_of(' ') == std::string_view::npos &&
      is_words(style)) {
    return;  // no words
  }
  place_html_breaks();
  if (skips_spaces_ && is_words(style)) {
    words.remove_prefix(std::min(words.find_first_not_of(' '), words.size()));
  }
  skips_spaces_ = skips_spaces_ && words.empty();
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
  if (!runs.empty() && runs.back().style == style && style.note == 0) {
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

/// Appends the line to the lines of the paragraph.
void InlineReader::end_source_line() {
  std::vector<Run>& runs = lines_.runs_;
  std::vector<std::size_t>& ends = lines_.ends_;
  if (ends.empty() || line_.begins_line) {
    ends.push_back(runs.size());
  } else if (!is_broken_before(line_.runs) && !is_broken_behind(lines_.line(ends.size() - 1))) {
    const bool line_is_empty = lines_.line(ends.size() - 1).empty();
    if (line_is_empty) {
      runs.push_back({" ", InlineStyle()});
    } else {
      add_run(
          runs, " ",
          line_.runs.empty() ? InlineStyle() : joint(runs.back().style, line_.runs.front().style));
    }
  }
  if (runs.empty()) {
    runs.swap(line_.runs);  // most paragraphs of a hostile text are one line
  }
  std::move(line_.runs.begin(), line_.runs.end(), std::back_inserter(runs));
  line_.runs.clear();
  ends.back() = runs.size();
}

}  // namespace plenary::markup
