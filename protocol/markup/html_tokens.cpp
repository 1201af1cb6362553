#include "protocol/markup/html_tokens.hpp"

#include <algorithm>

#include "protocol/markup/characters.hpp"

namespace plenary::markup {

namespace {

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

constexpr std::string_view kSpaces = " \t\n\f\r";
constexpr std::size_t kNowhere = std::string_view::npos;

}  // namespace

bool HtmlTokens::begins_markup(std::size_t at) const {
  if (at + 1 >= source_.size()) {
    return false;
  }
  const char next = source_[at + 1];
  if (next == '/') {
    return at + 2 < source_.size();
  }
  return is_letter(next) || next == '!' || next == '?';
}

/// The place behind the `>` that ends the tag at `at`; npos if there is none. A quote counts only
/// at the start of a value.
std::size_t HtmlTokens::tag_end(std::size_t at) {
  const std::size_t from = at;
  bool value_begins = false;
  for (++at; at < source_.size(); ++at) {
    const char c = source_[at];
    if (c == '>') {
      return at + 1;
    }
    if (value_begins && (c == '"' || c == '\'')) {
      at = source_.find(c, at + 1);
      if (at == kNowhere) {
        break;
      }
    }
    value_begins = c == '=' || (value_begins && kSpaces.find(c) != kNowhere);
  }
  waste_left_ -= std::min(waste_left_, source_.size() - from);
  return kNowhere;
}

void HtmlTokens::take_comment(HtmlToken& token) {
  const std::string_view rest = source_.substr(at_);
  std::size_t length = 0;
  token.kind = HtmlToken::Kind::kDeclaration;
  if (rest.starts_with("<!--")) {
    token.kind = HtmlToken::Kind::kComment;
    const std::size_t end = rest.find("-->", 2);  // `<!-->` is a whole one
    length = end == kNowhere ? rest.size() : end + 3;
  } else {
    const std::size_t end = rest.find('>');
    length = end == kNowhere ? rest.size() : end + 1;
  }
  token.source = rest.substr(0, length);
  at_ += length;
}

void HtmlTokens::take_text(HtmlToken& token, std::size_t from) {
  std::size_t end = source_.find('<', from);
  while (end != kNowhere && !begins_markup(end)) {
    end = source_.find('<', end + 1);
  }
  end = std::min(end, source_.size());
  token.kind = HtmlToken::Kind::kText;
  token.source = source_.substr(at_, end - at_);
  at_ = end;
}

bool HtmlTokens::take_tag(HtmlToken& token) {
  const std::size_t end = waste_left_ == 0 ? kNowhere : tag_end(at_);
  if (end == kNowhere) {
    return false;
  }
  token.source = source_.substr(at_, end - at_);
  const bool closing = token.source[1] == '/';
  token.kind = closing ? HtmlToken::Kind::kEnd : HtmlToken::Kind::kStart;
  token.name = token.source.substr(closing ? 2 : 1);
  token.name = token.name.substr(0, token.name.find_first_of(" \t\n\f\r/>"));
  at_ = end;
  return true;
}

bool HtmlTokens::next(HtmlToken& token) {
  token = {};
  if (at_ == source_.size()) {
    return false;
  }
  if (source_[at_] != '<' || !begins_markup(at_)) {
    take_text(token, at_ + 1);
    return true;
  }
  const char second = source_[at_ + 1];
  const bool is_tag = is_letter(second) || (second == '/' && is_letter(source_[at_ + 2]));
  if (!is_tag) {
    take_comment(token);
  } else if (!take_tag(token)) {
    take_text(token, at_ + 1);
  }
  return true;
}

std::string_view HtmlTokens::take_raw(std::string_view name) {
  const std::size_t from = at_;
  std::size_t end = source_.find("</", from);
  while (end != kNowhere && !same_name(source_.substr(end + 2, name.size()), name)) {
    end = source_.find("</", end + 2);
  }
  const std::string_view text = source_.substr(from, std::min(end, source_.size()) - from);
  at_ = std::min(end, source_.size());
  HtmlToken token;
  if (end != kNowhere) {
    next(token);
  }
  return text;
}

}  // namespace plenary::markup
