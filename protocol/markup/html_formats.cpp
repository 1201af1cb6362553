#include "protocol/markup/html_formats.hpp"

#include <algorithm>
#include <utility>

namespace plenary::markup {
namespace {

/// Tracked deletions: word processors say when or where, and Word writes nothing else.
bool is_tracked_deletion(const HtmlElement& element, std::string_view tag, bool from_word) {
  return element.name == "del" &&
         (from_word || attribute_of(tag, "datetime") || attribute_of(tag, "cite"));
}

bool is_word_comment(std::string_view tag) {
  const std::string classes = attribute_of(tag, "class").value_or("");
  return classes == "MsoCommentReference" || classes == "msocomanchor" || classes == "msocomoff";
}

bool says_something(const HtmlCss& css) {
  return css.bold || css.italic || css.underline || css.strike || css.script || css.keeps_spaces;
}

}  // namespace

HtmlFormats::HtmlFormats(HtmlTree& tree) : tree_(tree) {
  tree_.formats.emplace_back();
  tree_.anchors.emplace_back();
  tree_.links.emplace_back();
}

TextRange HtmlFormats::range_of(std::string_view part) const {
  return {static_cast<std::uint32_t>(part.data() - tree_.source.data()),
          static_cast<std::uint32_t>(part.size())};
}

void HtmlFormats::open(std::string_view tag, const HtmlElement* element, std::size_t depth) {
  if (tag.ends_with("/>") && element->meaning == HtmlMeaning::kPlain && !element->goes_on) {
    return;  // an empty element of XML, as `<o:p/>`
  }
  if (element->meaning == HtmlMeaning::kLink) {
    close(element);
  }
  if (open_.size() - base() >= kHtmlFormatsDeep) {
    ++ignored_;
    return;
  }
  Open entry{.element = element,
             .format = 0,
             .depth = depth,
             .tag = tag,
             .css = {},
             .anchor = 0,
             .link = 0};
  if (tag.find_first_of(" \t\n") != std::string_view::npos) {
    entry.css = tree_.sheets.of(tag);
    const bool gone = is_tracked_deletion(*element, tag, tree_.from_word) || is_word_comment(tag) ||
                      attribute_of(tag, "hidden").has_value();
    entry.css.hidden = entry.css.hidden || gone;
  } else {
    entry.css.hidden = is_tracked_deletion(*element, tag, tree_.from_word);
  }
  tree_.deleted += entry.css.hidden && !entry.css.is_mark ? 1 : 0;
  if (element->meaning == HtmlMeaning::kLink) {
    begin_anchor(entry);
  }
  push(std::move(entry));
}

void HtmlFormats::begin_anchor(Open& entry) {
  HtmlAnchor anchor;
  anchor.tag = range_of(entry.tag);
  if (!open_.empty() && !open_.back().tag.empty()) {
    anchor.around = range_of(open_.back().tag);
  }
  entry.anchor = static_cast<std::uint32_t>(tree_.anchors.size());
  tree_.anchors.push_back(anchor);
  const std::string address = attribute_of(entry.tag, "href").value_or("");
  if (!address.empty()) {
    entry.link = static_cast<std::uint32_t>(tree_.links.size());
    tree_.links.push_back(link_target(address));
  }
}

void HtmlFormats::open_of_block(const HtmlCss& css, std::size_t depth) {
  if (says_something(css) && open_.size() - base() < kHtmlFormatsDeep) {
    push({.element = nullptr,
          .format = 0,
          .depth = depth,
          .tag = {},
          .css = css,
          .anchor = 0,
          .link = 0});
  }
}

HtmlFormat HtmlFormats::format_of(const Open& entry, const HtmlFormat& around) const {
  HtmlFormat format = around;
  const HtmlMeaning meaning =
      entry.element == nullptr ? HtmlMeaning::kPlain : entry.element->meaning;
  const HtmlCss& css = entry.css;
  format.link = entry.link > 0 ? entry.link : around.link;
  format.anchor = entry.anchor > 0 ? entry.anchor : around.anchor;
  format.bold = css.bold.value_or(around.bold || meaning == HtmlMeaning::kBold);
  format.italic = css.italic.value_or(around.italic || meaning == HtmlMeaning::kItalic);
  // Links are underlined in any case.
  const bool by_style = css.underline.value_or(false) && format.link == 0;
  format.underline = around.underline || meaning == HtmlMeaning::kUnderline || by_style;
  format.strike = around.strike || meaning == HtmlMeaning::kStrike || css.strike.value_or(false);
  format.code = around.code || meaning == HtmlMeaning::kCode;
  format.is_superscript = meaning == HtmlMeaning::kSuper || css.script == Script::kSuper;
  format.script = format.is_superscript          ? Script::kSuper
                  : meaning == HtmlMeaning::kSub ? Script::kSub
                                                 : css.script.value_or(around.script);
  format.hidden = around.hidden || css.hidden;
  format.keeps_spaces = css.keeps_spaces.value_or(around.keeps_spaces);
  return format;
}

void HtmlFormats::push(Open entry) {
  open_.push_back(std::move(entry));
  link_up(open_.size() - 1);
}

/// Makes the chain anew from one of its places on.
void HtmlFormats::link_up(std::size_t from) {
  for (std::size_t i = from; i < open_.size(); ++i) {
    const std::uint32_t around = i == 0 ? 0 : open_[i - 1].format;
    HtmlFormat format = format_of(open_[i], tree_.formats[around]);
    format.parent = around;
    open_[i].format = static_cast<std::uint32_t>(tree_.formats.size());
    tree_.formats.push_back(format);
  }
}

std::string_view HtmlFormats::close(const HtmlElement* element) {
  if (ignored_ > 0 && element->meaning != HtmlMeaning::kLink) {
    --ignored_;
    return {};
  }
  std::size_t at = open_.size();
  while (at > base() && open_[at - 1].element != element) {
    --at;
  }
  if (at == base()) {
    return {};
  }
  const LinkTarget& target = tree_.links[open_[at - 1].link];
  const bool shown = tree_.anchors[open_[at - 1].anchor].leaf > 0 && !target.may_follow;
  const std::string_view tag = open_[at - 1].tag;
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(at - 1));
  link_up(at - 1);
  return shown && !target.address.empty() ? tag : std::string_view();
}

void HtmlFormats::end_block(std::size_t depth) {
  const auto is_over = [=](const Open& entry) {
    return entry.depth > depth && (entry.element == nullptr || !entry.element->goes_on);
  };
  const auto first = std::find_if(open_.begin(), open_.end(), is_over);
  if (first == open_.end()) {
    return;
  }
  const auto from = static_cast<std::size_t>(first - open_.begin());
  open_.erase(std::remove_if(first, open_.end(), is_over), open_.end());
  link_up(from);
}

void HtmlFormats::end_cell() {
  open_.resize(std::min(open_.size(), cells_.back()), Open{});
  cells_.pop_back();
  ignored_ = 0;
}

}  // namespace plenary::markup
