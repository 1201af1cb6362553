#include "protocol/markup/html_words.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "protocol/base/utf.hpp"
#include "protocol/markup/characters.hpp"
#include "protocol/markup/entities.hpp"
#include "protocol/markup/html_inlines.hpp"

namespace plenary::markup {
namespace {

constexpr std::string_view kCollapsible = " \t\n\f";

/// Characters 0x80 to 0x9F of Windows-1252, which pages write as numbers: `&#150;`. 0: none.
constexpr std::array<char16_t, 32> kWindows = {
    0x20ac, 0,      0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0,      0x17d,  0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0,      0x17e,  0x178};

/// References that old pages write without their semicolon.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kOldNames = {
    std::pair{"&nbsp", "\xc2\xa0"}, std::pair{"&amp", "&"}, std::pair{"&lt", "<"},
    std::pair{"&gt", ">"}, std::pair{"&quot", "\""}};

/// Resolves the reference at `at`, or takes the ampersand as it is. Returns its length.
std::size_t take_reference(std::string_view source, std::size_t at, std::string& out) {
  if (const auto reference = reference_at(source, at)) {
    const std::string_view text = reference->text;
    const bool control =
        text.size() == 2 && text[0] == '\xc2' && static_cast<unsigned char>(text[1]) < 0xa0;
    const char16_t windows =
        control ? kWindows[static_cast<unsigned char>(text[1]) - 0x80U] : u'\0';
    windows != 0 ? append_utf8(out, windows) : static_cast<void>(out += text);
    return reference->length;
  }
  for (const auto& [name, text] : kOldNames) {
    const char behind = at + name.size() < source.size() ? source[at + name.size()] : '\0';
    if (source.substr(at).starts_with(name) && !is_letter(behind) && !is_digit(behind)) {
      out += text;
      return name.size();
    }
  }
  out += '&';
  return 1;
}

}  // namespace

std::string html_text(std::string_view source) {
  std::string out;
  out.reserve(source.size());
  for (std::size_t at = 0; at < source.size();) {
    if (source[at] == '&') {
      at += take_reference(source, at, out);
    } else {
      out += source[at++];
    }
  }
  std::erase_if(out, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\f';
  });
  return out;
}

InlineStyle HtmlWords::style_of(const HtmlFormat& format) const {
  InlineStyle style;
  style.bold = format.bold;
  style.italic = format.italic;
  style.underline = format.underline;
  style.strike = format.strike;
  style.code = format.code;
  style.script = format.script;
  const LinkTarget& target = page_.tree.links[format.link];
  style.link = target.may_follow ? target.address : SharedText();
  return style;
}

void HtmlWords::take(std::uint32_t number) {
  const HtmlNode& leaf = page_.tree.nodes[number];
  const HtmlFormat& format = page_.tree.formats[leaf.format];
  const bool hidden = format.hidden || page_.notes_of_page.is_way_back(format.anchor);
  if (hidden || (format.anchor > 0 && take_note(leaf))) {
    return;
  }
  if (leaf.format != style_format_) {
    style_ = style_of(format);
    style_format_ = leaf.format;
  }
  if (leaf.element == nullptr) {
    take_words(leaf);
  } else if (leaf.element->meaning == HtmlMeaning::kBreak) {
    take_break(leaf);
  } else if (leaf.element->meaning == HtmlMeaning::kImage) {
    take_image(leaf);
  } else if (leaf.element->meaning == HtmlMeaning::kLink) {
    show_address(leaf);
  }
}

void HtmlWords::take_words(const HtmlNode& leaf) {
  std::string text = html_text(page_.tree.tag_of(leaf));
  if (skips_space_) {
    text.erase(0, text.starts_with(' ') ? 1 : 0);
    skips_space_ = false;
  }
  if (page_.exact) {
    take_exact(text, style_);
  } else if (keeps_spaces || page_.tree.formats[leaf.format].keeps_spaces) {
    take_kept(text, style_);
  } else {
    take_collapsed(text, style_);
  }
}

void HtmlWords::take_collapsed(std::string_view words, const InlineStyle& style) {
  std::string line;
  line.reserve(words.size());
  while (!words.empty()) {
    const std::size_t spaces = std::min(words.find_first_not_of(kCollapsible), words.size());
    words.remove_prefix(spaces);
    if (line.empty() && spaces > 0) {
      add_space(style);
    } else if (spaces > 0 && !words.empty()) {
      line += ' ';
    }
    const std::size_t end = std::min(words.find_first_of(kCollapsible), words.size());
    line += words.substr(0, end);
    words.remove_prefix(end);
    if (words.find_first_not_of(kCollapsible) == std::string_view::npos) {
      break;
    }
  }
  if (!line.empty()) {
    add_run(std::move(line), style);
  }
  if (!words.empty()) {
    add_space(style);
  }
}

/// Line feeds of our pages stand between elements only; an editor may have put others in.
void HtmlWords::take_exact(std::string_view words, const InlineStyle& style) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find('\n'), words.size());
    if (end > 0) {
      add_run(std::string(words.substr(0, end)), style);
    }
    if (end < words.size()) {
      add_space(style);
    }
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

void HtmlWords::take_kept(std::string_view words, const InlineStyle& style) {
  // Line feeds alone divide elements in the source.
  const bool between = words.find_first_not_of(kCollapsible) == std::string_view::npos &&
                       words.find('\n') != std::string_view::npos && runs_.empty();
  while (!words.empty() && !between) {
    const std::size_t end = words.find('\n');
    if (end > 0) {
      add_run(std::string(words.substr(0, end)), style);
    }
    if (end == std::string_view::npos) {
      return;
    }
    if (breaks == Breaks::kSpaces || breaks == Breaks::kStay) {
      add_space(style);
    } else {
      end_line_if_any();
      end_line();
    }
    words.remove_prefix(end + 1);
  }
}

/// The number of a note: the note is placed once, whatever its number is made of.
bool HtmlWords::take_note(const HtmlNode& leaf) {
  const HtmlFormat* format = &page_.tree.formats[leaf.format];
  const std::uint32_t anchor = format->anchor;
  const std::uint32_t note = page_.notes_of_page.note_of(anchor);
  if (note == 0 || notes_are_words) {
    return false;
  }
  if (anchor == last_anchor_) {
    return true;
  }
  last_anchor_ = anchor;
  InlineStyle style = style_of(*format);
  while (!format->is_superscript && format->parent != 0) {
    format = &page_.tree.formats[format->parent];
  }
  if (format->is_superscript) {
    style.script = page_.tree.formats[format->parent].script;
  }
  style.link = SharedText();
  style.code = false;
  style.note = note;
  add_run("[" + std::to_string(note) + "]", style);
  return true;
}

void HtmlWords::take_image(const HtmlNode& leaf) {
  const std::string_view tag = page_.tree.tag_of(leaf);
  ShownPicture picture{.address = attribute_of(tag, "src").value_or("")};
  if (picture.address.starts_with("../") && is_picture_address(picture.address.substr(3))) {
    picture.address.erase(0, 3);  // as it stands in a page that the server shows
  }
  const bool can_come = is_picture_address(picture.address) || holds_picture(picture.address);
  if (!can_come || !take_link_bytes(picture.address.size())) {
    take_linked_image(tag, style_);
    return;
  }
  picture.alt = attribute_of(tag, "alt");
  if (picture.alt && attribute_of(tag, "data-undescribed")) {
    picture.alt.reset();
  }
  if (picture.alt) {
    std::replace(picture.alt->begin(), picture.alt->end(), '\n', ' ');
  }
  picture.width = picture_side(attribute_of(tag, "width").value_or(""));
  picture.height = picture_side(attribute_of(tag, "height").value_or(""));
  InlineStyle style = style_;
  style.code = false;
  std::string words = picture_words(picture);
  style.picture = std::make_shared<const ShownPicture>(std::move(picture));
  add_run(std::move(words), style);
}

/// A picture that lies elsewhere is never fetched: it becomes a link of its description.
void HtmlWords::take_linked_image(std::string_view tag, const InlineStyle& around) {
  ++page_.notes.images;
  const std::string address = attribute_of(tag, "src").value_or("");
  const bool held = address.starts_with("data:");
  const LinkTarget target = held ? LinkTarget{} : link_target(address);
  std::string words = attribute_of(tag, "alt").value_or("");
  std::replace(words.begin(), words.end(), '\n', ' ');
  if (words.empty()) {
    words = held || !take_link_bytes(address.size()) || address.empty() ? "[image]" : address;
  }
  InlineStyle style = around;
  if (target.may_follow && style.link.empty()) {
    style.link = target.address;
  }
  add_run(std::move(words), style);
}

void HtmlWords::show_address(const HtmlNode& leaf) {
  const std::string address = attribute_of(page_.tree.tag_of(leaf), "href").value_or("");
  if (!address.empty() && take_link_bytes(address.size())) {
    ++page_.notes.addresses;
    std::string words = " (" + address + ")";
    std::replace(words.begin(), words.end(), '\n', ' ');
    add_run(std::move(words), style_);
  }
}

void HtmlWords::add_space(const InlineStyle& style) {
  if (!runs_.empty() && !space_waits_ && breaks_waiting_ == 0) {
    space_waits_ = true;
    space_style_ = style;
  }
}

void HtmlWords::take_break(const HtmlNode& leaf) {
  if (breaks == Breaks::kSpaces) {
    add_space(style_);
  } else if (breaks == Breaks::kOfCell) {
    const bool soft = page_.exact && page_.tree.tag_of(leaf) == kSoftBreakOfCell;
    soft ? add_run(std::string(kSoftBreak), style_) : end_line();
  } else if (page_.exact) {
    add_run(std::string(kSoftBreak), style_);
  } else {
    space_waits_ = false;
    break_style_ = breaks_waiting_ == 0 ? style_ : break_style_;
    ++breaks_waiting_;
  }
}

/// Words follow.
void HtmlWords::place_breaks() {
  const std::size_t count = std::exchange(breaks_waiting_, 0);
  const bool at_start = runs_.empty();
  const bool stay = breaks == Breaks::kStay || (count == 1 && !at_start);
  for (std::size_t i = 0; i < count; ++i) {
    if (!stay) {
      end_line();
    } else if (!at_start) {
      add_run(std::string(kSoftBreak), break_style_);
    }
  }
}

/// Our pages have one more at the end of a block, which no browser shows.
void HtmlWords::drop_last_break() {
  Run& last = runs_.back();
  if (!page_.exact || breaks == Breaks::kOfCell || !is_words(last.style) ||
      !last.text.ends_with(kSoftBreak)) {
    return;
  }
  last.text.resize(last.text.size() - kSoftBreak.size());
  if (last.text.empty()) {
    runs_.pop_back();
  }
}

void HtmlWords::end_line_if_any() {
  const std::size_t count = std::exchange(breaks_waiting_, 0);
  if (count > 0 && breaks != Breaks::kStay) {
    for (std::size_t i = 0; i < count; ++i) {
      end_line();
    }
  } else if (!runs_.empty()) {
    drop_last_break();
    end_line();
  }
  space_waits_ = false;
  skips_space_ = false;
}

void HtmlWords::end_line() {
  space_waits_ = false;
  const bool empty_in_word = word_empty && runs_.size() == 1 && runs_.front().text == "\xc2\xa0" &&
                             is_words(runs_.front().style);
  if (empty_in_word) {
    runs_.clear();
  }
  take_line_(runs_);
  runs_.clear();
}

bool HtmlWords::is_picture_only() const {
  return !is_empty() && breaks_waiting_ == 0 &&
         std::all_of(runs_.begin(), runs_.end(),
                     [](const Run& run) { return run.style.picture != nullptr; });
}

/// In JSON each run of a link carries its whole address.
bool HtmlWords::take_link_bytes(std::size_t count) {
  const bool fits = count <= page_.link_bytes_left;
  page_.link_bytes_left -= fits ? count : 0;
  return fits;
}

void HtmlWords::add_run(std::string text, const InlineStyle& style) {
  if (breaks_waiting_ > 0) {
    place_breaks();
  }
  if (std::exchange(space_waits_, false)) {
    InlineStyle space = space_style_;
    const bool same_link = space.link == style.link;
    space.link = same_link ? space.link : SharedText();
    add_run(" ", space);
  }
  if (!runs_.empty() && runs_.back().style == style && is_words(style)) {
    runs_.back().text += text;
    return;
  }
  InlineStyle own = style;
  if (!own.link.empty() && !take_link_bytes(own.link.view().size())) {
    own.link = SharedText();
  }
  runs_.push_back({std::move(text), std::move(own)});
}

}  // namespace plenary::markup
